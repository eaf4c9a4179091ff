"""What the news by e-mail tells of what is published: what came out in the period and has not passed since."""

import datetime

import pytest
from django.utils import timezone

from members.mailing_list.digest import sources
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_event,
    make_news,
    make_opportunity,
    make_partnership,
    make_priority,
    make_resource,
)

pytestmark = pytest.mark.django_db
SINCE, UNTIL = datetime.date(2026, 11, 9), datetime.date(2026, 11, 23)
MAKERS = {
    "Events": make_event,
    "Opportunities": make_opportunity,
    "News": make_news,
    "Case studies": make_case_study,
    "Resources": make_resource,
}
EVERY_KIND = pytest.mark.parametrize("heading", MAKERS)


def stories(heading):
    """Return what the source called `heading` tells of the period."""
    return next(source for source in sources() if source.heading == heading).stories(SINCE, UNTIL)


def on(day):
    """Return noon in London on that day of November 2026."""
    return datetime.datetime(2026, 11, day, 12, tzinfo=timezone.get_current_timezone())


def test_every_kind_that_is_published_is_told_of():
    assert [source.heading for source in sources()] == ["New and changed entries", *MAKERS]


@EVERY_KIND
def test_what_was_published_in_the_period_is_told(heading):
    make = MAKERS[heading]
    for day, title in [(8, "Before"), (9, "First day"), (22, "Last day"), (23, "After")]:
        make(title=title, publication_changed_at=on(day))
    make(title="Draft", publication_changed_at=on(10), publication=PublicationState.DRAFT)

    assert {story.title for story in stories(heading)} == {"First day", "Last day"}


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Leeds Playhouse", ", Leeds Playhouse. Come and sing. ("),
        ("St. Helens Sq.", ", St. Helens Sq. Come and sing. ("),
    ],
)
def test_the_place_of_an_event_ends_with_a_full_stop_before_what_it_is(place, said):
    make_event(summary="Come and sing.", place=place, is_online=False, publication_changed_at=on(10))

    [story] = stories("Events")

    assert said in story.text


@EVERY_KIND
def test_a_story_says_whose_and_where_it_is_and_what_about(heading):
    authority = make_authority()
    partnership = make_partnership([authority], name="Hub")
    priority = make_priority()
    MAKERS[heading](partnership=partnership, publication_changed_at=on(10)).priorities.add(priority)

    [story] = stories(heading)

    assert story.text.endswith("(Hub)")
    assert story.about == {partnership, authority.region, priority}


def test_where_an_event_is_ends_before_what_it_is_begins():
    make_event(publication_changed_at=on(10), place="The Old Mill, Leeds", is_online=False, summary="A day of dance.")

    [story] = stories("Events")

    assert "The Old Mill, Leeds. A day of dance." in story.text


@EVERY_KIND
def test_what_a_bridge_publishes_is_of_the_regions_of_its_territory(heading):
    bridge = make_bridge()
    authority = make_authority(bridge=bridge)
    MAKERS[heading](bridge=bridge, publication_changed_at=on(10))

    [story] = stories(heading)

    assert story.about == {authority.region}


def test_what_has_passed_meanwhile_is_not_told():
    make_event(publication_changed_at=on(10), starts_at=timezone.now() - datetime.timedelta(days=2))
    make_opportunity(publication_changed_at=on(10), closes_on=timezone.localdate() - datetime.timedelta(days=1))

    assert (stories("Events"), stories("Opportunities")) == ([], [])


@EVERY_KIND
@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_the_database_the_same_for_any_number(django_assert_num_queries, heading, count):
    for _ in range(count):
        partnership = make_partnership()
        MAKERS[heading](partnership=partnership, publication_changed_at=on(10)).priorities.add(make_priority())

    with django_assert_num_queries(3):
        stories(heading)
