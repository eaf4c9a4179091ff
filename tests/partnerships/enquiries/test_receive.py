"""An enquiry comes in."""

import datetime
import threading
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.abuse.rate_limit import sender_hash
from partnerships.abuse.too_often import ANY_FORM, EVERYBODY, Sending
from partnerships.enquiries import mails as enquiry_mails
from partnerships.enquiries import receive, routing
from partnerships.enquiries.receive import FORM, UnderAge
from partnerships.models import Enquiry, EnquiryEvent, FormSubmission
from partnerships.vocabulary import EnquirerKind, EnquiryEventKind, EnquiryState, EnquiryTopic, RouteKind
from tests.factories import make_authority, make_bridge, make_partnership
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db

TUESDAY = timezone.make_aware(datetime.datetime(2026, 11, 24, 12))


@pytest.fixture(autouse=True)
def told(monkeypatch):
    """Keep who is told of what, in place of writing mails."""
    calls = []
    monkeypatch.setattr(enquiry_mails, "tell_recipients", lambda enquiry, recipients: calls.append(recipients))
    monkeypatch.setattr(enquiry_mails, "tell_enquirer", lambda *enquiries: calls.append(enquiries[0].email))
    return calls


def submit(**changes):
    """Submit an enquiry about England, but for `changes`."""
    answers = {
        "submission": uuid.uuid4(),
        "enquirer": EnquirerKind.ARTS,
        "topic": EnquiryTopic.OTHER,
        "partnership": None,
        "authority": None,
        "bridge": None,
        "message": "We run a studio.",
        "name": "Amina Example",
        "email": "amina@studio.example",
        "organisation": "",
        "consent_version": "2026-11",
    }
    answers |= changes
    suspicions = answers.pop("suspicions", ())
    network = answers.pop("network", "")
    sending = Sending(receive.FORM, answers["email"], network)
    route = answers.pop("route", None)
    route = route or routing.route(answers["topic"], answers["partnership"], answers["authority"], answers["bridge"])
    [enquiry] = receive.submit([Enquiry(**answers)], routes=[route], suspicions=suspicions, sending=sending)
    return enquiry


def events_of(enquiry):
    """Return the timeline as (kind, text)."""
    return list(enquiry.events.values_list("kind", "text"))


def test_an_enquiry_is_kept_with_its_way_and_its_day(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY)
    leeds = make_authority(bridge=make_bridge(name="IVE"))

    enquiry = submit(topic=EnquiryTopic.START, authority=leeds)

    enquiry.refresh_from_db()
    assert (enquiry.message, enquiry.name, enquiry.email) == (
        "We run a studio.",
        "Amina Example",
        "amina@studio.example",
    )
    assert (enquiry.state, enquiry.authority, enquiry.desk) == (EnquiryState.NEW, leeds, None)
    assert (enquiry.route, enquiry.consent_version) == (RouteKind.NATIONAL, "2026-11")
    assert enquiry.recipient_name == "the national desk of this directory"
    assert enquiry.due_on == datetime.date(2026, 12, 1)


def test_its_timeline_begins_with_where_it_went_and_why():
    assert events_of(submit()) == [
        (EnquiryEventKind.RECEIVED, ""),
        (
            EnquiryEventKind.ROUTED,
            "No place and no partnership was named, so it goes to the national desk of this directory.",
        ),
    ]


def test_its_recipients_and_the_enquirer_are_told(told, settings):
    submit()

    assert told == [[settings.NATIONAL_DESK_EMAIL], "amina@studio.example"]


def test_where_it_goes_is_what_the_enquirer_was_told_and_who_is_told_is_whoever_can_be(told):
    bridge = make_bridge(name="IVE", enquiries_email="old@ive.example")
    partnership = make_partnership(bridge=bridge, takes_enquiries=True, contact_email="host@leeds.example")
    route = routing.route(EnquiryTopic.JOIN, partnership)
    partnership.takes_enquiries, bridge.enquiries_email = False, "new@ive.example"
    bridge.save()

    enquiry = submit(route=route, partnership=partnership)

    assert (enquiry.route, enquiry.recipient_name, told[0]) == (route.kind, partnership.name, ["new@ive.example"])


def test_the_national_desk_is_told_whose_former_area_one_is_about():
    bridge = make_bridge(name="IVE", role_until="2023-03-31", enquiries_email="ask@ive.example")

    enquiry = submit(topic=EnquiryTopic.SUPPORT, bridge=bridge)

    assert (enquiry.desk, Enquiry.objects.get().bridge) == (None, bridge)
    assert enquiry.about_what == "the area that was IVE’s until 31 March 2023"


def test_the_same_submission_twice_is_one_enquiry_told_of_once(told):
    submission = uuid.uuid4()

    first, second = submit(submission=submission), submit(submission=submission)

    assert (first, Enquiry.objects.count(), len(told)) == (second, 1, 2)
    assert len(events_of(first)) == 2


def test_a_reference_can_be_read_out():
    assert set(submit().reference.removeprefix("LCEP-")) <= set("23456789ABCDEFGHJKMNPQRSTVWXYZ")


def test_a_reference_drawn_before_is_drawn_again(monkeypatch):
    drawn = iter(["AAAAAA", "AAAAAA", "BBBBBB"])
    monkeypatch.setattr(receive, "get_random_string", lambda length, characters: next(drawn))

    assert [submit().reference, submit().reference] == ["LCEP-AAAAAA", "LCEP-BBBBBB"]


def test_a_suspected_spam_is_kept_but_nobody_is_told(told):
    enquiry = submit(suspicions=["Too fast.", "Too many."])

    assert (enquiry.state, enquiry.suspicions) == (EnquiryState.QUARANTINED, "Too fast. Too many.")
    assert events_of(enquiry) == [
        (EnquiryEventKind.RECEIVED, ""),
        (EnquiryEventKind.QUARANTINED, "Too fast. Too many."),
    ]
    assert told == []


def test_the_longest_names_and_reasons_fit():
    partnership = make_partnership(name="P" * 160)
    make_present_support([partnership.authorities.get().region], name="B" * 160)

    enquiry = submit(topic=EnquiryTopic.JOIN, partnership=partnership, suspicions=["S" * 400])

    enquiry.refresh_from_db()
    assert (len(enquiry.route_reason), len(enquiry.suspicions)) == (250, 250)


def test_a_young_person_s_details_are_never_kept():
    with pytest.raises(UnderAge):
        submit(enquirer=EnquirerKind.YOUNG_PERSON)

    assert not Enquiry.objects.exists()


def test_nothing_is_kept_when_a_mail_cannot_be_written(monkeypatch):
    monkeypatch.setattr(enquiry_mails, "tell_enquirer", lambda *enquiries: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        submit()

    assert (Enquiry.objects.count(), EnquiryEvent.objects.count(), FormSubmission.objects.count()) == (0, 0, 0)


def test_that_somebody_sent_one_is_noted_once_however_often_they_send_it():
    submission = uuid.uuid4()

    for _ in range(2):
        submit(submission=submission, network="192.0.2.1")

    assert set(FormSubmission.objects.values_list("form", "sender_hash")) == {
        (FORM, sender_hash("amina@studio.example")),
        (FORM, sender_hash("192.0.2.1")),
        (ANY_FORM, sender_hash(EVERYBODY)),
    }
    assert FormSubmission.objects.count() == 3


def test_a_new_one_is_written_before_anybody_looks_for_an_earlier_one():
    with CaptureQueriesContext(connection) as queries:
        submit()

    assert not [query["sql"] for query in queries if query["sql"].startswith("SELECT")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql  # SQLite lets in one write at a time, and its test database is not shared.
def test_the_same_submission_at_the_same_moment_is_one_enquiry_told_of_once(told):
    submission, ready, references = uuid.uuid4(), threading.Barrier(4), []

    def submit_with_others():
        ready.wait()
        references.append(submit(submission=submission).reference)
        connection.close()

    threads = [threading.Thread(target=submit_with_others) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(references), len(set(references)), Enquiry.objects.count(), len(told)) == (4, 1, 1, 2)
