"""Links are looked at in the background, and dead ones are known to the forms."""

import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

from partnerships.curation import link_check, safe_fetch
from partnerships.models import LinkCheck
from tests.factories import (
    make_bridge,
    make_case_study,
    make_news,
    make_partnership,
    make_programme,
    make_resource,
    make_support_offer,
)
from tests.facts import make_elsewhere

pytestmark = pytest.mark.django_db

URL = "https://arts.example/"
NOW = timezone.now()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def answer(monkeypatch):
    """A function that has every server answer with a status or fail with an exception; returns what is requested."""
    requested = []

    def answer_with(status):
        def request_status(url, **options):
            requested.append(url)
            if isinstance(status, type):
                raise status
            return status

        monkeypatch.setattr(safe_fetch, "request_status", request_status)
        return requested

    return answer_with


def is_dead(*urls):
    """Return which of `urls` are known to be dead."""
    return link_check.dead_among(urls or [URL])


@pytest.mark.parametrize(
    ("status", "is_known_dead"), [(200, False), (403, False), (404, True), (410, True), (500, False)]
)
def test_what_is_gone_is_dead_at_once_and_a_bad_day_is_not(answer, status, is_known_dead):
    answer(status)

    link_check.check(URL, now=NOW)

    assert bool(is_dead()) is is_known_dead


@pytest.mark.parametrize("status", [500, safe_fetch.NoAnswer, safe_fetch.NotPublic])
def test_bad_answers_for_days_make_a_link_dead(answer, status):
    answer(status)
    for days in (3, 2, 0):
        link_check.check(URL, now=NOW - days * DAY)

    assert is_dead() == {URL}
    assert LinkCheck.objects.get().first_failed_at == NOW - 3 * DAY


def test_a_good_answer_brings_it_back_to_life(answer):
    answer(404)
    link_check.check(URL, now=NOW - DAY)
    answer(200)

    link_check.check(URL, now=NOW)

    assert is_dead() == set()
    link = LinkCheck.objects.get()
    assert (link.status, link.checked_at, link.first_failed_at) == (200, NOW, None)


def test_every_link_of_entries_is_looked_at_once_a_week_and_bad_ones_daily(answer):
    requested = answer(200)
    partnership = make_partnership(website="https://a.example/")
    partnership.links.create(label="Page", url="https://b.example/")
    partnership.sources.create(title="Source", url="https://c.example/")
    make_bridge(website="https://d.example/")
    LinkCheck.objects.create(url="https://a.example/", status=200, checked_at=NOW - 6 * DAY)
    LinkCheck.objects.create(url="https://b.example/", status=500, checked_at=NOW - DAY, first_failed_at=NOW - DAY)
    LinkCheck.objects.create(url="https://c.example/", status=200, checked_at=NOW - 8 * DAY)

    assert link_check.check_due() == 3

    assert requested == ["https://d.example/", "https://c.example/", "https://b.example/"]


def test_links_of_all_that_is_published_are_looked_at(answer):
    requested = answer(200)
    make_case_study(source="https://told.example/")
    make_news(link="https://news.example/")
    make_programme(website="https://fund.example/")
    make_resource(url="https://library.example/")
    make_support_offer(website="https://offer.example/")

    link_check.check_due()

    assert sorted(requested) == [f"https://{name}.example/" for name in ("fund", "library", "news", "offer", "told")]


def test_a_run_looks_at_so_many_and_no_more(answer, capsys):
    requested = answer(404)
    for number in range(3):
        make_partnership(website=f"https://{number}.example/")

    call_command("check_links", most=2)

    assert len(requested) == 2
    assert capsys.readouterr().out == "Links looked at: 2. Known to be dead: 2.\n"


def test_links_in_use_no_more_are_forgotten(answer):
    answer(200)
    LinkCheck.objects.create(url=URL, status=200, checked_at=NOW)

    link_check.check_due()

    assert not LinkCheck.objects.exists()


def test_a_link_cannot_fail_before_it_was_looked_at():
    with pytest.raises(IntegrityError, match="link_failed_before_it_was_checked|CHECK"):
        LinkCheck.objects.create(url=URL, checked_at=NOW, first_failed_at=NOW + DAY)


def test_the_page_that_says_how_to_join_and_what_was_published_elsewhere_are_looked_at():
    make_partnership(joining_page="https://joining.example/")
    make_elsewhere(url="https://told.example/")

    assert {"https://joining.example/", "https://told.example/"} <= set(link_check.due())
