"""What is no place of ours, or another than it looks like: abroad, of old, or but for some letters."""

import pytest

from partnerships import finder
from partnerships.finder.results import Ambiguous, Nowhere, Place
from partnerships.finder.slips import letters_between
from tests.councils import councils_of_file
from tests.factories import make_bridge, make_partnership
from tests.reading import words_of
from tests.schools import load_schools, school_row

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def councils(prepared_data):
    """All local authorities of the committed data, and a Bridge Organisation that is called AND."""
    with prepared_data():
        make_bridge(name="A New Direction", other_names="AND")
        yield councils_of_file()


def queries(meaning):
    return [choice.query for choice in meaning.choices]


ABROAD = {
    "Washington DC": ("Washington", "DC"),
    "washington dc": ("Washington", "DC"),
    "Washington D.C.": ("Washington", "DC"),
    "Washington (DC)": ("Washington", "DC"),
    "Washington, D.C.": ("Washington", "D.C."),
    "Cambridge MA": ("Cambridge", "MA"),
    "Cambridge, MA": ("Cambridge", "MA"),
    "Worcester MA": ("Worcester", "MA"),
    "Durham NC": ("Durham", "NC"),
    "Leeds and Nowhereville": ("Leeds", "Nowhereville"),
    "Nowhereville and Leeds": ("Leeds", "Nowhereville"),
    "Leeds or Paris": ("Leeds", "Paris"),
    "Leeds & Paris": ("Leeds", "Paris"),
    "Leeds / Paris": ("Leeds", "Paris"),
}


@pytest.mark.parametrize("text", ABROAD)
def test_what_is_not_known_beside_a_place_is_named_without_a_comma_too(text):
    name, unknown = ABROAD[text]

    answer = finder.answer(text)

    assert answer.heading == f"Do you mean {name} in England?"
    assert answer.lede == f"We know {name} in England, but not “{unknown}”."
    assert [choice.query.partition(",")[0] for choice in answer.choices] == [name]


def test_so_it_is_for_programs_and_in_the_form(client):
    found = client.get("/api/v1/find/", {"q": "Washington DC"}).json()

    assert (found["kind"], found["heading"]) == ("choice", "Do you mean Washington in England?")


@pytest.mark.parametrize("text", ["Horsham DC", "Boston DC", "Leeds MBC", "Leeds UK"])
def test_words_for_a_council_or_its_country_stay_that(text):
    assert isinstance(finder.resolve(text), Place)


RIDINGS = {
    "West Riding": "West Yorkshire",
    "West Riding of Yorkshire": "West Yorkshire",
    "North Riding": "North Yorkshire",
    "North Riding of Yorkshire": "North Yorkshire",
}


@pytest.mark.parametrize("text", RIDINGS)
def test_a_riding_of_old_asks_for_the_county_of_its_name(text):
    meaning = finder.resolve(text)

    assert isinstance(meaning, Nowhere) and RIDINGS[text] in queries(meaning)
    assert not any("East" in query for query in queries(meaning))


@pytest.mark.parametrize("text", ["East Riding", "East Riding of Yorkshire"])
def test_the_riding_that_there_is_stays_that(text):
    assert str(finder.resolve(text)) == "East Riding of Yorkshire"


@pytest.mark.parametrize("text", ["North Sussex", "North Midlands", "South Yorkshir East", "East Yorkshir West"])
def test_another_point_of_the_compass_is_no_slip(text):
    meaning = finder.resolve(text)

    assert not isinstance(meaning, Place)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("Lpool", "Liverpool"), ("L'pool", "Liverpool"), ("L’pool", "Liverpool"), ("B'ham", "Birmingham")),
        *(("Nottm", "Nottingham"), ("Soton", "Southampton"), ("Mcr", "Manchester"), ("Middx", "Middlesex")),
    ],
)
def test_short_forms_are_read(text, name):
    meaning = finder.resolve(text)

    assert isinstance(meaning, Place) and (meaning.name, meaning.is_guessed) == (name, False)


@pytest.mark.parametrize(
    ("text", "name"), [("Salem", "Sale"), ("Exetr", "Exeter"), ("Bristl", "Bristol"), ("Yorke", "York")]
)
def test_a_short_name_with_a_slip_is_offered_and_never_decided(text, name):
    meaning = finder.resolve(text)

    assert isinstance(meaning, Nowhere) and name in queries(meaning)


@pytest.mark.parametrize("text", ["Headingley", "Hay-on-Wye", "Hay-on-Wye, Powys"])
def test_what_only_resembles_it_is_not_offered(text):
    assert finder.resolve(text).choices == []


@pytest.mark.parametrize(
    ("key", "other", "number"), [("york", "yrok", 0), ("headingley", "haringey", 3), ("", "ab", 2)]
)
def test_letters_between_two_keys(key, other, number):
    assert letters_between(key, other) == letters_between(other, key) == number


@pytest.mark.parametrize("text", ["Ireland", "Republic of Ireland", "the Netherlands", "USA", "France"])
def test_a_country_is_outside_the_united_kingdom_and_no_school(text):
    load_schools(school_row("Ireland Wood Primary School"), school_row("France Hill School"))

    meaning = finder.resolve(text)

    assert isinstance(meaning, Nowhere) and meaning.choices == []
    assert meaning.error.startswith(f"“{text}” is outside the United Kingdom.")


def test_and_in_small_letters_is_no_organisation():
    offered = {
        query for text in ("and", "Leeds and Xyzzy", "Xyzzy and Zzyzx") for query in queries(finder.resolve(text))
    }

    assert "AND" not in offered
    assert finder.resolve("AND").name == "A New Direction"


def test_a_partnership_of_its_name_comes_before_a_country():
    make_partnership(name="Europe")

    assert not isinstance(finder.resolve("Europe"), Nowhere)


@pytest.mark.parametrize("text", ["Deptford", "Clapham"])
def test_beside_what_may_not_be_meant_a_postcode_is_surest(client, text):
    load_schools(school_row("Deptford Green School"), school_row("Deptford Park Primary School"))

    assert isinstance(finder.resolve(text), Ambiguous)
    page = words_of(client.get("/find/", {"q": text}))
    assert "Our places do not hold every district of a city: a postcode is surest." in page
