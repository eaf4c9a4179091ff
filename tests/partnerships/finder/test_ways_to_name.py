"""Places by every name people type: short forms, codes, long forms, slips, and names of more than one place."""

import pytest

from members.sheets.place_names import PlaceNames
from partnerships import finder
from partnerships.finder.answers import OutsideEngland
from partnerships.finder.results import Ambiguous, Elsewhere, Entry, Place
from partnerships.models import LocalAuthority
from tests.factories import make_authority, make_region
from tests.postcode_lists import LEEDS
from tests.schools import load_schools, school_row

pytestmark = pytest.mark.django_db

NAMES = {
    "E06000022": "Bath and North East Somerset",
    "E06000012": "North East Lincolnshire",
    "E06000013": "North Lincolnshire",
    "E07000146": "King's Lynn and West Norfolk",
    "E06000053": "Isles of Scilly",
    "E09000001": "City of London",
    "E08000025": "Birmingham",
    "E06000063": "Cumberland",
    LEEDS: "Leeds",
}


@pytest.fixture
def councils():
    """Some councils by GSS code, all in one region."""
    region = make_region(name="North East", gss_code="E12000001")
    return {code: make_authority(name=name, gss_code=code, region=region) for code, name in NAMES.items()}


def labels(choices):
    return [choice.label for choice in choices]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *(("Bath & NE Somerset", "E06000022"), ("Bath &amp; North East Somerset", "E06000022")),
        *(("NE Lincs", "E06000012"), ("N.E. Lincs", "E06000012"), ("N Lincs", "E06000013")),
        *((f"King{sign}s Lynn", "E07000146") for sign in "'’ʼ´′`‛＇"),
        *(("Council of the Isles of Scilly", "E06000053"), ("Corporation of London", "E09000001")),
        *(("E08000035", LEEDS), (" e08000035 ", LEEDS), ("E07000026", "E06000063")),
    ],
)
def test_a_council_is_known_by_every_name_in_use(councils, text, code):
    meaning = finder.resolve(text)

    assert isinstance(meaning, Place) and meaning.sole_authority == councils[code]


@pytest.mark.parametrize("text", ["Bath & NE Somerset", "Kingʼs Lynn", "E08000035"])
def test_sheets_know_them_too(councils, text):
    names = PlaceNames(list(LocalAuthority.objects.select_related("region")), takes_many=False)

    assert names.called(text) == finder.resolve(text).sole_authority


def test_a_region_is_known_by_its_code(councils):
    meaning = finder.resolve("E12000001")

    assert isinstance(meaning, Entry) and meaning.name == "North East"


def test_middlesex_is_the_councils_its_area_is_in():
    for code, name in [("E09000003", "Barnet"), ("E07000213", "Spelthorne")]:
        make_authority(name=name, gss_code=code)

    meaning = finder.resolve("Middlesex")

    assert [str(authority) for authority in meaning.authorities] == ["Barnet", "Spelthorne"]
    assert finder.answer("Middlesex").lede.startswith("Middlesex had a council of its own until 1 April 1965.")


class TestSlips:
    """A name that is almost a place's."""

    def test_one_that_can_be_one_place_only_is_answered_and_told(self, councils):
        meaning = finder.resolve("Birmingam")

        assert (meaning.sole_authority, meaning.is_guessed) == (councils["E08000025"], True)
        assert meaning.notes == ("Showing Birmingham. We know no place called “Birmingam”.",)

    def test_a_sheet_asks_before_it_takes_one(self, councils):
        names = PlaceNames(list(LocalAuthority.objects.select_related("region")), takes_many=False)

        assert (names.called("Birmingam"), names.hint("Birmingam")) == (None, "Did you mean Birmingham?")

    def test_one_that_may_be_several_is_asked_about(self, councils):
        make_authority(name="Bolton", gss_code="E08000001")
        make_authority(name="Boston", gss_code="E07000136")

        meaning = finder.resolve("Bokton")

        assert {"Bolton", "Boston"} <= set(labels(meaning.choices))


class TestWiderThanARegion:
    """England, the North and the like."""

    @pytest.fixture(autouse=True)
    def regions(self):
        for name in ["North East", "North West", "Yorkshire and The Humber", "South West", "East Midlands"]:
            make_region(name=name)

    @pytest.mark.parametrize(
        ("text", "there"),
        [
            ("England", {"North East", "North West", "Yorkshire and The Humber", "South West", "East Midlands"}),
            ("the North", {"North East", "North West", "Yorkshire and The Humber"}),
            ("north of England", {"North East", "North West", "Yorkshire and The Humber"}),
            ("the South", {"South West"}),
            ("Midlands", {"East Midlands"}),
        ],
    )
    def test_it_is_asked_which_part_is_meant(self, text, there):
        meaning = finder.resolve(text)

        assert isinstance(meaning, Ambiguous) and set(labels(meaning.choices)) == there
        assert meaning.question == "Which part of England do you mean?"


class TestSeveralOfTheName:
    """Names that more than one place has."""

    def test_a_name_that_only_begins_those_of_towns_is_asked_about(self):
        make_authority(name="Teignbridge", gss_code="E07000045")
        make_authority(name="St. Helens", gss_code="E08000013")

        meaning = finder.resolve("Newton")

        assert isinstance(meaning, Ambiguous)
        assert {"Newton Abbot, Teignbridge", "Newton-le-Willows, St. Helens"} <= set(labels(meaning.choices))

    def test_so_is_a_town_if_larger_ones_begin_so(self):
        make_authority(name="North East Lincolnshire", gss_code="E06000012")
        make_authority(name="Epping Forest", gss_code="E07000072")

        meaning = finder.resolve("Waltham")

        assert isinstance(meaning, Ambiguous)
        assert {"Waltham, North East Lincolnshire", "Waltham Abbey, Epping Forest"} <= set(labels(meaning.choices))

    def test_a_place_behind_a_comma_where_it_is_not_is_asked_about(self, councils):
        for name in ["Ashford", "Swale"]:
            make_authority(name=name, county="Kent")

        meaning = finder.resolve("Leeds, Kent")

        assert (meaning.question, meaning.hint) == (
            "Which place do you mean?",
            "Our sources know no Leeds in “Kent”.",
        )
        assert [choice.query for choice in meaning.choices] == ["Leeds", "Kent"]

    def test_other_words_behind_a_comma_are_told_of(self, councils):
        meaning = finder.resolve("Leeds, near the station")

        assert isinstance(meaning, Ambiguous)
        assert (meaning.left_out, labels(meaning.choices)) == (
            "near the station",
            ["Leeds, a council area in the North East"],
        )

    def test_a_small_place_abroad_does_not_come_before_schools_of_its_name(self):
        load_schools(school_row(name="Hillside Infant School", town="Northwood", postcode="HA6 1RX"))

        meaning = finder.resolve("Hillside")

        assert isinstance(meaning, Ambiguous)
        assert labels(meaning.choices) == ["Hillside Infant School, Northwood HA6 1RX", "Hillside, Scotland"]
        assert isinstance(finder.resolve("Hillside, Scotland"), Elsewhere)

    def test_a_large_one_does(self):
        load_schools(school_row(name="Cardiff Primary School", town="Leeds", postcode="LS1 3AB"))

        assert isinstance(finder.resolve("Cardiff"), Elsewhere)


@pytest.mark.parametrize(("text", "has_border"), [("Wales", True), ("Jersey", False), ("Belfast", False)])
def test_only_nations_that_border_on_england_are_told_of_partnerships_beyond(text, has_border):
    answer = finder.answer(text)

    assert (type(answer), answer.has_border) == (OutsideEngland, has_border)
