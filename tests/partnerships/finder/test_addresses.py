"""What stands behind a comma: the county of an address, something else we know, or something we do not."""

import pytest

from partnerships import finder
from partnerships.finder.results import Ambiguous, Beginning, Entry, Place
from partnerships.geography.place_names import address_counties
from partnerships.models import LocalAuthority
from tests.councils import councils_of_file
from tests.factories import make_partnership
from tests.postcode_lists import make_postcode

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def councils(prepared_data):
    """All local authorities of the committed data, two postcodes, and a partnership in Leeds."""
    with prepared_data():
        made = councils_of_file()
        make_postcode("LS6 1AA", "E08000035", 428_000, 436_000)
        make_postcode("M1 1AE", "E08000003", 384_000, 398_000)
        make_partnership([made["Leeds"]], name="Leeds33")
        yield made


HONEST = {
    "Whitby, North Yorkshire": ("Whitby", "North Yorkshire"),
    "Whitby, N Yorks": ("Whitby", "North Yorkshire"),
    "Whitby, Scarborough": ("Whitby", "North Yorkshire"),
    "Wells, Norfolk": ("Wells-next-the-Sea", "North Norfolk"),
    "Wells, Somerset": ("Wells", "Somerset"),
    "Bath, Somerset": ("Bath", "Bath and North East Somerset"),
    "Derby, Derbyshire": ("Derby", "Derby"),
    "Leicester, Leics": ("Leicester", "Leicester"),
    "Southampton, Hants, England": ("Southampton", "Southampton"),
    "Hull, East Yorkshire": ("Kingston upon Hull", "Kingston upon Hull"),
    "Leeds, Yorkshire": ("Leeds", "Leeds"),
    "Birmingham, Warwickshire": ("Birmingham", "Birmingham"),
    "Bolton, Lancashire": ("Bolton", "Bolton"),
    "Bolton, Lancs": ("Bolton", "Bolton"),
    "Stockport, Cheshire": ("Stockport", "Stockport"),
    "Croydon, Surrey": ("Croydon", "Croydon"),
    "Bromley, Kent": ("Bromley", "Bromley"),
    "Medway, Kent": ("Medway", "Medway"),
    "Ilford, Essex": ("Ilford", "Redbridge"),
    "Harrow, Middlesex": ("Harrow", "Harrow"),
    "Gateshead, Co Durham": ("Gateshead", "Gateshead"),
    "Telford, Shropshire": ("Telford and Wrekin", "Telford and Wrekin"),
    "Otley, Leeds, West Yorkshire": ("Otley", "Leeds"),
    "Newport, Isle of Wight": ("Newport", "Isle of Wight"),
    "Newport (Isle of Wight)": ("Newport", "Isle of Wight"),
    "Leeds [West Yorkshire]": ("Leeds", "Leeds"),
    "Leeds (city)": ("Leeds", "Leeds"),
    "Richmond, North Yorkshire": ("Richmond", "North Yorkshire"),
    "Newcastle, Staffordshire": ("Newcastle-under-Lyme", "Newcastle-under-Lyme"),
    "Newcastle, Tyne and Wear": ("Newcastle upon Tyne", "Newcastle upon Tyne"),
    "St Ives, Cambs": ("Saint Ives", "Huntingdonshire"),
    "Gillingham, Dorset": ("Gillingham", "Dorset"),
    "Kingston, Surrey": ("Kingston upon Thames", "Kingston upon Thames"),
    "Barrow, Cumbria": ("Barrow-in-Furness", "Westmorland and Furness"),
    "Stockton, Co. Durham": ("Stockton-on-Tees", "Stockton-on-Tees"),
    "Scunthorpe, Humberside": ("Scunthorpe", "North Lincolnshire"),
    "Brighton, Sussex": ("Brighton", "Brighton and Hove"),
    "Ryde, IoW": ("Ryde", "Isle of Wight"),
}


@pytest.mark.parametrize("text", HONEST)
def test_a_town_with_its_county_is_that_town(text):
    meaning = finder.meaning_of(text)

    assert isinstance(meaning, Place)
    assert (meaning.name, str(meaning.sole_authority)) == HONEST[text]


ASKED = {
    "Birmingham, Alabama": ("Birmingham", "Alabama"),
    "Boston, USA": ("Boston", "USA"),
    "Lincoln, Nebraska": ("Lincoln", "Nebraska"),
    "Whitby, Ontario": ("Whitby", "Ontario"),
    "Durham (NC)": ("Durham", "NC"),
    "Leeds, near the station": ("Leeds", "near the station"),
    "Leeds, Hay-on-Wye": ("Leeds", "Hay-on-Wye"),
    "Leeds, BFPO 1": ("Leeds", "BFPO 1"),
    "Leeds, 東京": ("Leeds", "東京"),
    "Leeds, Xyzzy, Zzyzx": ("Leeds", "Xyzzy, Zzyzx"),
}


@pytest.mark.parametrize("text", ASKED)
def test_what_nobody_knows_behind_it_is_named_and_asked_about(client, text):
    name, unknown = ASKED[text]

    answer = finder.answer(text)

    assert answer.heading == f"Do you mean {name} in England?"
    assert answer.lede == f"We know {name} in England, but not “{unknown}”."
    assert [choice.query.partition(",")[0] for choice in answer.choices] == [name]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Cardiff, Nowhereville", "Do you mean Cardiff in Wales?"),
        ("Leeds33, Nowhereville", "Do you mean Leeds33?"),
        ("North East, Nowhereville", "Do you mean North East?"),
    ],
)
def test_so_it_is_behind_what_is_no_place_in_england(text, asked):
    assert finder.answer(text).heading == asked


def test_a_partnership_with_its_place_is_that_partnership():
    meanings = [finder.resolve(text) for text in ("Leeds33, Leeds", "Leeds33, West Yorkshire")]

    assert [type(meaning) for meaning in meanings] == [Entry, Entry]


def test_a_name_of_several_that_is_in_none_of_them_says_so():
    meaning = finder.resolve("Newport, Nowhereville")

    assert isinstance(meaning, Ambiguous) and len(meaning.choices) > 1
    assert (meaning.question, meaning.hint) == ("Which Newport do you mean?", "We do not know “Nowhereville”.")


@pytest.mark.parametrize("text", ["Leeds, Kent", "Melton, Suffolk"])
def test_a_town_with_a_county_it_is_not_in_is_one_question(text):
    meaning = finder.meaning_of(text)

    assert (meaning.question, [choice.query for choice in meaning.choices]) == (
        "Which place do you mean?",
        text.split(", "),
    )


def test_a_postcode_behind_a_comma_tells_where_in_it():
    meaning = finder.resolve("Leeds, LS6")

    assert isinstance(meaning, Beginning) and meaning.name == "LS6"


def test_a_village_with_the_town_of_its_mail_is_one_place_and_two_far_towns_are_not():
    near = finder.meaning_of("Sleights, Whitby")
    far = finder.meaning_of("Whitby, Skipton")

    assert isinstance(near, Place) and near.name == "Sleights"
    assert isinstance(far, Ambiguous) and [choice.query for choice in far.choices] == ["Whitby", "Skipton"]


@pytest.mark.parametrize("text", ["Robin Hoods Bay, Leeds, West Yorkshire", "12 High Street, Leeds, West Yorkshire"])
def test_of_an_address_whose_first_line_is_not_known_the_most_exact_place_is_offered_first(text):
    assert finder.resolve(text).choices[0].query == "Leeds"


def test_a_council_that_is_not_named_after_a_town_is_beside_another_and_not_in_it():
    meaning = finder.meaning_of("Telford and Wrekin, Shropshire")

    assert [choice.query for choice in meaning.choices] == ["Telford and Wrekin", "Shropshire"]


def test_counties_of_addresses_name_councils_there_are(councils):
    known = set(LocalAuthority.objects.values_list("gss_code", flat=True))

    assert {code for codes in address_counties().values() for code in codes} <= known
