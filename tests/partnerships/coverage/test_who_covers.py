"""Who covers a place, who is near, and who is missing."""

import pytest

from partnerships.coverage import who_covers
from partnerships.models import LocalAuthority
from partnerships.publishing.entry_details import details_of
from partnerships.search.snapshot import keeping
from partnerships.vocabulary import PublicationState, Scope, Stage
from tests.area_parts import make_part
from tests.factories import (
    make_authority,
    make_partnership,
    make_region,
)

pytestmark = pytest.mark.django_db


def names(rows):
    return [row.name for row in rows]


def names_on(cards):
    return names(card.partnership for card in cards)


def surroundings_of(partnership):
    return who_covers.surroundings_of(keeping.current(), partnership, details_of(partnership).authorities)


def test_coverage_puts_the_smallest_area_first():
    dover, thanet = make_authority(name="Dover"), make_authority(name="Thanet")
    make_partnership([dover, thanet], name="All of it")
    make_partnership([dover], name="Only here")

    coverage = who_covers.coverage_of(dover)

    assert [reach.partnership.name for reach in coverage.reaches] == ["Only here", "All of it"]


def test_a_part_is_smaller_than_the_whole_and_comes_first():
    east_suffolk = make_authority(name="East Suffolk")
    make_partnership([east_suffolk], name="East Suffolk LCEP")
    make_partnership([east_suffolk], name="In words", scope=Scope.TOWN)
    make_part(make_partnership([east_suffolk], name="Lowestoft Rising"), east_suffolk, name="Lowestoft")

    coverage = who_covers.coverage_of(east_suffolk)

    in_order = [reach.partnership.name for reach in coverage.reaches]
    assert in_order == ["Lowestoft Rising", "In words", "East Suffolk LCEP"]
    # The one may work in what the other does.
    assert coverage.is_smallest_first is False


# What is known of the areas of two partnerships of Dover, the one told first named first.
BESIDE_EACH_OTHER = {
    "the same place": (({}, ""), ({}, ""), False),
    "one place more": (({}, ""), ({"is_wide": True}, ""), True),
    "a part and the whole": (({}, "CT16"), ({}, ""), True),
    "a part and more than the whole": (({}, "CT16"), ({"is_wide": True}, ""), True),
    "a part and a larger part": (({}, "CT16"), ({}, "CT16 CT17"), True),
    "a part and another": (({}, "CT16"), ({}, "CT17"), False),
    "the same part": (({}, "CT16"), ({}, "CT16"), False),
    "a town and the whole": (({"scope": Scope.TOWN}, ""), ({}, ""), True),
    "a part and a town": (({}, "CT16"), ({"scope": Scope.TOWN}, ""), False),
    "a place and what words tell more of": (({}, ""), ({"is_wide": True, "coverage_note": "East Kent."}, ""), False),
}


@pytest.mark.parametrize("case", BESIDE_EACH_OTHER)
def test_the_first_is_called_the_smallest_only_if_it_lies_within_the_others(case):
    dover, thanet = make_authority(name="Dover"), make_authority(name="Thanet")
    *areas, is_smallest = BESIDE_EACH_OTHER[case]
    for name, (fields, districts) in zip("AB", areas, strict=True):
        is_wide, fields = fields.get("is_wide", False), {key: fields[key] for key in fields if key != "is_wide"}
        partnership = make_partnership([dover, thanet] if is_wide else [dover], name=name, **fields)
        if districts:
            make_part(partnership, dover, name=f"Part of {name}", postcode_districts=districts)

    coverage = who_covers.coverage_of(dover)

    assert [reach.partnership.name for reach in coverage.reaches] == ["A", "B"]
    assert coverage.is_smallest_first is is_smallest


def test_coverage_keeps_proposed_and_ended_partnerships_apart():
    dover = make_authority()
    make_partnership([dover], name="At work", stage=Stage.EMERGING)
    make_partnership([dover], name="Suggested", stage=Stage.PROPOSED)
    make_partnership([dover], name="Closed", stage=Stage.ENDED)

    coverage = who_covers.coverage_of(dover)

    assert [reach.partnership.name for reach in coverage.reaches] == ["At work"]
    assert names(coverage.proposed) == ["Suggested"]
    assert names(coverage.ended) == ["Closed"]


def test_coverage_leaves_out_drafts():
    dover = make_authority()
    make_partnership([dover], name="Shown")
    make_partnership([dover], name="Draft", publication=PublicationState.DRAFT)

    coverage = who_covers.coverage_of(dover)

    assert [reach.partnership.name for reach in coverage.reaches] == ["Shown"]


@pytest.mark.parametrize(
    ("stage", "is_covered"), [("", True), (Stage.DORMANT, True), (Stage.PROPOSED, False), (Stage.ENDED, False)]
)
def test_a_place_is_covered_by_partnerships_that_are_formed_and_not_ended(stage, is_covered):
    dover = make_authority()
    make_partnership([dover], stage=stage)

    assert bool(who_covers.coverage_of(dover).reaches) is is_covered
    assert LocalAuthority.objects.covered().filter(pk=dover.pk).exists() is is_covered
    assert LocalAuthority.objects.uncovered().filter(pk=dover.pk).exists() is not is_covered


def test_a_partnership_of_one_authority_works_there_alone():
    leeds = make_authority(name="Leeds")
    make_partnership([leeds], scope=Scope.CITY)

    assert who_covers.coverage_of(leeds).reaches[0].sentence == "Works in Leeds alone."


def test_a_partnership_of_a_town_works_in_part_of_its_authority():
    east_suffolk = make_authority(name="East Suffolk")
    make_partnership([east_suffolk], scope=Scope.TOWN)

    assert who_covers.coverage_of(east_suffolk).reaches[0].sentence == "Works in part of East Suffolk."


def test_a_partnership_of_every_district_works_across_the_whole_county():
    exeter, torridge = (make_authority(name=name, county="Devon") for name in ("Exeter", "Torridge"))
    make_partnership([exeter, torridge])

    sentence = who_covers.coverage_of(exeter).reaches[0].sentence

    assert sentence == "Works across the whole of Devon, in all 2 of its districts."


def test_a_partnership_of_some_districts_names_the_county_it_works_in():
    exeter, torridge, _ = (make_authority(name=name, county="Devon") for name in ("Exeter", "Torridge", "Teignbridge"))
    make_partnership([exeter, torridge])

    sentence = who_covers.coverage_of(exeter).reaches[0].sentence

    assert sentence == "Works in Exeter and one other district of Devon."


def test_a_partnership_of_several_boroughs_says_how_many_others_there_are():
    camden, *others = (make_authority(name=name) for name in ("Camden", "Hackney", "Islington"))
    make_partnership([camden, *others])

    sentence = who_covers.coverage_of(camden).reaches[0].sentence

    assert sentence == "Works in Camden and 2 other local authorities."


def test_authorities_come_with_who_works_there_and_what_was_proposed():
    dover = make_authority(name="Dover")
    make_partnership([dover], name="At work")
    make_partnership([dover], name="Suggested", stage=Stage.PROPOSED)
    make_partnership([dover], name="Closed", stage=Stage.ENDED)
    make_partnership([dover], name="Draft", publication=PublicationState.DRAFT)

    [authority] = who_covers.with_who_covers(LocalAuthority.objects.all())

    assert names(authority.covering) == ["At work"]
    assert names(authority.proposals) == ["Suggested"]


def test_who_also_works_here_is_told_by_name_and_is_no_neighbour():
    region = make_region()
    here = make_authority(region=region, easting=400_000, northing=400_000)
    far = make_authority(region=region, easting=480_000, northing=400_000)
    near = make_authority(region=region, easting=401_000, northing=400_000)
    partnership = make_partnership([here], name="This one")
    make_partnership([near], name="Next door")
    make_partnership([here, far], name="Overlapping")
    make_partnership([here], name="Beside it")
    make_partnership([here], stage=Stage.PROPOSED)
    make_partnership([far], name="Far off")

    around = surroundings_of(partnership)

    assert [(card.partnership.name, card.partnership.metres) for card in around.here] == [
        ("Beside it", None),
        ("Overlapping", None),
    ]
    assert names_on(around.nearby) == ["Next door", "Far off"]


def test_who_works_in_another_part_of_the_same_authority_is_a_neighbour():
    here = make_authority(easting=400_000, northing=400_000)
    partnership, same, other, whole = (make_partnership([here], name=name) for name in ("A", "Same", "Other", "Whole"))
    for each, district in ((partnership, "AB1"), (same, "AB1"), (other, "AB2")):
        make_part(each, kind="town", name=f"Town of {each}", postcode_districts=district)

    around = surroundings_of(partnership)

    assert (names_on(around.here), names_on(around.nearby)) == (["Same", "Whole"], ["Other"])
    assert names_on(surroundings_of(whole).here) == ["A", "Other", "Same"]


def test_no_more_than_six_are_shown_that_also_work_here_but_all_are_counted():
    here = make_authority()
    partnership = make_partnership([here])
    for number in range(7):
        make_partnership([here], name=f"Number {number}")

    around = surroundings_of(partnership)

    assert (names_on(around.here), around.here_count) == ([f"Number {number}" for number in range(6)], 7)


def test_neighbours_are_other_partnerships_at_work_in_the_same_region():
    region = make_region()
    partnership = make_partnership([make_authority(region=region)])
    make_partnership([make_authority(region=region)], name="B")
    make_partnership([make_authority(region=region)], name="A")
    make_partnership([make_authority(region=region)], stage=Stage.PROPOSED)
    make_partnership([make_authority(region=region)], publication=PublicationState.DRAFT)
    make_partnership([make_authority()])

    around = surroundings_of(partnership)

    assert (around.here, names_on(around.nearby)) == ([], ["A", "B"])


def test_the_nearest_partnerships_do_not_cover_the_place_and_come_by_distance():
    here = make_authority(easting=400_000, northing=400_000)
    make_partnership([here], name="Covers it")
    make_partnership([make_authority(easting=450_000, northing=400_000)], name="Far off")
    make_partnership([make_authority(easting=403_000, northing=404_000)], name="Near")
    make_partnership([make_authority()], name="Nobody knows where")

    nearest = who_covers.nearest_to(here)

    assert [(card.partnership.name, card.partnership.metres) for card in nearest] == [
        ("Near", pytest.approx(5000)),
        ("Far off", pytest.approx(50_000)),
        ("Nobody knows where", None),
    ]


def test_a_place_on_no_map_has_the_partnerships_of_its_region_nearby():
    region = make_region()
    here = make_authority(region=region)
    make_partnership([make_authority(region=region)], name="Same region")
    make_partnership([make_authority()], name="Elsewhere")

    assert names_on(who_covers.nearest_to(here)) == ["Same region"]
