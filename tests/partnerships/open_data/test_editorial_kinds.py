"""What is published of case studies, resources, questions, news, events and opportunities, and of rounds and awards."""

import datetime

import pytest

from partnerships.vocabulary import DocumentType, OfferState, PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_event,
    make_news,
    make_opportunity,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_question,
    make_resource,
    make_support_offer,
)
from tests.partnerships.open_data.test_kinds import kind_called, records

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


def test_a_case_study_says_who_took_part_what_it_is_about_and_shows_its_pictures():
    case_study = make_case_study(title="Drums", partnership=make_partnership(name="Leeds33"), from_age=5, to_age=11)
    for name in ("Opera", "Ballet"):
        case_study.members.create(organisation=make_organisation(name=name))
    case_study.priorities.add(make_priority(name="Youth voice"))
    case_study.pictures.create(image="case-studies/x.webp", alternative="Children drum.")

    [record] = records("case-studies")

    assert (record["title"], record["url"]) == ("Drums", "http://127.0.0.1:8000/case-studies/drums/")
    assert (record["partnership"], record["partnership_name"], record["bridge"]) == ("leeds33", "Leeds33", None)
    assert (record["from_age"], record["to_age"]) == (5, 11)
    assert [member["slug"] for member in record["members"]] == ["ballet", "opera"]
    assert [priority["name"] for priority in record["priorities"]] == ["Youth voice"]
    assert record["pictures"] == [
        {
            "url": "http://127.0.0.1:8000/media/case-studies/x.webp",
            "alternative": "Children drum.",
            "caption": None,
        }
    ]


def test_a_resource_says_where_it_is_whether_kept_here_or_elsewhere():
    make_resource(title="Link", url="https://library.example/link")
    make_resource(title="Plan", document="documents/x.pdf", document_type=DocumentType.PDF, size=2048, year=2025)

    link, plan = records("resources")

    assert (link["address"], link["document_type"], link["size"]) == ("https://library.example/link", None, None)
    assert plan["address"] == "http://127.0.0.1:8000/resources/plan/document/"
    assert (plan["document_type"], plan["size"], plan["year"]) == ("pdf", 2048, 2025)


def test_news_events_and_opportunities_are_kept_apart_and_the_past_is_there_too():
    make_news(title="News")
    past = datetime.datetime(2020, 3, 2, 10, tzinfo=datetime.UTC)
    make_event(title="Event", starts_at=past, place="Town Hall", is_online=False, is_cancelled=True)
    make_opportunity(title="Opportunity", closes_on=past.date())

    [news], [event], [opportunity] = records("news"), records("events"), records("opportunities")

    assert [record["title"] for record in (news, event, opportunity)] == ["News", "Event", "Opportunity"]
    assert (event["starts_at"], event["ends_at"], event["place"]) == (past, None, "Town Hall")
    assert (event["is_online"], event["is_cancelled"]) == (False, True)
    assert opportunity["closes_on"] == past.date()


def test_a_question_has_its_place_on_the_page_as_its_address():
    make_question(title="What is it?", answer="A partnership.")

    [record] = records("questions")

    assert record["url"] == "http://127.0.0.1:8000/questions/#what-is-it"
    assert (record["audience"], record["answer"]) == ("everybody", "A partnership.")


@pytest.mark.parametrize("state", [PublicationState.DRAFT, PublicationState.IN_REVIEW, PublicationState.ARCHIVED])
def test_what_a_hidden_partnership_published_does_not_name_it(state):
    make_news(partnership=make_partnership(name="Hidden", publication=state))

    [record] = records("news")

    assert (record["partnership"], record["partnership_name"]) == (None, None)


@pytest.mark.parametrize(
    ("owner", "expected"), [("partnership", ["E08000035"]), ("bridge", ["E08000035"]), ("nobody", [])]
)
def test_a_thing_lies_where_its_owner_works(owner, expected):
    bridge = make_bridge()
    leeds = make_authority(gss_code="E08000035", bridge=bridge)
    owners = {"partnership": {"partnership": make_partnership([leeds])}, "bridge": {"bridge": bridge}, "nobody": {}}
    make_news(**owners[owner])
    kind = kind_called("news")

    [row] = kind.read(kind.rows())

    assert list(kind.area(row)) == expected


def test_a_thing_changed_when_it_was_published_or_last_edited_whichever_is_later():
    long_ago = datetime.datetime(2020, 3, 2, 23, 30, tzinfo=datetime.UTC)
    news = make_news(publication_changed_at=long_ago)
    [edited] = records("news")
    news.versions.all().delete()

    [published] = records("news")

    assert edited["published_on"] == published["published_on"] == published["changed_on"] == datetime.date(2020, 3, 2)
    assert edited["changed_on"] > published["changed_on"]


def test_a_programme_tells_its_rounds_and_what_each_partnership_was_given():
    programme = make_programme(name="Fund", who_for="Partnerships", state=OfferState.CLOSED, how_to_ask="Write.")
    first = programme.rounds.create(name="First", opens="2019", closes="2020-05", total=100_000)
    partnership = make_partnership(name="Leeds33")
    programme.participations.create(partnership=partnership, round=first, amount=20_000)

    [record], [of_partnership] = records("programmes"), records("partnerships")

    assert (record["who_for"], record["state"], record["how_to_ask"]) == ("Partnerships", "closed", "Write.")
    assert [(part["name"], part["closes"], part["total"]) for part in record["rounds"]] == [
        ("First", "2020-05", 100_000)
    ]
    assert [(part["round"], part["amount"]) for part in record["partnerships"]] == [("First", 20_000)]
    assert [(part["round"], part["amount"]) for part in of_partnership["programmes"]] == [("First", 20_000)]


def test_a_support_offer_tells_whether_it_can_be_had_and_how():
    make_support_offer(state=OfferState.OPEN, how_to_ask="Write to us.", website="https://offer.example/")

    [record] = records("support-offers")

    assert (record["state"], record["how_to_ask"], record["website"]) == (
        "open",
        "Write to us.",
        "https://offer.example/",
    )
