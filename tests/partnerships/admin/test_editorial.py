"""Published items in the back office: each kind is written, and mistakes are shown beside their field."""

import pytest

from partnerships.models import CaseStudy, NewsItem, Programme, Question
from partnerships.vocabulary import NewsKind
from tests.factories import (
    make_organisation,
)
from tests.partnerships.admin.editorial_forms import (
    NEWS,
    case_study_values,
    errors_of,
    send,
    url_of,
)
from tests.pictures import upload
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
STARTS = {"starts_at": "2027-03-02T10:00"}
ONLY_EVENTS = ["Only an event has this. Empty it, or make this an event"]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_an_officer_adds_a_case_study_with_a_picture_and_a_member(client, publisher, partnership):
    museum = make_organisation()
    partnership.memberships.create(organisation=museum)
    picture = {
        "pictures-TOTAL_FORMS": 1,
        "pictures-0-image": upload(),
        "pictures-0-alternative": "A puppet",
        "pictures-0-position": 0,
    }
    member = {"members-TOTAL_FORMS": 1, "members-0-organisation": museum.pk}

    response = send(
        client,
        url_of("casestudy", "add"),
        **case_study_values(partnership=partnership.pk, from_age=5, to_age=11),
        **picture,
        **member,
    )

    assert response.status_code == 302
    case_study = CaseStudy.objects.get()
    assert (case_study.partnership, case_study.ages, case_study.publication) == (partnership, "5 to 11", "draft")
    assert case_study.pictures.get().image.name.startswith("case-studies/")
    assert case_study.members.get().organisation == museum
    assert client.get("/media/" + case_study.pictures.get().image.name).getvalue().startswith(b"RIFF")


def test_a_picture_needs_its_words_and_need_not_be_chosen_again(client, publisher, partnership):
    sent = {"pictures-TOTAL_FORMS": 1, "pictures-0-image": upload(), "pictures-0-position": 0}

    response = send(client, url_of("casestudy", "add"), **case_study_values(partnership=partnership.pk), **sent)

    assert response.status_code == 200
    formset = response.context["inline_admin_formsets"][0].formset
    assert formset.errors == [{"alternative": ["Enter what the picture shows, for people who do not see it"]}]
    assert "It need not be chosen again" in words_of(response)
    assert response.context["adminform"].form["what_was_done"].value() == "We **made** them."


@pytest.mark.parametrize(
    ("ages", "errors"),
    [
        ({"from_age": 5}, {"to_age": ["Enter both ages, or neither"]}),
        ({"to_age": 5}, {"from_age": ["Enter both ages, or neither"]}),
        ({"from_age": 11, "to_age": 5}, {"to_age": ["The second age must be the same as the first, or older"]}),
    ],
)
def test_ages_are_both_given_from_young_to_old(client, publisher, partnership, ages, errors):
    response = send(client, url_of("casestudy", "add"), **case_study_values(partnership=partnership.pk, **ages))

    assert errors_of(response) == errors


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"kind": "news"} | STARTS, {"starts_at": ONLY_EVENTS}),
        ({"kind": "news", "place": "Hall", "is_online": "on"}, {"place": ONLY_EVENTS, "is_online": ONLY_EVENTS}),
        (
            {"kind": "news", "closes_on": "2027-03-02"},
            {"closes_on": ["Only an opportunity has a deadline. Empty it, or make this an opportunity"]},
        ),
        (
            {"kind": "event"},
            {"starts_at": ["Enter when the event starts"], "place": ["Enter where it is, or tick “online”"]},
        ),
        (
            {"kind": "event", "place": "Hall", "ends_at": "2027-03-01T10:00"} | STARTS,
            {"ends_at": ["The end must be after the start. Empty it if you do not know it"]},
        ),
        ({"kind": "opportunity"}, {"closes_on": ["Enter the deadline"]}),
    ],
)
def test_what_a_kind_of_news_needs_and_does_not_take_is_said_beside_the_field(
    client, publisher, partnership, sent, errors
):
    response = send(client, url_of("newsitem", "add"), **NEWS, partnership=partnership.pk, **sent)

    assert errors_of(response) == errors
    assert NewsItem.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        ({"kind": "news"}, NewsKind.NEWS),
        ({"kind": "event", "is_online": "on"} | STARTS, NewsKind.EVENT),
        ({"kind": "opportunity", "closes_on": "2027-03-02"}, NewsKind.OPPORTUNITY),
    ],
)
def test_an_officer_adds_each_kind_of_news(client, publisher, bridge, sent, kind):
    response = send(client, url_of("newsitem", "add"), **NEWS, bridge=bridge.pk, **sent)

    assert response.status_code == 302
    assert (NewsItem.objects.get().kind, NewsItem.objects.get().owner) == (kind, bridge)


def test_an_officer_adds_a_question_and_a_programme_with_a_round(client, publisher, bridge, partnership):
    question = send(client, url_of("question", "add"), title="Who?", answer="You.", bridge=bridge.pk)
    rounds = {"rounds-TOTAL_FORMS": 1, "rounds-0-name": "Round 1", "rounds-0-opens": "2017-09", "rounds-0-total": 5000}
    values = {"name": "Fund", "kind": "investment", "bridge": bridge.pk, "description": "Money."}
    programme = send(client, url_of("programme", "add"), **values, **rounds)

    assert (question.status_code, programme.status_code) == (302, 302)
    assert Question.objects.get().bridge == bridge
    assert Programme.objects.get().rounds.get().total == 5000
