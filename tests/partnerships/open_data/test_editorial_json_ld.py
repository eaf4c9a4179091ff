"""What pages of stories, resources, questions, news and events tell search engines."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from partnerships.vocabulary import DocumentType, PublicationState
from tests.factories import (
    make_case_study,
    make_event,
    make_news,
    make_opportunity,
    make_partnership,
    make_priority,
    make_question,
    make_resource,
)
from tests.facts import make_elsewhere
from tests.partnerships.open_data.test_json_ld import descriptions

pytestmark = pytest.mark.django_db

START = datetime.datetime(2027, 7, 6, 10, tzinfo=ZoneInfo("Europe/London"))


def test_an_event_tells_when_it_is_and_who_holds_it(client):
    leeds = make_partnership(name="Leeds33", website="https://leeds33.example")
    make_event(title="Fair", partnership=leeds, starts_at=START, ends_at=START + datetime.timedelta(hours=2))

    description = descriptions(client, "/news/fair/")["Event"]

    assert (description["startDate"], description["endDate"]) == (
        "2027-07-06T10:00:00+01:00",
        "2027-07-06T12:00:00+01:00",
    )
    assert description["eventStatus"] == "https://schema.org/EventScheduled"
    assert (description["organizer"]["name"], description["organizer"]["sameAs"]) == (
        "Leeds33",
        "https://leeds33.example",
    )


@pytest.mark.parametrize(
    ("fields", "mode", "kinds"),
    [
        ({"is_online": True}, "Online", ["VirtualLocation"]),
        ({"is_online": False, "place": "Hall"}, "Offline", ["Place"]),
        ({"is_online": True, "place": "Hall"}, "Mixed", ["Place", "VirtualLocation"]),
    ],
)
def test_an_event_tells_how_one_takes_part(client, fields, mode, kinds):
    make_event(title="Fair", **fields)

    description = descriptions(client, "/news/fair/")["Event"]

    assert description["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert [place["@type"] for place in description["location"]] == kinds


def test_a_cancelled_event_tells_so(client):
    make_event(title="Fair", is_cancelled=True)

    assert descriptions(client, "/news/fair/")["Event"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_news_and_opportunities_are_articles_and_the_latter_expire(client):
    make_news(title="Won", publication_changed_at=START)
    make_opportunity(title="Commission", closes_on=START.date())

    news, opportunity = (
        descriptions(client, "/news/won/")["NewsArticle"],
        descriptions(client, "/news/commission/")["Article"],
    )

    assert (news["headline"], news["datePublished"]) == ("Won", "2027-07-06T10:00:00+01:00")
    assert (opportunity["headline"], opportunity["expires"]) == ("Commission", "2027-07-06")
    assert "datePublished" not in opportunity


def test_a_case_study_tells_what_it_is_about_whom_it_was_for_and_shows_its_pictures(client):
    case_study = make_case_study(title="Drums", from_age=5, to_age=11)
    case_study.priorities.add(make_priority(name="Youth voice"))
    picture = case_study.pictures.create(image="case-studies/x.webp", alternative="Children drum.")

    description = descriptions(client, "/case-studies/drums/")["Article"]

    assert [theme["name"] for theme in description["about"]] == ["Youth voice"]
    assert description["typicalAgeRange"] == "5-11"
    assert description["image"] == [f"http://127.0.0.1:8000{picture.image.url}"]


def test_a_resource_is_a_document_wherever_it_is_kept(client):
    make_resource(title="Plan", document="documents/x.pdf", document_type=DocumentType.PDF, size=2048)
    make_resource(title="Link", url="https://library.example/link")

    plan, link = (descriptions(client, f"/resources/{slug}/")["DigitalDocument"] for slug in ("plan", "link"))

    assert plan["encoding"] == {
        "@type": "MediaObject",
        "contentUrl": "http://127.0.0.1:8000/resources/plan/document/",
        "encodingFormat": "application/pdf",
        "contentSize": "2048 B",
    }
    assert (link["sameAs"], "encoding" in link) == ("https://library.example/link", False)


def test_what_was_published_elsewhere_is_by_who_published_it_and_of_their_day(client):
    about = make_partnership(name="Leeds33")
    make_elsewhere(title="Plan", partnership=about, publisher="The council", date="2020-03", url="https://c.example/p")
    make_elsewhere(title="Talk", partnership=about, publisher="", date="", publication_changed_at=START)

    plan, talk = (descriptions(client, f"/elsewhere/{slug}/")["CreativeWork"] for slug in ("plan", "talk"))

    assert (plan["publisher"]["name"], plan["datePublished"]) == ("The council", "2020-03")
    assert (plan["sameAs"], [thing["name"] for thing in plan["about"]]) == ("https://c.example/p", ["Leeds33"])
    assert {"publisher", "datePublished"} & talk.keys() == set()


def test_the_page_of_questions_tells_them_with_their_answers(client):
    make_question(title="What is it?", answer="A **partnership**.")

    [question] = descriptions(client, "/questions/")["FAQPage"]["mainEntity"]

    assert (question["name"], question["url"]) == ("What is it?", "http://127.0.0.1:8000/questions/#what-is-it")
    assert "<p>A <strong>partnership</strong>.</p>" in question["acceptedAnswer"]["text"]


def test_a_page_without_questions_tells_of_none(client):
    assert set(descriptions(client, "/questions/")) == {"BreadcrumbList"}


def test_what_a_hidden_partnership_published_does_not_tell_whose_it_is(client):
    make_event(title="Fair", partnership=make_partnership(publication=PublicationState.ARCHIVED))

    assert "organizer" not in descriptions(client, "/news/fair/")["Event"]


def test_an_event_of_whole_days_tells_its_days(client):
    days = {"starts_at": START.replace(hour=0), "ends_at": START.replace(hour=23, minute=59)}
    make_event(title="Festival", is_all_day=True, **days)

    described = descriptions(client, "/news/festival/")["Event"]

    assert (described["startDate"], described["endDate"]) == ("2027-07-06", "2027-07-06")
