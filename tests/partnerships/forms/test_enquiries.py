"""The questions asked of enquirers."""

import pytest
from django.http import QueryDict

from partnerships.enquiries import consent
from partnerships.enquiries.topics import ONE_AT_A_TIME, ROUTES
from partnerships.forms.enquiries import EnquiryForm, SubmissionForm
from partnerships.forms.enquiry_links import EnquiryLinkForm
from partnerships.vocabulary import EnquiryTopic, Scope
from tests.area_parts import make_part
from tests.enquiry_forms import filled_in, opened
from tests.factories import make_authority, make_bridge, make_partnership
from tests.postcode_lists import LEEDS, make_postcode
from tests.schools import load_schools, school_row

pytestmark = pytest.mark.django_db


def form_with(form=None, **changes) -> EnquiryForm:
    """Return the form as filled in, but for `changes`."""
    return EnquiryForm(posted(**changes), opened=form or opened())


def posted(**changes) -> QueryDict:
    """Return what a browser posts."""
    query = QueryDict(mutable=True)
    query.update(filled_in(**changes))
    return query


def stored_values(form) -> dict:
    """Return what of the answers an enquiry keeps."""
    names = ("topic", "enquirer", "message", "name", "email", "organisation", "consent_version")
    return {name: getattr(form.enquiries[0], name) for name in (*names, "partnership", "authority")}


def test_a_form_without_a_mistake_says_what_the_enquiry_is():
    form = form_with()

    assert form.is_valid()
    assert stored_values(form) == {
        "topic": "other",
        "enquirer": "arts",
        "message": "We run a studio.\nHow can we help?",
        "name": "Amina Example",
        "email": "amina@studio.example",
        "organisation": "Example Studio",
        "consent_version": consent.CURRENT.version,
        "partnership": None,
        "authority": None,
    }


def test_an_empty_form_names_every_question_in_order_and_leads_to_its_field():
    form = EnquiryForm(QueryDict(), opened=opened())

    assert form.problems == [
        ("Select what you want to do", "id_topic_0"),
        ("Select who you are", "id_enquirer_0"),
        ("Enter your message", "id_message"),
        ("Enter your full name", "id_name"),
        ("Enter your e-mail address", "id_email"),
        ("Tick the box if you agree. Without that we cannot pass your enquiry on", "id_consent"),
    ]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("topic", "sail", "Select what you want to do"),
        ("enquirer", "pirate", "Select who you are"),
        ("message", " \n ", "Enter your message"),
        ("message", "a" * 5001, "Your message must be 5,000 characters or fewer. It has 5,001"),
        ("name", "a" * 121, "Your name must be 120 characters or fewer"),
        ("email", "a" * 250 + "@b.example", "Your e-mail address must be 254 characters or fewer"),
        ("organisation", "a" * 161, "The organisation’s name must be 160 characters or fewer"),
        ("place", "a" * 501, "The partnership or place must be 500 characters or fewer"),
        ("consent", "1999-01", "Tick the box if you agree. Without that we cannot pass your enquiry on"),
    ],
)
def test_an_answer_that_cannot_be_right_says_what_to_do(field, value, message):
    form = form_with(**{field: value})

    assert [text for text, _ in form.problems] == [message]


@pytest.mark.parametrize(("topic", "is_needed"), [("join", True), ("start", True), ("correct", True), ("press", False)])
def test_a_place_is_asked_for_where_the_topic_needs_one(topic, is_needed):
    form = form_with(topic=topic)

    assert form.problems == ([("Enter the partnership or place it is about", "id_place")] if is_needed else [])


def test_several_partnerships_become_a_question_and_the_words_stay():
    dover = make_authority(name="Dover")
    make_partnership([dover], name="Castle")
    make_partnership([dover], name="Harbour")

    form = form_with(topic="join", place="dover", about="bridge:ive")

    assert form.problems == [("Select which of the 2 partnerships in Dover you want to join", "id_about_0")]
    assert [option.label for option in form.options] == ["Castle", "Harbour", "I am not sure which"]
    assert (form["place"].value(), form["about"].value()) == ("Dover", "")


@pytest.mark.parametrize(("scope", "part"), [(Scope.TOWN, ""), ("", "Alconbury Weald")])
def test_who_works_in_a_part_is_said_to_work_in_a_part(scope, part):
    partnership = make_partnership([make_authority(name="Huntingdonshire")], name="Top Secret", scope=scope)
    if part:
        make_part(partnership, name=part)
    form = form_with(topic="join", place="Huntingdonshire")

    assert form.is_valid()
    assert form.rows[1].answer == "Top Secret (works in part of Huntingdonshire)"


def test_the_answers_come_back_in_words():
    dover = make_authority(name="Dover")
    make_partnership([dover], name="Castle")
    form = form_with(topic="join", place="dover", organisation="")

    assert form.is_valid()
    assert [(row.question, row.answer) for row in form.rows] == [
        ("What you want to do", "Join a partnership"),
        ("What it is about", "Castle (works in Dover)"),
        ("Who you are", "An artist, or an arts or heritage organisation"),
        ("Your message", "We run a studio.\nHow can we help?"),
        ("Full name", "Amina Example"),
        ("E-mail address", "amina@studio.example"),
        ("Organisation", "Not provided"),
    ]


def test_the_answers_lead_to_the_same_enquiry_once_more():
    dover = make_authority(name="Dover")
    make_partnership([dover], name="Castle")
    make_partnership([dover], name="Harbour")
    token = opened()
    first = form_with(token, topic="join", place="dover", about="partnership:castle", message="One\r\ntwo\0")
    assert first.is_valid()

    second = form_with(token, **first.answers)

    assert second.is_valid()
    assert (second.submission, second.seal, stored_values(second)) == (
        first.submission,
        first.seal,
        stored_values(first),
    )


def test_other_answers_and_other_forms_are_other_enquiries():
    token = opened()
    forms = [form_with(token), form_with(token, message="Something else"), form_with(opened())]
    assert all(form.is_valid() for form in forms)

    assert len({form.submission for form in forms}) == 3
    assert len({form.seal for form in forms}) == 3


def test_a_seal_holds_for_its_answers_only():
    token = opened()
    form, other = form_with(token), form_with(token, message="Something else")
    assert form.is_valid()
    assert other.is_valid()

    submission = SubmissionForm(posted(token=token.token, seal=form.seal))

    assert (submission.seals(form.seal), submission.seals(other.seal)) == (True, False)


def test_a_link_answers_what_it_can():
    bridge = make_bridge(name="IVE")
    make_authority(name="Leeds", bridge=bridge)

    assert EnquiryLinkForm(QueryDict("authority=leeds&topic=start")).answers == {
        "about": "authority:leeds",
        "place": "Leeds",
        "topic": "start",
    }
    answers = EnquiryLinkForm(QueryDict("bridge=ive")).answers
    assert answers == {"about": "bridge:ive", "place": "IVE", "topic": ""}
    answers = EnquiryLinkForm(QueryDict("authority=leeds&topic=join&organisation=Cockburn+School")).answers
    assert (answers["place"], answers["organisation"]) == ("Leeds", "Cockburn School")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", []),
        (
            "partnership=no-such-one&topic=sail",
            [
                "We ignored “no-such-one”: it is not one of the partnerships.",
                "We ignored “sail”: it is not one of the things you can do here.",
            ],
        ),
        ("authority=%00", ["We ignored “ ”: it is not one of the local authorities."]),
        (f"organisation={'a' * 161}", [f"We ignored “{'a' * 60}…”: it is too long."]),
        (f"bridge={'a' * 10_000}", [f"We ignored “{'a' * 60}…”: it is not one of the Bridge Organisations."]),
    ],
)
def test_nonsense_in_a_link_answers_nothing_and_is_told(query, told):
    link = EnquiryLinkForm(QueryDict(query))

    assert link.answers == {"topic": ""}
    assert link.ignored == told


def test_it_names_each_topic_that_needs_no_place_and_each_that_takes_one_only():
    one_only, none_needed = EnquiryForm.place_exceptions

    words = {"press": "press", "other": "something else", "complain": "a complaint about personal data"}
    assert {topic for topic, said in words.items() if said in none_needed} == {
        topic.value for topic in EnquiryTopic if not ROUTES[topic].needs_place
    }
    assert {EnquiryTopic.REMOVE, EnquiryTopic.COMPLAIN, EnquiryTopic.PRESS} == {*ONE_AT_A_TIME}
    assert one_only == "To be taken out, to complain, or for press or research, name one at most."


def test_every_consent_text_names_18_and_says_what_is_agreed_to():
    assert [agreed.version for agreed in consent.CONSENTS.values() if "18 or over" not in agreed.text] == []
    assert consent.CURRENT.version in consent.CONSENTS


def test_a_school_that_is_not_sure_to_be_meant_is_asked_about_and_fills_nothing():
    make_postcode("SK10 3AA", LEEDS, 391_000, 374_000)
    make_authority(name="Leeds", gss_code=LEEDS)
    load_schools(school_row("Christ The King CofE Primary School", town="Macclesfield", postcode="SK10 3AA"))
    school = "Christ The King CofE Primary School, Macclesfield SK10 3AA"

    form = form_with(place="Kings School Macclesfield", enquirer="school", organisation="")

    assert form.errors == {
        "about": [
            "Do you mean Christ The King CofE Primary School? If so, select it. If not, enter the town or the postcode"
        ]
    }
    assert (form["place"].value(), form["organisation"].value()) == ("Kings School Macclesfield", "")
    assert [option.label for option in form.options] == [school]
    chosen = form_with(place="Kings School Macclesfield", about=form.options[0].key, enquirer="school", organisation="")
    assert chosen.is_valid()
    assert (chosen["place"].value(), chosen["organisation"].value()) == (school, "Christ The King CofE Primary School")


@pytest.mark.parametrize(
    ("enquirer", "organisation", "expected"),
    [("school", "", "Cockburn School"), ("school", "Another", "Another"), ("arts", "", "")],
)
def test_a_school_that_is_the_place_is_the_organisation_too_unless_it_says_otherwise(enquirer, organisation, expected):
    make_postcode("LS11 5TT", LEEDS, 429_000, 431_000)
    make_authority(name="Leeds", gss_code=LEEDS)
    load_schools(school_row())

    form = form_with(place="cockburn school", enquirer=enquirer, organisation=organisation)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["organisation"] == form["organisation"].value() == expected
    assert form.subjects[0].authority.name == "Leeds"
