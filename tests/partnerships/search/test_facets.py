"""The list of partnerships: what is in it, in what order, and what each choice would show."""

import datetime

import pytest

from partnerships.search import text_index
from partnerships.search.facets import FACETS
from partnerships.search.results import PartnershipResults
from partnerships.vocabulary import MembershipRole, PublicationState, Stage
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_region,
    make_sector,
)

pytestmark = pytest.mark.django_db


def names(results):
    """Return the names of the partnerships found, in order, in which pages and files agree."""
    rows = list(results.partnerships)
    assert [match.pk for match in results.matches[:100]] == [row.pk for row in rows]
    return [row.name for row in rows]


def counts(results, name):
    """Return how many partnerships each value of the facet `name` would show, in order."""
    counted = next(counted for counted in results.facets if counted.facet.name == name)
    return [(value.value, value.count) for value in counted.values]


def make_one_of(name, value):
    """Make a partnership that has `value` of the facet `name`, and whatever row the value stands for."""
    if name == "region":
        return make_partnership([make_authority(region=make_region(slug=value))])
    if name == "authority":
        return make_partnership([make_authority(slug=value)])
    if name == "bridge":
        return make_partnership(bridge=make_bridge(slug=value))
    if name == "sector":
        return make_membership(organisation=make_organisation(sector=make_sector(slug=value))).partnership
    if name == "priority":
        partnership = make_partnership()
        partnership.stated_priorities.create(priority=make_priority(slug=value), wording="w")
        return partnership
    if name == "stage":
        return make_partnership(stage="" if value == "not-known" else value)
    return make_partnership(takes_new_members={"yes": True, "no": False, "not-known": None}[value])


def test_the_list_leaves_out_proposed_ones_and_drafts():
    make_partnership(name="Formed")
    make_partnership(name="Proposed", stage=Stage.PROPOSED)
    make_partnership(name="Draft", publication=PublicationState.DRAFT)

    assert names(PartnershipResults()) == ["Formed"]


CHOICES = [
    ("region", "one", "two"),
    ("authority", "one", "two"),
    ("bridge", "one", "two"),
    ("sector", "one", "two"),
    ("priority", "one", "two"),
    ("stage", "emerging", "not-known"),
    ("joining", "yes", "no"),
    ("joining", "yes", "not-known"),
]


@pytest.mark.parametrize(("name", "value", "other"), CHOICES)
def test_a_facet_narrows_the_list_to_one_value_and_values_of_one_facet_are_or(name, value, other):
    one, another = make_one_of(name, value), make_one_of(name, other)
    make_partnership(stage=Stage.DORMANT, takes_new_members=None if other == "no" else False)

    assert list(PartnershipResults(chosen={name: [value]}).partnerships) == [one]
    assert set(PartnershipResults(chosen={name: [value, other]}).partnerships) == {one, another}


def test_facets_are_and():
    make_partnership(name="A", stage=Stage.EMERGING, takes_new_members=True)
    make_partnership(name="B", stage=Stage.EMERGING)
    make_partnership(name="C", takes_new_members=True)

    assert names(PartnershipResults(chosen={"stage": ["emerging"], "joining": ["yes"]})) == ["A"]


def test_every_facet_counts_as_many_as_choosing_the_value_shows():
    for name, value, other in CHOICES[:6]:
        make_one_of(name, value)
        make_one_of(name, other)
    make_partnership(takes_new_members=True)

    counted = {
        (facet.facet.name, value.value): value.count for facet in PartnershipResults().facets for value in facet.values
    }

    assert {name for name, _ in counted} == {facet.name for facet in FACETS}
    shown = {key: PartnershipResults(chosen={key[0]: [key[1]]}).partnerships.count() for key in counted}
    assert counted == shown


def test_a_facet_counts_with_every_other_choice_but_its_own():
    north, south = make_region(slug="north", position=1), make_region(slug="south", position=2)
    make_partnership([make_authority(region=north)], stage=Stage.EMERGING)
    make_partnership([make_authority(region=south)], stage=Stage.EMERGING)
    make_partnership([make_authority(region=south)], stage=Stage.DORMANT)

    results = PartnershipResults(chosen={"region": ["north"], "stage": ["emerging"]})

    assert counts(results, "region") == [("north", 1), ("south", 1)]
    assert counts(results, "stage")[:2] == [("emerging", 1), ("established", 0)]


def test_a_facet_counts_what_holds_the_words():
    make_partnership(name="Leeds", stage=Stage.EMERGING)
    make_partnership(name="Hull", stage=Stage.EMERGING)
    text_index.rebuild()

    assert counts(PartnershipResults("leeds"), "stage")[0] == ("emerging", 1)


def test_a_partnership_of_many_is_counted_once_a_value():
    region = make_region(slug="north")
    partnership = make_partnership([make_authority(region=region) for _ in range(3)])
    sector, priority = make_sector(slug="schools"), make_priority(slug="voice")
    for number in range(2):
        make_membership(partnership=partnership, organisation=make_organisation(sector=sector))
        partnership.stated_priorities.create(priority=priority, wording=str(number))

    results = PartnershipResults(chosen={"priority": ["voice"], "sector": ["schools"]})

    assert names(results) == [partnership.name]
    assert [counts(results, name) for name in ("region", "sector", "priority")] == [
        [("north", 1)],
        [("schools", 1)],
        [("voice", 1)],
    ]


@pytest.mark.parametrize("fields", [{"until": "2019"}, {"role": MembershipRole.PROJECT}])
def test_sectors_of_who_left_or_only_joined_a_project_do_not_count(fields):
    make_membership(organisation=make_organisation(sector=make_sector(slug="schools")), **fields)

    results = PartnershipResults(chosen={"sector": ["schools"]})

    assert (names(results), counts(results, "sector")) == ([], [("schools", 0)])


def test_a_sector_is_of_the_same_membership_that_is_current():
    sector = make_sector(slug="schools")
    organisation = make_organisation(sector=sector)
    make_membership(organisation=organisation, partnership=make_partnership(name="Left"), until="2019")
    make_membership(organisation=organisation, partnership=make_partnership(name="Here"))

    results = PartnershipResults(chosen={"sector": ["schools"]})

    assert (names(results), counts(results, "sector")) == (["Here"], [("schools", 1)])


def test_a_proposed_partnership_is_counted_nowhere():
    proposed = make_partnership(stage=Stage.PROPOSED, takes_new_members=True)
    proposed.stated_priorities.create(priority=make_priority(), wording="w")
    make_membership(partnership=proposed)

    assert [value.count for counted in PartnershipResults().facets for value in counted.values if value.count] == []


def test_a_chosen_value_that_matches_nothing_is_still_listed():
    make_partnership([make_authority(slug="leeds")], stage=Stage.EMERGING)
    make_partnership([make_authority(slug="hull")], stage=Stage.DORMANT)

    results = PartnershipResults(chosen={"authority": ["leeds"], "stage": ["dormant"]})
    authorities = next(counted for counted in results.facets if counted.facet.name == "authority")

    assert [(value.value, value.count, value.is_dead_end) for value in authorities.chosen] == [("leeds", 0, False)]
    assert [value.value for value in authorities.open_to_choice] == ["hull"]


def test_proposed_ones_that_hold_the_words_are_told_apart():
    make_partnership(name="Leeds", stage=Stage.PROPOSED)
    make_partnership(name="Leeds too", stage=Stage.PROPOSED, publication=PublicationState.DRAFT)
    text_index.rebuild()

    results = PartnershipResults("leeds")

    assert (names(results), [row.name for row in results.also_proposed]) == ([], ["Leeds"])


def test_proposed_ones_are_not_told_without_words():
    make_partnership(stage=Stage.PROPOSED)

    assert list(PartnershipResults().also_proposed) == []


def test_what_would_be_left_without_a_choice_is_counted():
    make_partnership(name="Leeds", stage=Stage.EMERGING, takes_new_members=True)
    make_partnership(name="Hull", stage=Stage.DORMANT)
    text_index.rebuild()

    results = PartnershipResults("hull", {"stage": ["emerging"], "joining": ["yes"]})

    assert [results.count_without(name) for name in ("q", "stage", "joining", "region")] == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("sort", "order"),
    [("name", "ABCD"), ("checked", "CBAD"), ("members", "DABC"), ("region", "BACD"), ("relevance", "ABCD")],
)
def test_the_list_comes_in_the_order_asked_for(sort, order):
    north, middle, south = (make_region(position=position) for position in (1, 2, 3))
    checked = {"checked_by": "The partnership"}
    make_partnership([make_authority(region=middle)], name="A")
    make_partnership(
        [make_authority(region=south), make_authority(region=north)],
        name="B",
        checked_on=datetime.date(2026, 1, 1),
        **checked,
    )
    make_partnership([make_authority(region=south)], name="C", checked_on=datetime.date(2026, 2, 1), **checked)
    make_membership(partnership=make_partnership([make_authority(region=south)], name="D"))

    assert "".join(names(PartnershipResults(sort=sort))) == order


def test_the_best_match_comes_first():
    make_partnership(name="A", summary="Leeds")
    make_partnership(name="Leeds")
    text_index.rebuild()

    assert names(PartnershipResults("leeds")) == ["Leeds", "A"]


def test_the_nearest_come_first_with_their_distance():
    for name, easting in (("A", 430_000), ("B", 410_000)):
        make_partnership([make_authority(easting=easting, northing=400_000)], name=name)

    results = PartnershipResults(sort="distance", near=(400_000, 400_000))

    assert [(row.name, row.metres) for row in results.partnerships] == [("B", 10_000), ("A", 30_000)]


@pytest.mark.parametrize("number", [1, 3])
def test_every_facet_is_counted_without_asking_the_database(django_assert_num_queries, kept_snapshot, number):
    for _ in range(number):
        for name, value, other in CHOICES[5:]:
            make_one_of(name, value)
            make_one_of(name, other)
        make_membership()
    results = PartnershipResults(chosen={"stage": ["emerging"]}, snapshot=kept_snapshot())

    with django_assert_num_queries(0):
        assert len(results.facets) == len(FACETS)
