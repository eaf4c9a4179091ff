"""Two people press the button in the same moment: one is asked about what the other saved."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.partnerships.admin.test_concurrent_edits import make_entry, opened, save, signed_in


# On SQLite a transaction that may write has the whole database to itself.
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_in_the_same_moment_one_is_asked():
    partnership = make_entry()
    jo, sam = signed_in(partnership, "jo"), signed_in(partnership, "sam")
    sent = [
        (jo, opened(jo, partnership) | {"summary": "Dance."}),
        (sam, opened(sam, partnership) | {"summary": "Film."}),
    ]
    start = threading.Barrier(2)

    def save_at_once(client, data):
        try:
            start.wait()
            return save(client, partnership, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = [saving.result() for saving in [both.submit(save_at_once, *data) for data in sent]]

    assert sorted(answers) == [200, 302]
