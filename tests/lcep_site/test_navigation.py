"""The menus: where they lead and what they mark as current."""

import re
from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import OperationalError
from django.utils import timezone

from lcep_site import frame, shelves
from lcep_site.navigation import MAIN, all_items, filled, items_for
from partnerships.published_kinds import table
from partnerships.vocabulary import NewsKind, Stage
from tests.factories import make_event, make_news, make_organisation, make_partnership, make_question, make_sector


def current(path, items=MAIN):
    """Return the labels of the items marked as current on the page at `path`."""
    return [item.label for item in items_for(path, items) if item.is_current]


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        ("/", []),
        ("/partnerships/", ["Partnerships"]),
        ("/partnerships/leeds33/", ["Partnerships"]),
        ("/regions/london/", ["Regions"]),
        ("/members/art-house/", ["Members"]),
        ("/proposed/", []),
        ("/back-office/", []),
    ],
)
def test_the_section_a_page_lies_in_is_current(path, labels):
    assert current(path) == labels


def test_a_page_below_another_item_of_the_menus_marks_both_sections():
    assert current("/about/data/", MAIN) == ["About"]
    assert current("/about/data/", all_items()[len(MAIN) :]) == ["Where the facts come from"]


def test_the_menus_name_no_page_twice():
    names = [item.url_name for item in all_items()]

    assert len(set(names)) == len(names)


@pytest.mark.django_db
@pytest.mark.parametrize("item", all_items(), ids=lambda item: item.url_name)
def test_every_item_leads_to_a_page(client, item):
    [shown] = items_for("/", (item,))

    assert client.get(shown.url).status_code == 200


@pytest.mark.django_db
def test_a_page_shows_the_menus_with_its_section_marked(client):
    content = client.get(make_partnership().get_absolute_url()).content.decode()

    marked = re.findall(r'<a href="([^"]+)" aria-current="(?:true|page)">', content)

    assert marked == ["/partnerships/"]


@pytest.mark.django_db
def test_every_page_says_at_its_foot_how_to_write_to_the_site(client):
    assert '<a href="/join/">Contact us</a>' in client.get("/about/").content.decode()


@pytest.mark.django_db
def test_a_section_is_in_the_menus_while_it_holds_something(client, monkeypatch):
    monkeypatch.setattr(frame, "holding", shelves.holding)
    empty = menus(client)
    make_news()
    opportunity = make_news(kind=NewsKind.OPPORTUNITY, closes_on=date.today() + timedelta(days=9))
    filled = menus(client)
    opportunity.closes_on = date.today() - timedelta(days=1)
    opportunity.save()
    past = menus(client)

    assert filled - empty == {"/news/", "/opportunities/"}
    assert filled - past == {"/opportunities/"}
    # What the site is about is shown in any case.
    assert {"/partnerships/", "/members/", "/map/", "/about/"} <= empty


@pytest.mark.django_db
def test_what_is_published_beside_entries_is_asked_in_one_query(django_assert_num_queries):
    make_question()

    with django_assert_num_queries(1):
        assert shelves._holding_among_others() == {"questions"}


@pytest.mark.django_db(transaction=True)
def test_only_what_may_have_changed_is_asked_again(django_assert_num_queries, monkeypatch):
    question = make_question()
    partnership, sector = make_partnership(stage=Stage.PROPOSED), make_sector()
    assert shelves.holding() == shelves.ALWAYS | {"questions", "proposed"}
    # The stamp of the content, which a page asks for once.
    with django_assert_num_queries(2):
        assert shelves.holding() == shelves.ALWAYS | {"questions", "proposed"}

    asked = mock.Mock(side_effect=shelves._holding_among_others)
    monkeypatch.setattr(shelves._others, "_make", asked)
    partnership.stage = Stage.EMERGING
    partnership.save()
    make_organisation(sector=sector)
    assert shelves.holding() == shelves.ALWAYS | {"questions"}
    asked.assert_not_called()
    question.delete()
    assert shelves.holding() == shelves.ALWAYS
    asked.assert_called_once()


@pytest.mark.django_db(transaction=True)
def test_events_leave_the_menus_when_the_last_is_over(monkeypatch):
    end = timezone.now() + timedelta(hours=1)
    make_event(starts_at=end - timedelta(hours=2), ends_at=end)
    assert "events" in shelves.holding()

    today = timezone.localdate()
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: today)
    monkeypatch.setattr("django.utils.timezone.now", lambda: end)
    assert "events" in shelves.holding()
    monkeypatch.setattr("django.utils.timezone.now", lambda: end + timedelta(seconds=1))
    assert "events" not in shelves.holding()


def test_while_the_database_answers_nobody_all_are_shown(monkeypatch):
    monkeypatch.setattr(shelves, "_others", mock.Mock(current=mock.Mock(side_effect=OperationalError)))

    assert shelves.holding() == {listing.name for _, listing in table.listings()}
    assert filled(MAIN, shelves.holding()) == MAIN


def menus(client):
    """Return the addresses in the menus of a page."""
    page = client.get("/privacy/").content.decode()
    nav = re.findall(r"<nav[^>]*>(.*?)</nav>", page, re.DOTALL)
    return set(re.findall(r'<li><a href="([^"]+)"', "".join(nav)))
