"""What the query string of the list of partnerships is understood to ask."""

import pytest
from django.http import QueryDict

from partnerships.forms.query_strings import PageLink
from partnerships.forms.search import ChosenFilter, PartnershipSearchForm, WayOut
from partnerships.search import text_index
from partnerships.vocabulary import Stage
from tests.factories import make_authority, make_bridge, make_partnership, make_priority, make_region, make_sector

pytestmark = pytest.mark.django_db


def filters_for(query):
    """Return the form for a query string."""
    return PartnershipSearchForm(QueryDict(query))


def make_rows():
    """Make one row for each facet whose values are rows, all at the address "one"."""
    region, bridge = make_region(slug="one", name="North"), make_bridge(slug="one")
    make_authority(slug="one", name="Leeds", region=region, bridge=bridge)
    make_priority(slug="one")
    make_sector(slug="one")


EVERYTHING = "q=leeds&region=one&authority=one&stage=emerging&priority=one&sector=one&joining=yes&bridge=one&sort=name"


def test_everything_that_can_be_asked_is_understood_together():
    make_rows()

    filters = filters_for(f"{EVERYTHING}&page=1")

    assert (filters.messages, filters.query, filters.order) == ([], "leeds", "name")
    assert filters.results.chosen == {
        "region": ["one"],
        "authority": ["one"],
        "stage": ["emerging"],
        "priority": ["one"],
        "sector": ["one"],
        "joining": ["yes"],
        "bridge": ["one"],
    }


def test_the_query_string_holds_all_that_was_understood_and_no_page():
    make_rows()

    query_string = filters_for(f"{EVERYTHING}&page=1&unknown=1").query_string()

    assert QueryDict(query_string) == QueryDict(EVERYTHING)


def test_several_values_of_one_facet_are_understood_each_once():
    filters = filters_for("stage=ended&stage=emerging&stage=ended")

    assert filters.results.chosen["stage"] == ["emerging", "ended"]


@pytest.mark.parametrize("query", ["", "q=", "q=++", "region=&stage=", "sort=", "page=", "unknown=1", "page=1"])
def test_nothing_is_said_about_what_was_not_filled_in(query):
    assert filters_for(query).messages == []


QUERY_MESSAGE = "We cannot search for that: it is too long or has signs no name has."


@pytest.mark.parametrize(
    ("query", "messages"),
    [
        ("region=atlantis", ["We ignored “atlantis”: it is not one of the regions."]),
        ("authority=atlantis", ["We ignored “atlantis”: it is not one of the local authorities."]),
        ("stage=proposed", ["We ignored “proposed”: it is not one of the stages."]),
        ("joining=maybe", ["We ignored “maybe”: it is not one of the answers."]),
        ("bridge=%00", ["We ignored “ ”: it is not one of the Bridge Organisations."]),
        ("sort=colour", ["We ignored “colour”: it is not an order the list can have."]),
        ("page=abc", ["We ignored “abc”: it is not a page number."]),
        ("page=-1", ["We ignored “-1”: it is not a page number."]),
        ("q=%21", [QUERY_MESSAGE]),
        ("q=%F0%9F%8E%AD", [QUERY_MESSAGE]),
        (f"q={'x' * 10_000}", [QUERY_MESSAGE]),
        (f"region={'x' * 10_000}", [f"We ignored “{'x' * 60}…”: it is not one of the regions."]),
        (
            "&".join(f"stage=x{number % 5}" for number in range(900)),
            [
                *(f"We ignored “x{number}”: it is not one of the stages." for number in range(3)),
                "We ignored 2 more of that kind.",
            ],
        ),
        ("q=b+c+d+e+f+g+h+i+j", ["We looked for the first 8 words."]),
    ],
)
def test_what_makes_no_sense_is_named_and_leaves_the_list_whole(query, messages):
    make_partnership(name="B c d e f g h i")
    text_index.rebuild()

    filters = filters_for(query)

    assert (filters.messages, filters.results.partnerships.count()) == (messages, 1)


def test_one_value_that_makes_no_sense_does_not_spoil_the_others():
    filters = filters_for("stage=emerging&stage=atlantis")

    assert filters.results.chosen["stage"] == ["emerging"]
    assert filters.messages == ["We ignored “atlantis”: it is not one of the stages."]


def test_a_page_after_the_last_is_the_first_and_is_named():
    form = filters_for("page=9999")

    page = form.page_of([1, 2], 1)

    assert (page.number, form.ignored) == (1, ["There is no page 9999, so this is the first."])


def test_the_pages_link_to_each_other_and_keep_what_was_asked():
    page = filters_for("stage=ended&page=10").page_of(range(20), 1)

    assert [link.number for link in page.links] == [1, None, 8, 9, 10, 11, 12, None, 20]
    assert page.links[4] == PageLink(10, "stage=ended&page=10", True)
    assert (page.previous_query_string, page.next_query_string) == ("stage=ended&page=9", "stage=ended&page=11")


@pytest.mark.parametrize(
    ("query", "sort"),
    [
        ("", "name"),
        ("q=leeds", "relevance"),
        ("q=leeds&sort=region", "region"),
        ("sort=members", "members"),
        ("sort=relevance", "name"),
        ("sort=colour", "name"),
    ],
)
def test_the_order_is_the_one_asked_for_or_what_suits_the_words(query, sort):
    assert filters_for(query).order == sort


@pytest.mark.parametrize(
    ("query", "first_two"),
    [
        ("", [("", "Name", True), ("checked", "Recently checked", False)]),
        ("sort=checked", [("", "Name", False), ("checked", "Recently checked", True)]),
        ("q=leeds", [("", "Best match", True), ("name", "Name", False)]),
        ("q=leeds&sort=name", [("", "Best match", False), ("name", "Name", True)]),
    ],
)
def test_the_usual_order_is_offered_without_a_value_so_that_it_follows_the_words(query, first_two):
    assert filters_for(query).orders[:2] == first_two


def test_each_choice_can_be_taken_away_alone():
    make_rows()

    filters = filters_for("q=leeds&region=one&stage=emerging&stage=ended&sort=region&page=2")

    assert filters.chosen_filters == [
        ChosenFilter("“leeds”", "region=one&stage=emerging&stage=ended&sort=region"),
        ChosenFilter("Region: North", "q=leeds&stage=emerging&stage=ended&sort=region"),
        ChosenFilter("Stage: Emerging", "q=leeds&region=one&stage=ended&sort=region"),
        ChosenFilter("Stage: Ended", "q=leeds&region=one&stage=emerging&sort=region"),
    ]


def test_a_query_that_finds_nothing_is_told_what_to_take_away():
    make_partnership(name="Leeds", stage=Stage.EMERGING)
    make_partnership(name="Hull", stage=Stage.DORMANT)
    text_index.rebuild()

    filters = filters_for("q=hull&stage=emerging&stage=ended")

    assert filters.ways_out == [
        WayOut("hull", "stage=emerging&stage=ended", 1),
        WayOut("Stage: Emerging or Ended", "q=hull", 1),
    ]


def test_taking_away_what_does_not_help_is_not_offered():
    make_partnership(stage=Stage.EMERGING, takes_new_members=True)

    assert filters_for("stage=ended&joining=no&q=zzzz").ways_out == []


@pytest.mark.parametrize(
    ("query", "suggested"),
    [("q=leedz&stage=emerging", "q=leeds&stage=emerging"), ("q=leedz&stage=ended", "q=leeds")],
)
def test_words_nobody_uses_lead_to_the_nearest_and_to_a_list_that_is_not_empty(query, suggested):
    make_partnership(name="Leeds", stage=Stage.EMERGING)
    text_index.rebuild()

    assert filters_for(query).suggestion == WayOut("leeds", suggested, 1)


def test_of_a_value_given_twice_it_is_told_which_was_read():
    form = PartnershipSearchForm(QueryDict("q=music&q=dance&region=a&region=b"))

    told = "The address of this page gives “q” more than once. We read the last of them: “dance”."
    assert [message for message in form.ignored if "more than once" in message] == [told]
