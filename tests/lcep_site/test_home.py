"""The home page, the pages about the directory, and the health check."""

import datetime

import pytest
from django.db import OperationalError, connection

from partnerships.search.figures import WithoutPartnership
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_authority, make_partnership, make_priority, make_region
from tests.reading import names_on_cards, words_of

pytestmark = pytest.mark.django_db


def test_the_home_page_counts_partnerships_proposed_ones_and_uncovered_places_apart(client):
    make_partnership()
    make_partnership(stage=Stage.ENDED)
    make_partnership(stage=Stage.PROPOSED)
    make_partnership(publication=PublicationState.DRAFT)

    context = client.get("/").context

    counts = (context["partnership_count"], context["proposed_count"])
    assert (*counts, context["without"]()) == (2, 1, WithoutPartnership(total=3, proposed=1, in_part=0))


def test_the_home_page_shows_what_it_counts(client):
    make_partnership()
    make_partnership(stage=Stage.PROPOSED)

    text = words_of(client.get("/"))

    without = "1 local authority is without a partnership we know of; one was proposed there"
    assert f"1 partnership 1 proposed, not counted {without}" in text


def test_the_home_page_has_one_search_box_that_works_without_script(client):
    content = client.get("/").content.decode()

    assert content.count('type="search"') == 1
    assert 'method="get"' in content


def test_the_home_page_counts_each_region(client):
    region = make_region(name="North East")
    make_partnership([make_authority(region=region)])
    make_authority(region=region)

    assert "North East 1 partnership 1 of 2 local authorities covered" in words_of(client.get("/"))


def test_the_home_page_shows_entries_checked_last(client):
    for day in range(1, 9):
        make_partnership(name=f"Checked {day}", checked_on=datetime.date(2026, 1, day), checked_by="its chair")
    make_partnership(name="Never checked")

    assert names_on_cards(client.get("/")) == [f"Checked {day}" for day in (8, 7, 6, 5, 4, 3)]


def test_the_home_page_says_when_nothing_was_checked_yet(client):
    make_partnership()

    assert "None has been checked with its partnership yet." in words_of(client.get("/"))


def test_the_home_page_leads_to_the_priorities_most_partnerships_state(client):
    common, rare = make_priority(name="Rare first in the alphabet, common"), make_priority(name="A rare one")
    for priority, number in ((common, 2), (rare, 1)):
        for _ in range(number):
            make_partnership().stated_priorities.create(priority=priority, wording="Listen")

    assert [priority.name for priority in client.get("/").context["priorities"]()] == [common.name, rare.name]


@pytest.mark.parametrize("number", [1, 3])
def test_the_home_page_asks_the_database_the_same_for_any_number(
    client, kept_snapshot, django_assert_num_queries, number
):
    for _ in range(number):
        partnership = make_partnership(checked_on=datetime.date(2026, 1, 1), checked_by="its chair")
        partnership.stated_priorities.create(priority=make_priority(), wording="Listen")
    kept_snapshot()

    with django_assert_num_queries(5):
        client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


@pytest.mark.parametrize("path", ["/about/", "/accessibility/", "/privacy/"])
def test_pages_about_the_directory_ask_the_database_nothing(client, django_assert_num_queries, path):
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/", "/about/", "/about/data/", "/accessibility/", "/privacy/", "/health/"])
def test_pages_of_the_site_are_only_for_reading(client, path):
    assert client.post(path).status_code == 405


def test_the_health_check_answers_while_the_database_does(client):
    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_the_health_check_fails_without_the_database(client, monkeypatch):
    def no_cursor():
        raise OperationalError("The database is away.")

    monkeypatch.setattr(connection, "cursor", no_cursor)
    client.raise_request_exception = False

    assert client.get("/health/").status_code == 503
