"""What stands on the card of a partnership: what is known of it, and nothing of what is not."""

import re

import pytest

from partnerships.search import cards
from partnerships.search.results import Match
from partnerships.search.snapshot import reading
from partnerships.vocabulary import Stage
from tests.factories import THIS_YEAR, make_authority, make_membership, make_partnership, make_priority, make_region

pytestmark = pytest.mark.django_db


def html_of(partnership):
    """Return the card of `partnership`."""
    [card] = cards.of_matches(reading.whole(), [Match(partnership.pk)])
    return card.html


def lines_of(partnership):
    """Return the words of its card, by the lines they stand in."""
    lines = re.findall(r"<(?:p|h3)[^>]*>(.*?)</(?:p|h3)>", html_of(partnership), re.DOTALL)
    return [line for text in lines if (line := " ".join(re.sub("<[^>]+>", " ", text).split()))]


def test_an_entry_of_which_little_is_known_says_what_is_and_no_more():
    thin = make_partnership([make_authority(name="Leeds", region=make_region(name="Yorkshire"))], name="Leeds33")

    assert lines_of(thin) == ["Leeds, Yorkshire", "Leeds33"]


def test_it_leads_with_the_place_then_says_what_it_does_and_how_far_it_is():
    region = make_region(name="Yorkshire")
    full = make_partnership(
        [make_authority(name="Leeds", region=region), make_authority(name="York", region=region)],
        name="Ours",
        summary="Brings schools and artists together all over the place; has a board. Began with nine schools.",
        stage=Stage.EMERGING,
        stage_as_of=THIS_YEAR,
    )
    for name in ("Youth voice", "Access", "Transition", "Zest"):
        full.stated_priorities.create(priority=make_priority(name=name), wording=name)
    make_membership(partnership=full)

    assert lines_of(full) == [
        "Leeds and York, Yorkshire",
        "Ours",
        "Brings schools and artists together all over the place.",
        "Works on access , transition , youth voice , 1 more",
        f"Emerging as of {THIS_YEAR} 1 member named",
    ]


def test_many_places_are_counted():
    region = make_region(name="Kent and around")
    wide = make_partnership([make_authority(region=region) for _ in range(4)], name="Wide")

    assert lines_of(wide)[0] == "Kent and around: 4 local authorities"


@pytest.mark.parametrize("stage", ["", *Stage])
def test_the_edge_says_the_stage(stage):
    at_stage = make_partnership(stage=stage, stage_as_of=THIS_YEAR if stage else "")

    assert f'<li class="card card-{stage or "unknown"}">' in html_of(at_stage)
    assert (Stage(stage).label if stage else "") in lines_of(at_stage)[-1]


def test_a_stage_of_long_ago_is_none():
    assert 'class="card card-unknown"' in html_of(make_partnership(stage=Stage.ESTABLISHED, stage_as_of="2016"))


def test_one_link_takes_all_of_it():
    assert html_of(make_partnership()).count("<a ") == 1


@pytest.mark.parametrize(("page_about", "place"), [("Yorkshire", "O&#x27;Hara"), ("London", "O&#x27;Hara, Yorkshire")])
def test_a_page_about_a_region_does_not_name_it_on_each_card(page_about, place):
    here = make_partnership([make_authority(name="O'Hara", region=make_region(name="Yorkshire"))])

    [card] = cards.within(page_about, cards.of_matches(reading.whole(), [Match(here.pk)]))

    assert f'<p class="card-place">{place}</p>' in card.html


def test_who_works_in_two_regions_is_said_to_on_the_page_of_one():
    places = [make_authority(name=name, region=make_region(name=f"Region {name}")) for name in ("A", "B")]
    wide = make_partnership(places)

    [card] = cards.within("Region A", cards.of_matches(reading.whole(), [Match(wide.pk)]))

    assert card.html == html_of(wide)


@pytest.mark.parametrize(
    ("region", "shown"),
    [("East of England", "East\xa0of\xa0England"), ("Yorkshire and The Humber", "Yorkshire and The Humber")],
)
def test_no_line_breaks_within_the_short_name_of_a_region(region, shown):
    there = make_partnership([make_authority(name="Luton", region=make_region(name=region))])

    assert f"Luton, {shown}" in html_of(there)
