"""What the enquiry form understands of places, says of them before anything is sent, and asks about."""

import re

import pytest

from partnerships.models import Enquiry, EnquiryEvent, LocalAuthority
from partnerships.vocabulary import NATIONAL_DESK
from tests.councils import councils_of_file
from tests.enquiry_forms import filled_in, send
from tests.factories import make_bridge, make_partnership
from tests.postcode_lists import make_postcode
from tests.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def councils(prepared_data):
    """Some councils, a partnership of one of them and one of two, and two postcodes."""
    names = ("Lambeth", "Hackney", "Tower Hamlets", "Camden", "Leeds", "York", "Birmingham", "Sunderland", "Horsham")
    with prepared_data():
        made = councils_of_file(*names)
        make_partnership([made["Lambeth"]], name="Lambeth Arts")
        make_partnership([made["Hackney"], made["Tower Hamlets"]], name="East London Arts")
        make_postcode("LS1 3AB", "E08000035", 430_000, 433_000)
        make_postcode("YO1 7HH", "E06000014", 460_000, 452_000)
        yield made


def checked(client, place, **values):
    return client.post("/join/", filled_in(topic="join", place=place, **values))


UNKNOWN = {
    "Lambeth, Nowhereville": ("Lambeth", "Nowhereville"),
    "Leeds, Hay-on-Wye": ("Leeds", "Hay-on-Wye"),
    "Leeds, BFPO 1": ("Leeds", "BFPO 1"),
    "Birmingham, Alabama": ("Birmingham", "Alabama"),
}


@pytest.mark.parametrize("place", UNKNOWN)
def test_what_stands_beside_a_place_and_is_not_known_is_named_and_asked_about(client, place):
    name, unknown = UNKNOWN[place]

    response = checked(client, place)

    assert f"We know {name} in England, but not “{unknown}”. Do you mean {name} in England?" in words_of(response)
    content = response.content.decode()
    assert re.findall(r'type="radio" name="about" value="([^"]*)"', content) == [f"place:{name}"]
    assert f'name="place" value="{place}"' in content
    assert not Enquiry.objects.exists()


def test_who_means_it_selects_it(client):
    send(client, topic="join", place="Lambeth, Nowhereville", about="place:Lambeth")

    assert [str(kept.about_what) for kept in Enquiry.objects.all()] == ["Lambeth Arts"]


def test_a_postcode_that_there_is_not_beside_one_that_there_is_is_an_error(client):
    words = words_of(checked(client, "LS1 3AB, XX1 1XX"))

    assert "“XX1 1XX”: Enter a full UK postcode" in words


@pytest.mark.parametrize("place", ["LS1 3AB or YO1 7HH", "LS1 3AB YO1 7HH", "ls13ab, yo17hh"])
def test_two_postcodes_are_two_places(client, place):
    send(client, topic="join", place=place)

    assert [str(kept.about_what) for kept in Enquiry.objects.order_by("pk")] == ["Leeds", "York"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("Birmingam", "You typed “Birmingam”; we took it for Birmingham."),
        ("Lambeth, Birmingam", "You typed “Birmingam”; we took it for Birmingham."),
        ("LSI 3AB", "You typed “LSI 3AB”; we took it for LS1 3AB."),
        ("LS1 3ZZ", "You typed “LS1 3ZZ”; we took it for postcodes that begin LS1 3."),
        ("Washington", "There is also Washington, Horsham."),
    ],
)
def test_the_page_to_check_says_what_it_was_taken_for(client, place, said):
    assert said in words_of(checked(client, place))


@pytest.mark.parametrize(
    "place", ["Birmingham", "birmingham", "ls13ab", "Leeds, West Yorkshire", "Washington, Horsham"]
)
def test_it_says_nothing_where_just_that_was_typed(client, place):
    words = words_of(checked(client, place))

    assert "Check your answers before you send them" in words
    assert "we took it" not in words and "There is also" not in words


def test_two_places_of_one_partnership_are_both_named_and_staff_are_told(client):
    response = checked(client, "Hackney, Tower Hamlets")
    send(client, topic="join", place="Hackney, Tower Hamlets")

    assert "East London Arts (works in Hackney and Tower Hamlets)" in words_of(response)
    [event] = EnquiryEvent.objects.filter(kind="received")
    assert event.text == "Asked for Hackney and Tower Hamlets."


def test_one_reader_of_several_is_told_of_once_before_and_after(client):
    response = checked(client, "Camden, Leeds, York")
    sent = send(client, topic="join", place="Camden, Leeds, York")

    assert "Send your 3 enquiries" in words_of(response)
    for page in (response, client.get(sent["Location"])):
        words = words_of(page)
        assert words.count(NATIONAL_DESK) == words_of(checked(client, "Camden")).count(NATIONAL_DESK)
    for kept in Enquiry.objects.all():
        assert f"{kept.about_what}: {kept.reference}" in words_of(client.get(sent["Location"]))


def test_where_one_reader_has_other_things_to_say_of_each_only_these_are_said_apart(client, councils):
    LocalAuthority.objects.filter(name="York").update(bridge=make_bridge(name="Arts Connect North"))

    response = checked(client, "Camden, Leeds, York")
    sent = send(client, topic="join", place="Camden, Leeds, York")

    camden, leeds, york = Enquiry.objects.order_by("pk").values_list("reference", flat=True)
    for page, several, one in [
        (response, "Camden; Leeds", "York"),
        (client.get(sent["Location"]), f"{camden}; {leeds}", york),
    ]:
        words = words_of(page)
        assert words.count("We know of nobody who says") == 2
        assert f"{several} We know of nobody" in words and f"{one} We know of nobody" in words
    assert words_of(response).count("Your enquiry goes to") == 1
    assert words_of(client.get(sent["Location"])).count("Your enquiry is with") == 1


def test_those_with_another_reader_stand_apart(client):
    make = {"takes_enquiries": True, "contact_email": "host@york.example"}
    make_partnership([LocalAuthority.objects.get(name="York")], name="York Arts", **make)

    words = words_of(checked(client, "Camden, York, Leeds"))

    assert "York Arts (works in York) Your enquiry goes to York Arts." in words
    assert words.index("Camden Leeds Your enquiry goes to") < words.index("York Arts (works in York) Your enquiry")
