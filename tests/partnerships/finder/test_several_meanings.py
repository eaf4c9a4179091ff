"""What the finder tells of a text that names several places, and of two postcodes."""

import pytest

from partnerships import finder
from partnerships.finder.answers import Covered, WhichOne
from partnerships.finder.results import Ambiguous
from partnerships.finder.several import names_in
from partnerships.geography.postcodes import all_within
from tests.councils import councils_of_file
from tests.factories import make_partnership
from tests.postcode_lists import make_postcode
from tests.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def councils(prepared_data):
    """Some councils, three of them with partnerships, and a postcode in each of two."""
    with prepared_data():
        names = ("Lambeth", "Southwark", "Camden", "Leeds", "York", "Birmingham", "Manchester", "Barnet", "Bolton")
        made = councils_of_file(*names)
        for name in ("Lambeth", "Southwark", "Leeds"):
            make_partnership([made[name]], name=f"{name} Arts")
        make_postcode("LS1 3AB", "E08000035", 430_000, 433_000)
        make_postcode("YO1 7HH", "E06000014", 460_000, 452_000)
        make_postcode("BL1 1AA", "E08000001", 371_000, 409_000)
        yield made


NAMES = {
    "LS1 3AB or YO1 7HH": ["LS1 3AB", "YO1 7HH"],
    "LS1 3AB YO1 7HH": ["LS1 3AB", "YO1 7HH"],
    "ls13ab / yo17hh": ["LS1 3AB", "YO1 7HH"],
    "LSI 3AB or YO1 7HH": ["LSI 3AB", "YO1 7HH"],
    "LS1 YO1": ["LS1", "YO1"],
    "12 High St LS1 3AB and 4 Low Rd YO1 7HH": ["LS1 3AB", "YO1 7HH"],
    "12 High St, LS1 3AB, 4 Low Rd, YO1 7HH": ["LS1 3AB", "YO1 7HH"],
    "LS1 3AB, XX1 1XX": ["LS1 3AB", "XX1 1XX"],
    "LS1 3AB, BFPO 1": ["LS1 3AB", "BFPO 1"],
    "Camden, LS1 3AB": ["LS1 3AB", "Camden"],
    "Leeds, YO1": ["Leeds", "YO1"],
    "Lambeth or Southwark": ["Lambeth", "Southwark"],
    "Lambeth - Southwark": ["Lambeth", "Southwark"],
    "Lambeth | Southwark": ["Lambeth", "Southwark"],
    "Lambeth • Southwark": ["Lambeth", "Southwark"],
    "Lambeth, Birmingam": ["Lambeth", "Birmingam"],
    "Birmingam, Manchestr": ["Birmingam", "Manchestr"],
    "Lambeth, Lambeth": ["Lambeth"],
    # One place each.
    "LS1, 3AB": ["LS1, 3AB"],
    "12 High Street, Leeds, LS1 3AB": ["12 High Street, Leeds, LS1 3AB"],
    "Mill Hill, Bolton, BL1 1AA": ["Mill Hill, Bolton, BL1 1AA"],
    "Leeds LS1 3AB": ["Leeds LS1 3AB"],
    "Lambeth, Nowhereville": ["Lambeth, Nowhereville"],
    "Lambeth and Nowhereville": ["Lambeth and Nowhereville"],
}


@pytest.mark.parametrize("text", NAMES)
def test_the_names_in_it(text):
    assert names_in(text) == NAMES[text]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("LS1 3AB, LS1 3AB", ["LS1 3AB"]),
        ("LS1 3AB", ["LS1 3AB"]),
        ("LS13AB", ["LS1 3AB"]),
        ("E1 W1", ["E1", "W1"]),
        ("LS1 3, YO1", ["LS1 3", "YO1"]),
        ("the M1 and the M62 near LS1 3AB", ["LS1 3AB"]),
        ("Leeds", []),
    ],
)
def test_the_postcodes_in_it(text, codes):
    assert all_within(text) == codes


def test_each_of_several_has_its_answer_and_leads_to_all_of_it(client):
    answer = finder.answer("Lambeth, Southwark and Camden")
    page = client.get("/find/", {"q": "Lambeth, Southwark and Camden"})

    assert (type(answer), answer.heading) == (WhichOne, "You named 3 places")
    assert [(choice.label, choice.query) for choice in answer.choices] == [
        ("Lambeth: Lambeth Arts covers Lambeth", "Lambeth"),
        ("Southwark: Southwark Arts covers Southwark", "Southwark"),
        ("Camden: We know of no partnership for Camden", "Camden"),
    ]
    assert "Southwark: Southwark Arts covers Southwark" in words_of(page)
    assert "none of these" not in words_of(page)
    assert 'href="/find/?q=Camden"' in page.content.decode()


@pytest.mark.parametrize("text", ["LS1 3AB or YO1 7HH", "LS1 3AB YO1 7HH"])
def test_each_of_two_postcodes_has_its_answer(text):
    answer = finder.answer(text)

    assert [choice.label for choice in answer.choices] == [
        "LS1 3AB: Leeds Arts covers LS1 3AB",
        "YO1 7HH: We know of no partnership for YO1 7HH",
    ]


def test_what_is_not_understood_among_them_is_said(client):
    labels = [choice.label for choice in finder.answer("LS1 3AB, XX1 1XX").choices]

    assert labels[1].startswith("XX1 1XX: Enter a full UK postcode")


def test_partnerships_among_them_are_counted_with_them():
    assert finder.answer("Leeds Arts and Camden").heading == "You named 2 places or partnerships"


def test_more_than_a_page_of_them_are_not_all_looked_up():
    answer = finder.answer("; ".join(f"Place {number}" for number in range(40)))

    assert (answer.heading, len(answer.choices)) == ("You named 40 places", 12)
    assert answer.lede == "These are the first 12. Choose one to read more."


def test_where_only_a_postcode_makes_sense_two_are_a_question():
    assert isinstance(finder.resolve("LS1 3AB or YO1 7HH", sources=()), Ambiguous)


def test_a_list_is_not_near_two_postcodes(client):
    page = words_of(client.get("/partnerships/", {"near": "LS1 3AB or YO1 7HH"}))

    assert "it is not one postcode in England whose place we know" in page


def test_the_interface_for_programs_gives_each(client):
    found = client.get("/api/v1/find/", {"q": "LS1 3AB or YO1 7HH"}).json()

    assert (found["kind"], [place["query"] for place in found["choices"]]) == ("choice", ["LS1 3AB", "YO1 7HH"])


def test_one_place_is_answered_as_before():
    assert isinstance(finder.answer("Leeds"), Covered)
