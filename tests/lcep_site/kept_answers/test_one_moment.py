"""What a visitor reads is made for one moment of the public content."""

import itertools

import pytest
from django.http import HttpResponse

from lcep_site.kept_answers.middleware import KeptAnswersMiddleware
from partnerships.public_content import stamp
from partnerships.public_content.kept import Kept

pytestmark = pytest.mark.django_db(transaction=True)


def test_only_what_a_visitor_reads_is_made_for_one_moment(rf, settings, new_worker):
    """A form, or who has a session, may change the content and show it in one answer."""
    kept, numbers, seen = Kept(9), itertools.count(), []

    def answer(request):
        before = kept.of("number", lambda: next(numbers))
        stamp.change()
        seen.append(kept.of("number", lambda: next(numbers)) - before)
        return HttpResponse()

    with_session = rf.get("/find/?q=Leeds")
    with_session.COOKIES[settings.SESSION_COOKIE_NAME] = "of somebody"
    read = (rf.get("/partnerships/"), rf.get("/find/?q=Leeds"), rf.head("/find/?q=Leeds"))
    for request in (*read, rf.post("/find/"), with_session):
        KeptAnswersMiddleware(answer)(request)

    assert seen == [0, 0, 0, 1, 1]
