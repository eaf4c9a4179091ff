"""Two names with a comma between them: two places, or a part of one that our sources do not have."""

import pytest

from partnerships import finder
from partnerships.finder.results import Ambiguous, Place
from partnerships.finder.several import names_in
from partnerships.models import Enquiry
from tests.councils import councils_of_file
from tests.enquiry_forms import filled_in, send
from tests.factories import make_partnership
from tests.reading import words_of
from tests.schools import load_schools, school_row

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def councils(prepared_data):
    """All local authorities of the committed data, three of them with partnerships."""
    with prepared_data():
        made = councils_of_file()
        for name in ("York", "Northumberland", "Leeds"):
            make_partnership([made[name]], name=f"{name} Arts")
        yield made


# By what was typed, what may be meant first.
PARTS = {
    "Acomb, York": "York",
    "acomb, york": "York",
    "Acomb, York, North Yorkshire": "York",
    "Acomb (York)": "York",
    "Acomb, City of York Council": "York",
    "Clifton, York": "York",
    "Clifton, Bristol": "Bristol",
    "Clifton, Bristol, Avon": "Bristol",
    "Clifton, Nottingham": "Nottingham",
    "Clifton, London": "London",
    "Easton, Bristol": "Bristol",
    "Middleton, Leeds": "Leeds",
    "Middleton, Leeds, UK": "Leeds",
    "Middleton, Leeds, West Yorkshire": "Leeds",
    "Stoke, Plymouth": "Plymouth",
    "Stoke, Coventry": "Coventry",
    "Stanley, Wakefield": "Wakefield",
    "Wellington, Somerset": "Somerset",
    "Ash, Surrey": "Surrey",
    "Whitchurch, Hampshire": "Hampshire",
    "Richmond, York": "York",
    "Whitby, York": "York",
    "Otley, Bradford": "Bradford",
    "Acomb, Isle of Wight": "Isle of Wight",
    "Hayes, Coventry": "Coventry",
    "Skipton, Hull": "Hull",
    "Newport, Leeds": "Leeds",
    "Kingswood, Hull": "Hull",
    "Headingley, Leeds": "Leeds",
    "Sparkbrook, Birmingham": "Birmingham",
    "12 Camden Street, Leeds": "Leeds",
    "Stockton, Darlington": "Darlington",
    "Whitby, Warrington": "Warrington",
    "Easton, Norwich": "Norwich",
    "Middleton, Manchester": "Manchester",
}
PEERS = [
    *("Leeds, York", "Lambeth, Southwark", "Camden, Islington", "Bath, Bristol", "Brighton, Hastings", "Hull, Leeds"),
    *("Newcastle, Leeds", "Kingston, Richmond", "Southend, Chelmsford", "Blackburn, Burnley", "Telford, Birmingham"),
    *("Redcar, Stockton", "Windsor, Slough", "Huddersfield, Leeds", "Halifax, Bradford"),
    *(
        "Scarborough, York",
        "Harrogate, York",
        "Whitby, Skipton",
        "Kent, Essex",
        "Salford, Bury",
        "Norfolk, Suffolk",
        "Surrey, Kent",
    ),
    *("Hampshire, Surrey", "Cumbria, Lancashire", "Devon, Cornwall", "Wigan, Bolton", "Derby, Nottingham"),
    *("Cornwall, Devon", "Herefordshire, Worcestershire", "Wiltshire, Hampshire"),
    *("Gateshead, Sunderland", "Reading, Slough", "Leicestershire, Rutland"),
]


@pytest.mark.parametrize("text", PARTS)
def test_a_small_place_that_is_not_known_there_may_be_a_part_of_what_is_behind_the_comma(text):
    meaning = finder.resolve(text)

    assert isinstance(meaning, Ambiguous) and meaning.is_around
    first = finder.resolve(meaning.choices[0].query)
    assert (names_in(text), str(first)) == ([text], str(finder.resolve(PARTS[text])))


@pytest.mark.parametrize("text", PEERS)
def test_two_that_stand_for_themselves_are_two_places(text):
    assert names_in(text) == text.split(", ")


@pytest.mark.parametrize(
    ("text", "authority"), [("Horsforth, Leeds", "Leeds"), ("Cowley, Oxford", "Oxford"), ("Hayes, Middx", "Hillingdon")]
)
def test_a_part_that_is_known_is_that(text, authority):
    meaning = finder.meaning_of(text)

    assert isinstance(meaning, Place) and str(meaning.sole_authority) == authority


@pytest.mark.parametrize(
    ("text", "schools"),
    [
        ("Heaton, Bradford", ["Beckfoot Heaton Primary", "Heaton Royds School"]),
        ("Redland, Bristol", ["Redland Green School"]),
    ],
)
def test_so_it_is_of_a_part_that_only_schools_are_called_after(text, schools):
    place = text.partition(", ")[2]
    load_schools(*(school_row(name, town=place) for name in schools))

    meaning = finder.meaning_of(text)

    assert [choice.label.partition(",")[0] for choice in meaning.choices] == [f"A place in {place}", *schools]


def test_it_is_asked_with_the_answer_for_what_is_behind_the_comma_first(client):
    answer = finder.answer("Acomb, York")

    assert answer.heading == "Do you mean a place in York, or Acomb in Northumberland and York?"
    assert answer.lede == "Our sources know no Acomb in York."
    assert [(choice.label, choice.query) for choice in answer.choices] == [
        ("A place in York: York Arts covers York", "York"),
        ("Both Acomb in Northumberland and York", "Acomb, Northumberland; York"),
    ]
    assert "A place in York: York Arts covers York" in words_of(client.get("/find/", {"q": "Acomb, York"}))
    assert finder.answer(answer.choices[1].query).heading == "You named 2 places"


def test_of_several_of_the_name_each_is_offered_behind_it():
    answer = finder.answer("Ash, Surrey")

    assert answer.heading == "Do you mean a place in Surrey, or another Ash?"
    assert answer.lede == "Our sources know no Ash in Surrey."
    assert [choice.query for choice in answer.choices][:3] == ["Surrey", "Ash, Dover", "Ash, Shropshire"]


def test_of_a_short_name_what_was_typed_is_what_is_not_known_there():
    assert finder.answer("Stoke, Plymouth").lede == "Our sources know no Stoke in Plymouth."


def test_an_address_in_a_part_is_that_part():
    assert names_in("12 High St, Middleton, Leeds") == ["Middleton, Leeds"]


@pytest.mark.parametrize(
    ("about", "names"),
    [("place:York", ["York Arts"]), ("place:Acomb, Northumberland; York", ["Northumberland Arts", "York Arts"])],
)
def test_the_form_asks_so_too_and_leads_to_what_was_chosen(client, about, names):
    asked = client.post("/join/", filled_in(topic="join", place="Acomb, York"))
    send(client, topic="join", place="Acomb, York", about=about)

    assert f'value="{about}"' in asked.content.decode()
    assert [str(kept.about_what) for kept in Enquiry.objects.order_by("pk")] == names


LISTS = {
    "Lambeth, Southwark, & Camden": ["Lambeth", "Southwark", "Camden"],
    "Leeds, & York": ["Leeds", "York"],
    "Leeds &": ["Leeds"],
    "Leeds/": ["Leeds"],
    "& Leeds": ["Leeds"],
    "Leeds or": ["Leeds"],
    "Leeds & & York": ["Leeds", "York"],
    "Leeds and, York": ["Leeds", "York"],
    "Leeds, and, York": ["Leeds", "York"],
    "Leeds, or & York &": ["Leeds", "York"],
    ";Leeds;; & York": ["Leeds", "York"],
    "Leeds, -, York": ["Leeds", "York"],
    "Leeds, York, etc.": ["Leeds", "York"],
    "Leeds &amp; York": ["Leeds", "York"],
    "Leeds and/or York": ["Leeds", "York"],
    "both Leeds and York": ["Leeds", "York"],
    "either Leeds or York": ["Leeds", "York"],
    "Lambeth and Birmingam": ["Lambeth", "Birmingam"],
    "Leeds and York and Nowhereville": ["Leeds", "York", "Nowhereville"],
}


@pytest.mark.parametrize("text", LISTS)
def test_no_part_of_a_list_is_empty(text):
    assert names_in(text) == LISTS[text]


def test_the_form_makes_no_place_of_a_sign(client):
    words = words_of(client.post("/join/", filled_in(topic="join", place="Leeds, & York")))

    assert "“”" not in words and "Send your 2 enquiries" in words
