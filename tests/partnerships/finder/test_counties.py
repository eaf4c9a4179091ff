"""What is told of a county: that cities in it have councils of their own; and of one before our files begin."""

import pytest

from partnerships import finder
from partnerships.forms.enquiry_subject import AmbiguousSubject, resolve
from partnerships.vocabulary import EnquiryTopic, Scope, Stage
from tests.area_parts import make_part
from tests.factories import make_authority, make_partnership
from tests.reading import words_of
from tests.schools import load_schools, school_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def nottinghamshire():
    for name, code in (("Ashfield", "E07000170"), ("Rushcliffe", "E07000176")):
        make_authority(name=name, county="Nottinghamshire", gss_code=code)
    make_authority(name="Nottingham", gss_code="E06000018")


@pytest.mark.parametrize("text", ["Nottinghamshire", "Notts"])
def test_a_county_says_which_city_in_it_has_a_council_of_its_own(client, nottinghamshire, text):
    page = client.get("/find/", {"q": text})
    answer = client.get("/api/v1/find/", {"q": text}).json()

    assert "Nottingham has a council of its own." in words_of(page)
    assert 'href="/find/?q=Nottingham"' in page.content.decode()
    assert answer["notes"] == ["Nottingham has a council of its own."]


def test_who_names_a_county_in_an_enquiry_can_choose_its_city(nottinghamshire):
    with pytest.raises(AmbiguousSubject) as asked:
        resolve(EnquiryTopic.JOIN, about="", place="Nottinghamshire")

    assert "Nottingham" in [option.label for option in asked.value.options]


def test_several_have_councils_of_their_own(client):
    for name, code in (("Cheshire East", "E06000049"), ("Cheshire West and Chester", "E06000050")):
        make_authority(name=name, gss_code=code)
    for name, code in (("Halton", "E06000006"), ("Warrington", "E06000007")):
        make_authority(name=name, gss_code=code)

    words = words_of(client.get("/find/", {"q": "Cheshire"}))

    assert "Halton and Warrington have councils of their own." in words


def test_a_city_with_the_name_of_a_county_says_nothing_of_it():
    make_authority(name="County Durham", gss_code="E06000047")
    make_authority(name="Darlington", gss_code="E06000005")

    assert finder.answer("Durham").said_apart == ""
    assert finder.answer("County Durham").said_apart == "Darlington has a council of its own."


@pytest.mark.parametrize(
    "of_part", [{"scope": Scope.TOWN}, {"coverage_note": "West Cumbria, which is part of Cumberland."}, {}]
)
def test_what_was_proposed_for_a_part_is_said_to_be_for_a_part(of_part):
    cumberland = make_authority(name="Cumberland", gss_code="E06000063")
    proposed = make_partnership([cumberland], name="West Cumbria LCEP", stage=Stage.PROPOSED, **of_part)
    if not of_part:
        make_part(proposed, cumberland, name="Workington")

    heading = "We know of no partnership for {} yet, but one was proposed in part of {}"
    assert finder.answer("Carlisle").heading == heading.format("Carlisle", "Cumberland")
    assert finder.answer("Cumberland").heading == heading.format("Cumberland", "it")


def test_what_was_proposed_for_all_is_not():
    make_partnership([make_authority(name="Halton")], stage=Stage.PROPOSED)

    assert finder.answer("Halton").heading == "We know of no partnership for Halton yet, but one was proposed"


def test_a_county_of_long_ago_is_no_school_unless_it_is_asked(client):
    load_schools(school_row("Isle of Ely Primary School", town="Ely", postcode="CB6 2FG"))

    words = words_of(client.get("/find/", {"q": "Isle of Ely"}))

    assert "Do you mean Isle of Ely Primary School?" in words
    assert "We know no place called “Isle of Ely”." in words
    assert "We know no place" not in words_of(client.get("/find/", {"q": "Isle of Ely school"}))


def test_the_page_promises_no_more_counties_than_it_knows(client):
    help_text = words_of(client.get("/find/"))

    assert "a council, county or region of today, and many that ended since 1995" in help_text
