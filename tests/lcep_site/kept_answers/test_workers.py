"""Two workers that keep answers, and another process that edits."""

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.db import transaction

from partnerships.models import Partnership
from tests import databases
from tests.factories import make_partnership
from tests.never_lost.site import site_in

EDITS, VISITORS, PATIENCE_SECONDS = 20, 8, 60


@pytest.mark.slow
def test_after_a_confirmed_edit_no_worker_gives_the_old_page(any_database, tmp_path):
    """Visitors ask all the time, so that every edit falls among requests; whoever asks after it sees it."""
    with site_in(tmp_path, settings="tests.lcep_site.kept_answers.served_settings") as site, site.starter():
        site.start_server()
        with databases.connected_to(site.database), ThreadPoolExecutor(VISITORS) as visitors:
            make_partnership(name="Number 0 of Leeds", slug="leeds")
            wait_for(site.port)
            for number in range(1, EDITS + 1):
                meanwhile = [visitors.submit(page, site.port) for _ in range(VISITORS)]
                with transaction.atomic():
                    Partnership.objects.update(name=f"Number {number} of Leeds")
                after = list(visitors.map(page, [site.port] * VISITORS))
                assert all(f"Number {number} of Leeds" in text for text in after)
                assert all(
                    f"Number {number - 1} of" in task.result() or f"Number {number} of" in task.result()
                    for task in meanwhile
                )


def page(port):
    with urlopen(f"http://127.0.0.1:{port}/partnerships/", timeout=PATIENCE_SECONDS) as answer:
        return answer.read().decode()


def wait_for(port):
    """Return when the server answers. Raises URLError when it does not in a minute."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return page(port)
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
