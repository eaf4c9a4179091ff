"""Whom to ask in a place today."""

import pytest

from partnerships.coverage import support_today, who_covers
from partnerships.coverage.support_today import Support, support_in
from partnerships.models import LocalAuthority
from partnerships.vocabulary import PublicationState, SupportAnswer
from tests.factories import make_authority, make_bridge, make_region
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db

NO, NOT_KNOWN, NOBODY = SupportAnswer.NO, SupportAnswer.NOT_KNOWN, SupportAnswer.NOBODY


@pytest.fixture
def north():
    return make_region(name="North")


@pytest.fixture
def leeds(north):
    return make_authority(name="Leeds", region=north)


def named(rows):
    return [row.name for row in rows]


def test_those_who_speak_of_a_place_are_told_by_what_they_say(north, leeds):
    make_present_support([north], name="Curious Minds")
    make_present_support(authorities=[leeds], name="Perhaps", answer=NOT_KNOWN)
    make_present_support([north], name="No more", answer=NO)
    make_present_support([make_region()], name="Elsewhere")
    make_present_support([north], name="A draft", publication=PublicationState.DRAFT)

    support = support_in([leeds.gss_code])

    assert (named(support.given), named(support.others), named(support.ended)) == (
        ["Curious Minds"],
        ["Perhaps"],
        ["No more"],
    )


def test_who_covers_most_of_a_place_comes_first_then_who_covers_little_else(north, leeds):
    hull = make_authority(region=north)
    make_present_support(authorities=[leeds], name="A, part of it")
    make_present_support(is_national=True, name="B, everywhere")
    make_present_support([north], name="C, just there")
    make_authority()

    assert support_in([leeds.gss_code, hull.gss_code]).names == ["C, just there", "B, everywhere", "A, part of it"]


def test_what_is_said_of_all_england_is_left_out_of_places_unless_it_is_support(leeds):
    make_present_support(is_national=True, name="Perhaps", answer=NOT_KNOWN)

    assert support_in([leeds.gss_code]) == Support()
    assert named(support_today.support_for_all().others) == ["Perhaps"]


def test_that_nobody_was_found_is_told_only_while_nobody_is(north, leeds):
    make_present_support([north], answer=NOBODY, what="We looked.")
    before = support_in([leeds.gss_code])

    make_present_support([north], name="Somebody")

    assert [note.what for note in before.notes] == ["We looked."]
    assert support_in([leeds.gss_code]).notes == []


def test_a_region_has_what_is_said_of_any_part_of_it(north, leeds):
    make_authority(region=north)
    make_present_support(authorities=[leeds], name="Part of it")

    assert support_today.support_in_region(north).names == ["Part of it"]


def test_regions_come_in_their_order_and_name_what_came_before(north, leeds):
    south = make_authority().region
    both = make_present_support([north, south])

    parts = [(part.region, both.pk in part.earlier) for part in support_today.by_region()]

    assert parts == [(north, False), (south, True)]


def test_a_bridge_has_what_is_said_of_it(leeds):
    bridge = make_bridge()
    make_present_support(authorities=[leeds], bridge=bridge, name="Theirs")
    make_present_support(authorities=[leeds], name="Another's")

    own, there = support_today.support_by(bridge, [leeds.gss_code])

    assert (own.names, there.names) == (["Theirs"], ["Another's", "Theirs"])


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_of_a_place_knows_who_supports_partnerships_there_now():
    north = make_authority(name="Leeds").region
    leeds = LocalAuthority.objects.select_related("region", "bridge").get()
    before = who_covers.kept_coverage_of(leeds).support.names

    make_present_support([north], name="Curious Minds")

    assert (before, who_covers.kept_coverage_of(leeds).support.names) == ([], ["Curious Minds"])


@pytest.mark.parametrize("number", [1, 3])
def test_it_takes_as_many_queries_for_any_number(leeds, django_assert_num_queries, number):
    for _ in range(number):
        make_present_support([make_region()], [leeds, make_authority()])

    with django_assert_num_queries(4):
        support_in([leeds.gss_code])


def test_support_in_a_part_of_an_area_is_told_from_support_in_all_of_it(north, leeds):
    hull = make_authority(region=north)
    make_present_support(authorities=[leeds], name="Of Leeds")

    assert support_in([leeds.gss_code]).is_everywhere
    assert not support_in([leeds.gss_code, hull.gss_code]).is_everywhere

    make_present_support(authorities=[hull], name="Of Hull")

    assert support_in([leeds.gss_code, hull.gss_code]).is_everywhere


def test_who_gives_support_in_two_rows_reaches_as_far_as_both_and_others_reach_as_far_as_they_do(north, leeds):
    bridge, hull = make_bridge(name="Arch"), make_authority(region=north)
    make_present_support(authorities=[leeds], name="Arch West", bridge=bridge)
    make_present_support(authorities=[hull], name="Arch East", bridge=bridge)
    make_present_support(authorities=[hull], name="Of Hull")

    support = support_in([leeds.gss_code, hull.gss_code])

    reaches = {given.row.name: given.is_in_part for given in support.reaches}
    assert reaches == {"Arch West": False, "Arch East": False, "Of Hull": True}
    assert support.given_by(bridge) in support.reaches and support.given_by(make_bridge()) is None


def test_the_support_in_the_area_of_every_bridge_is_that_of_its_authorities(north):
    ours, theirs = make_bridge(), make_bridge()
    make_authority(region=north, bridge=ours)
    make_authority(bridge=theirs)
    make_present_support([north], name="Curious Minds")

    found = support_today.support_of_bridges()

    assert {key: support.names for key, support in found.items()} == {ours.pk: ["Curious Minds"], theirs.pk: []}
