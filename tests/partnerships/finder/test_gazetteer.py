"""Names of places: which place is meant, and what was meant by a misspelt one."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from partnerships.finder.gazetteer import Gazetteer, is_ambiguous
from partnerships.finder.names import SOURCES
from partnerships.geography.place_names import FOLDER, PlaceKind, bare_key, fixed_places, key_of, partnership_key
from partnerships.vocabulary import NameKind, PublicationState
from tests.factories import make_authority, make_bridge, make_partnership, make_region

NATIONS = set("WSNLM")


def gazetteer_of_today():
    """Return all names there are."""
    return Gazetteer(name for source in SOURCES for name in source.lists())


def called(gazetteer, text):
    """Return kind and name of each place called `text`, the likeliest first."""
    return [(place.kind.name.lower(), place.name) for place in gazetteer.find(text)]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("St. Helens", "st helens"),
        ("St Helens", "SAINT HELENS"),
        ("King's Lynn", "kings lynn"),
        ("King’s Lynn", "Kings  Lynn"),
        ("Stoke-on-Trent", "stoke on trent"),
        ("Hammersmith & Fulham", "Hammersmith and Fulham"),
        ("Brontë", "bronte"),
    ],
)
def test_names_are_the_same_however_they_are_written(name, other):
    assert key_of(name) == key_of(other)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Leeds City Council", "leeds"),
        ("Royal Borough of Greenwich", "greenwich"),
        ("London Borough of Camden", "camden"),
        ("Kent County Council", "kent"),
        ("Metropolitan Borough of Wirral", "wirral"),
        ("The Wrekin", "wrekin"),
        ("Cambridge, UK", "cambridge"),
        ("City of London", "london"),
        ("Council", ""),
    ],
)
def test_words_for_a_council_can_be_left_out(text, key):
    assert bare_key(text) == key


@pytest.mark.parametrize("text", ["Leeds LCEP", "Leeds CEP", "Leeds Cultural Education Partnership"])
def test_a_partnership_has_one_key_for_its_long_and_short_names(text):
    assert partnership_key(text) == partnership_key("Leeds Local Cultural Education Partnership") == "leeds lcep"


def test_the_files_name_only_authorities_and_nations_there_are():
    lines = (FOLDER / "directory" / "authorities.tsv").read_text(encoding="utf-8").splitlines()
    known = {cell for line in lines for cell in line.split("\t")}

    areas = {area for place in fixed_places() for area in place.areas}

    assert {area for area in areas if area not in known and area not in NATIONS and not area.startswith("E12")} == set()


@pytest.mark.parametrize(
    ("name", "code"),
    [("Whitby", "E06000065"), ("Hugh Town", "E06000053"), ("Keswick", "E06000063"), ("Brixton", "E09000022")],
)
def test_towns_lie_in_the_authority_around_them(name, code):
    assert code in {place.areas[0] for place in fixed_places() if place.name == name}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Carlisle", ("E06000063",)),
        ("Harrogate", ("E06000065",)),
        ("Mendip", ("E06000066",)),
        ("Kettering", ("E06000061",)),
        ("Cumbria", ("E06000063", "E06000064")),
        ("Northamptonshire", ("E06000061", "E06000062")),
    ],
)
def test_an_old_council_leads_to_those_of_today(name, codes):
    [former] = [place for place in fixed_places() if place.name == name and place.kind == PlaceKind.FORMER]

    assert former.areas == codes


@pytest.mark.django_db
class TestFind:
    """What a name is the name of."""

    def test_an_authority_a_county_a_region_and_a_bridge_organisation_are_found(self):
        region = make_region(name="North East", gss_code="E12000001")
        make_authority(
            name="Ashby", county="Ashshire", region=region, bridge=make_bridge(name="CapeUK", other_names="IVE")
        )
        gazetteer = gazetteer_of_today()

        assert called(gazetteer, "ashby district council") == [("authority", "Ashby")]
        assert called(gazetteer, "Ashshire County Council") == [("county", "Ashshire")]
        assert called(gazetteer, "north east region") == [("region", "North East")]
        assert called(gazetteer, "ive") == [("bridge", "IVE")]

    def test_a_published_partnership_is_found_by_each_of_its_names(self):
        make_partnership(name="Leeds33").names.create(name="Leeds Cultural Education Partnership", kind=NameKind.FORMER)
        make_partnership(name="Unfinished", publication=PublicationState.DRAFT)
        gazetteer = gazetteer_of_today()

        assert called(gazetteer, "leeds33") == [("partnership", "Leeds33")]
        assert called(gazetteer, "Leeds CEP") == [("partnership", "Leeds Cultural Education Partnership")]
        assert called(gazetteer, "Unfinished") == []

    def test_a_town_in_the_authority_of_its_name_is_not_named_twice(self):
        make_authority(name="Leeds", gss_code="E08000035")

        assert called(gazetteer_of_today(), "Leeds") == [("authority", "Leeds")]

    def test_a_town_is_told_from_its_namesakes_by_where_it_is(self):
        make_authority(name="Isle of Wight", gss_code="E06000046")
        gazetteer = gazetteer_of_today()

        assert len(gazetteer.find("Newport")) > 2
        assert [place.areas for place in gazetteer.find("Newport, Isle of Wight")] == [("E06000046",)]
        assert [place.areas for place in gazetteer.find("newport, wales")] == [("W",)]

    def test_what_follows_a_comma_and_says_nothing_is_passed_over(self):
        assert called(gazetteer_of_today(), "Whitby, YO22 by the sea") == [("town", "Whitby")]

    @pytest.mark.parametrize(
        ("text", "ambiguous"), [("Newport", True), ("Gillingham", True), ("Washington", False), ("Whitby", False)]
    )
    def test_only_names_of_several_places_of_note_leave_a_choice(self, text, ambiguous):
        places = gazetteer_of_today().find(text)

        assert is_ambiguous(places, text) is ambiguous

    def test_an_authority_is_meant_before_a_village_of_its_name(self):
        make_authority(name="Preston", gss_code="E07000123")
        places = gazetteer_of_today().find("Preston")

        assert (places[0].kind, len(places) > 1, is_ambiguous(places, "Preston")) == (PlaceKind.AUTHORITY, True, False)

    def test_half_the_name_of_an_authority_leaves_a_choice(self):
        make_authority(name="Newcastle upon Tyne", gss_code="E08000021")
        make_authority(name="Newcastle-under-Lyme", gss_code="E07000195")

        assert is_ambiguous(gazetteer_of_today().find("Newcastle"), "Newcastle")

    def test_names_are_read_in_as_many_queries_however_many_there_are(self, django_assert_num_queries):
        for _ in range(3):
            make_partnership().names.create(name="Other", kind=NameKind.ALSO)

        with django_assert_num_queries(6):
            gazetteer_of_today().find("Other")


@pytest.mark.django_db
class TestSimilar:
    """What somebody who misspells may have meant."""

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Brimingham", "Birmingham"),
            ("Notingham", "Nottingham"),
            ("Harogate", "Harrogate"),
            ("Shefield", "Sheffield"),
            ("Wolverhamton", "Wolverhampton"),
            ("Berwick on Tweed", "Berwick-upon-Tweed"),
            ("Scarboro", "Scarborough"),
            ("St Marys Primary School Whitby", "Whitby"),
        ],
    )
    def test_the_name_that_was_meant_comes_first(self, text, name):
        assert gazetteer_of_today().similar(text)[0] == name

    @pytest.mark.parametrize("text", ["", "?", "x", "qqqqqq", "北京"])
    def test_what_is_like_nothing_has_no_suggestions(self, text):
        assert gazetteer_of_today().similar(text) == []

    def test_no_more_than_five_are_suggested(self):
        assert len(gazetteer_of_today().similar("Newton")) <= 5


ORDERED = """
import django
django.setup()
from partnerships.finder.gazetteer import Gazetteer
from partnerships.geography.outline_geometry import geojson_of
names = Gazetteer([])
print([names.find(text) for text in ("newcastle", "sutton", "whitchurch", "preston")])
print([names.similar(text) for text in ("newton", "brimingham", "little snoring village hall")])
print(geojson_of(frozenset(["E06000063", "E06000064", "E06000065", "E06000046", "E08000035"])))
"""


def test_no_order_depends_on_the_seed_of_hashes():
    outputs = {
        subprocess.run(
            [sys.executable, "-c", ORDERED],
            cwd=settings.BASE_DIR,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(outputs) == 1


@pytest.mark.django_db
def test_no_two_names_have_the_same_rank():
    for town in ("Bath", "Bolton"):
        make_partnership(name=f"{town} Cultural Education Partnership").names.create(name="BCEP", kind=NameKind.SHORT)
    names = [*gazetteer_of_today().names, *fixed_places()]

    ranks = [name.rank for name in names]

    assert len(set(ranks)) == len(set(names))
