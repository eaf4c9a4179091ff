"""Names written as they are said, slips that may be several places, and namesakes."""

import pytest

from partnerships import finder
from partnerships.finder.results import Ambiguous, Nowhere, Place
from partnerships.finder.sounds import sound_of
from tests.councils import councils_of_file
from tests.reading import words_of
from tests.schools import load_schools, school_row

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def councils(prepared_data):
    """All local authorities of the committed data."""
    with prepared_data():
        yield councils_of_file()


def queries(meaning):
    return [choice.query for choice in meaning.choices]


SAID = {
    "Lester": "Leicester",
    "Wooster": "Worcester",
    "Glosta": "Gloucester",
    "Norridge": "Norwich",
    "Solsbury": "Salisbury",
    "Warrick": "Warwick",
    "Grenitch": "Greenwich",
    "Bister": "Bicester",
    "Kulchester": "Colchester",
    "Middlesboro": "Middlesbrough",
}


@pytest.mark.parametrize("text", SAID)
def test_a_name_written_as_it_is_said_is_asked_about(text):
    meaning = finder.resolve(text)

    assert isinstance(meaning, Nowhere) and SAID[text] in queries(meaning)


def test_a_slip_with_two_near_names_is_no_answer():
    assert {"Alcester", "Leicester"} <= set(queries(finder.resolve("Lester")))


@pytest.mark.parametrize(
    ("text", "name"),
    [("Birmingam", "Birmingham"), ("Manchestr", "Manchester"), ("Sheffeild", "Sheffield"), ("Liverpol", "Liverpool")],
)
def test_a_slip_with_one_is(text, name):
    meaning = finder.resolve(text)

    assert isinstance(meaning, Place) and (meaning.name, meaning.is_guessed) == (name, True)


def test_a_place_that_sounds_so_stands_beside_a_school_that_may_not_be_meant():
    load_schools(school_row("Haberdashers' Abraham Darby", town="Telford", postcode="TF7 5HX"))

    meaning = finder.resolve("Darby")

    assert meaning.question == "Is “Darby” one of these?"
    assert queries(meaning)[1] == "Derby"


@pytest.mark.parametrize(
    ("name", "said"),
    [("leicester", "lester"), ("norwich", "norridge"), ("berwick", "berrick"), ("hertford", "hartford")],
)
def test_what_sounds_the_same_has_one_sound(name, said):
    assert sound_of(name) == sound_of(said) != ""


@pytest.mark.parametrize("name", ["", "a", "rye"])
def test_what_is_very_short_has_none(name):
    assert sound_of(name) == ""


@pytest.mark.parametrize("text", [*"BEGLMNSW", *map(str.lower, "BEGL"), " L ", "LS", "AL", "ST", "st"])
def test_the_letters_of_a_postcode_alone_ask_for_more_of_it(text):
    load_schools(
        *(
            school_row(name)
            for name in ("R L Hughes School", "Willenhall E-ACT Academy", "Al-Noor School", "St B/S School")
        )
    )

    meaning = finder.resolve(text)

    assert meaning == Nowhere(f"Enter more of the postcode than “{text.strip()}”, for example LS1 3AB", [])


NAMESAKES = {
    "Washington": "Washington, Horsham",
    "Ripley": "Ripley, Guildford",
    "Ashford": "Ashford, Spelthorne",
}


@pytest.mark.parametrize("text", NAMESAKES)
def test_of_a_place_that_is_likely_its_namesakes_are_told_before_the_answer(client, text):
    page = client.get("/find/", {"q": text})

    assert finder.answer(text).namesakes == NAMESAKES[text]
    assert f"There is also {NAMESAKES[text]}" in words_of(page)
    assert '<a href="#others">' in page.content.decode()


def test_where_another_of_the_name_has_no_population_it_is_asked():
    meaning = finder.resolve("Bradwell")

    assert isinstance(meaning, Ambiguous)
    assert queries(meaning) == ["Bradwell, Great Yarmouth", "Bradwell, Milton Keynes"]


@pytest.mark.parametrize("text", ["Leeds", "Bradford", "Washington, Horsham"])
def test_others_that_only_begin_so_are_no_namesakes(text):
    assert finder.answer(text).namesakes == ""
