"""The home page, the pages about the directory, and the health check."""

import datetime
import html
import re
from itertools import permutations

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from partnerships.models import PublicChange
from partnerships.patchwork.drawing import as_svg
from partnerships.search.figures import ProposedFigures, WithoutPartnership
from partnerships.search.patchworks import side_by_side
from partnerships.search.snapshot import keeping
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_authority, make_membership, make_partnership, make_priority, make_region
from tests.reading import names_on_cards, words_of
from tests.since_2023 import make_development

pytestmark = pytest.mark.django_db


def make_worth_showing(**fields):
    """Make a partnership that may be one of those of the day."""
    partnership = make_partnership([make_authority()], **{"summary": "It gives every child a song."} | fields)
    make_membership(partnership=partnership)
    partnership.stated_priorities.create(priority=make_priority(), wording="Sing")
    return partnership


def test_the_home_page_counts_partnerships_proposed_ones_and_uncovered_places_apart(client):
    make_partnership()
    make_partnership(stage=Stage.ENDED)
    make_partnership(stage=Stage.PROPOSED)
    make_partnership(publication=PublicationState.DRAFT)

    context = client.get("/").context

    assert (context["partnership_count"], context["proposed"]()) == (2, ProposedFigures(total=1, authorities=1))
    assert context["without"]() == WithoutPartnership(total=3, proposed=1, in_part=0)


def test_the_home_page_shows_what_it_counts(client):
    make_partnership()
    make_partnership([make_authority(), make_authority()], stage=Stage.PROPOSED)

    text = words_of(client.get("/"))

    without = "2 local authorities are without a partnership we know of; in 2 of them one was proposed"
    assert f"1 partnership 1 proposed in 2 local authorities, not counted {without}" in text


def test_the_home_page_has_one_search_box_that_works_without_script(client):
    content = client.get("/").content.decode()

    assert content.count('type="search"') == 1
    assert 'method="get"' in content


def test_the_home_page_counts_the_partnerships_of_each_region(client):
    region = make_region(name="North East")
    make_partnership([make_authority(region=region)])
    make_partnership([make_authority(region=region)], stage=Stage.PROPOSED)

    assert "North East 1 The number says how many partnerships work there." in words_of(client.get("/"))


def test_the_home_page_shows_the_partnerships_of_today_in_london(client):
    make_worth_showing(name="Leeds33")
    make_partnership(name="Thin")

    assert names_on_cards(client.get("/")) == ["Leeds33"]


def test_the_picture_of_the_home_page_is_that_of_the_partnerships_of_today_side_by_side(client):
    shown = [make_worth_showing(name=name) for name in "ABC"]
    snapshot = keeping.current()
    drawn = {as_svg(side_by_side(snapshot, [one.pk for one in order])) for order in permutations(shown)}

    [art] = re.findall(r'<div class="hero-art">(<svg.*?</svg>)</div>', client.get("/").content.decode(), re.DOTALL)

    assert art in drawn
    assert art.count("<use ") == 4 * 12


def test_without_partnerships_the_home_page_has_no_picture(client):
    assert '<div class="hero-art"></div>' in client.get("/").content.decode()


def test_the_home_page_says_what_was_checked_lately_and_what_changed(client):
    make_partnership(name="Leeds33", checked_on=datetime.date(2026, 3, 4), checked_by="its chair")
    changed = make_partnership(name="MADE")
    PublicChange.objects.create(partnership=changed, on=datetime.date(2026, 3, 5), parts=["its stage"])

    text = words_of(client.get("/"))

    assert "MADE 5 March 2026: Changed: its stage Leeds33 4 March 2026: Checked by its chair" in text


def test_the_home_page_says_since_when_nothing_was_checked_and_what_is_new_for_all(client):
    make_partnership(compiled_on=datetime.date(2026, 3, 4))
    make_development(title="Hubs merge", date="2026-02-01")
    make_development(title="A plan", date="2026-02-02", is_planned=True)

    text = words_of(client.get("/"))

    assert "No partnership has checked its entry with us yet. We wrote the newest entry" in text
    assert "entry from public pages on 4 March 2026." in text
    assert "Hubs merge 1 February 2026" in text
    assert "A plan" not in text


def test_every_way_in_by_who_you_are_is_one_link_to_a_page_that_is_there(client):
    page = client.get("/").content.decode()
    [ways] = re.findall(r'<ul class="needs">(.*?)</ul>', page, re.DOTALL)

    links = [re.findall(r'href="([^"]+)"', way) for way in ways.split("<li>")[1:]]

    assert [len(found) for found in links] == [1] * 8
    assert {client.get(html.unescape(link)).status_code for [link] in links} == {200}


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
        partnership = make_worth_showing(checked_on=datetime.date(2026, 1, 1), checked_by="its chair")
        PublicChange.objects.create(partnership=partnership, on=datetime.date(2026, 1, 2), is_new=True)
    kept_snapshot()

    with django_assert_num_queries(10):
        client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


@pytest.mark.parametrize("path", ["/about/", "/accessibility/", "/privacy/"])
def test_pages_about_the_directory_ask_the_database_nothing(client, django_assert_num_queries, path):
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200


def test_the_page_about_the_directory_says_who_runs_it_and_how_to_reach_them(client, settings):
    response = client.get("/about/")
    settings.DATA_CONTROLLER = "the Example Trust"

    assert 'href="/join/?topic=press"' in response.content.decode()
    assert "its national desk. You reach them" in words_of(response)
    assert "answer within 2 working days" in words_of(response)
    assert "its national desk. The Example Trust answers for it. You" in words_of(client.get("/about/"))


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


def test_the_next_day_in_london_has_other_partnerships(client, monkeypatch):
    for name in "ABCDEF":
        make_worth_showing(name=name)
    names = []

    for day in (datetime.date(2026, 7, 1), datetime.date(2026, 7, 2)):
        monkeypatch.setattr(timezone, "localdate", lambda *_, day=day: day)
        names += names_on_cards(client.get("/"))

    assert sorted(names) == list("ABCDEF")
