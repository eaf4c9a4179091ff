"""An answer that came by e-mail, in the timeline: what it does to the enquiry, and that it goes with the person."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partnerships.enquiries import mailed_answers
from partnerships.mail import reading
from partnerships.models import Enquiry
from partnerships.privacy import anonymise
from partnerships.uploads import apart
from partnerships.uploads.refusals import TooMuchWork
from partnerships.vocabulary import EnquiryEventKind, EnquiryOutcome, EnquiryState
from tests.factories import make_bridge, make_enquiry
from tests.partnerships.mail.test_reading import DATE, mail, parts
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
CLOSED = {"state": EnquiryState.CLOSED, "closed_at": timezone.now(), "outcome": EnquiryOutcome.NO_REPLY}
# Before the mails of these tests were sent.
BEFORE = datetime.datetime(2026, 11, 2, 9, tzinfo=datetime.UTC)
HELD = {"state": EnquiryState.QUARANTINED, "suspicions": "Too fast"}


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def keep(client, enquiry, content=None, **fields):
    """Send the form with `content` as a file, and the other fields."""
    file = {} if content is None else {"file": SimpleUploadedFile("answer.eml", content)}
    address = reverse("admin:partnerships_enquiry_mail", args=[enquiry.pk])
    return client.post(address, {"written_by": "enquirer"} | file | fields)


def kept(enquiry):
    """Return the kind and words of the last line of the timeline."""
    return enquiry.events.order_by("pk").values_list("kind", "text").last()


def test_a_dropped_mail_stands_in_the_timeline_with_its_sender_and_date(signed_in, desk):
    enquiry = make_enquiry(desk=desk, received_at=BEFORE)
    plain = "Content-Type: text/plain\r\n\r\nYes.\r\n\r\n> Will you come?"

    response = keep(signed_in, enquiry, parts(plain, 'Content-Type: image/png; name="us.png"\r\n\r\nx'))

    assert kept(enquiry) == (
        EnquiryEventKind.WROTE_BACK,
        "From Amina Example <amina@studio.example> on 26 November 2026, 09:30\n\nYes.\n\n"
        "(Left out: 2 lines of the e-mail that it answers.)\n\n"
        "(Not kept: us.png. Attached files stay in your mail program.)",
    )
    assert "The enquirer wrote back" in words_of(signed_in.get(response["Location"]))


def test_a_pasted_answer_stands_there_too(signed_in, desk):
    enquiry = make_enquiry(desk=desk, received_at=BEFORE)

    keep(signed_in, enquiry, words="We told them.\n> Hello", sender="Ben", sent_on="2026-11-20", written_by="answerer")

    assert kept(enquiry) == (
        EnquiryEventKind.ANSWERED_BY_MAIL,
        "From Ben on 20 November 2026\n\nWe told them.\n\n(Left out: 1 line of the e-mail that it answers.)",
    )


def test_it_stands_there_with_who_kept_it_and_that_nobody_knows_who_wrote_it(signed_in, officer, desk):
    enquiry = make_enquiry(desk=desk)

    keep(signed_in, enquiry, words="We told them.")

    assert enquiry.events.get().by == officer
    assert kept(enquiry)[1].startswith("From somebody whose address is not known")


def test_a_second_answer_leaves_the_day_of_the_first(signed_in, desk):
    first = timezone.now() - datetime.timedelta(days=2)
    enquiry = make_enquiry(desk=desk, state=EnquiryState.WAITING, answered_at=first)

    keep(signed_in, enquiry, words="We told them again.", written_by="answerer")

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.answered_at) == (EnquiryState.ANSWERED, first)


def test_what_is_too_large_is_not_even_read(signed_in, desk, monkeypatch):
    monkeypatch.setattr(apart, "read", None)

    response = keep(signed_in, make_enquiry(desk=desk), b"x" * (reading.MOST_BYTES + 1))

    assert response.context["sent"].errors["file"] == [reading.TOO_LARGE]


@pytest.mark.parametrize(
    ("before", "written_by", "after"),
    [
        ({}, "enquirer", "new"),
        ({"state": "answered"}, "enquirer", "waiting"),
        (CLOSED, "enquirer", "waiting"),
        ({}, "answerer", "answered"),
        ({"state": "waiting"}, "answerer", "answered"),
        (CLOSED, "answerer", "closed"),
    ],
)
def test_who_wrote_it_says_how_the_enquiry_stands(signed_in, desk, before, written_by, after):
    enquiry = make_enquiry(desk=desk, **before)

    keep(signed_in, enquiry, words="Words", written_by=written_by)

    assert Enquiry.objects.get().state == after


@pytest.mark.parametrize(("days", "is_believed"), [(-1, True), (-30, False)])
def test_it_was_answered_when_the_mail_says_if_that_can_be(signed_in, desk, days, is_believed):
    now = timezone.now()
    enquiry = make_enquiry(desk=desk, received_at=now - datetime.timedelta(days=5))
    sent = (now + datetime.timedelta(days=days)).replace(microsecond=0)

    content = mail("Yes", f"Date: {sent:%d %b %Y %H:%M:%S} +0000")
    keep(signed_in, enquiry, content, written_by="answerer", anyway="on")

    answered_at = Enquiry.objects.get().answered_at
    assert (answered_at == sent, answered_at >= now) == (is_believed, not is_believed)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Choose the e-mail as a file, or paste what it says"),
        ({"content": b"%PDF"}, reading.NO_MAIL),
        ({"content": mail("x" * (reading.MOST_BYTES + 1), DATE)}, reading.TOO_LARGE),
        ({"content": b""}, "Choose the file once more: it came empty"),
        ({"content": mail("Yes"), "words": "Yes"}, "Choose a file or paste the text, not both"),
        ({"words": "x" * 10_001}, "must be 10,000 characters or fewer"),
        ({"words": "Yes", "sent_on": f"{timezone.localdate().year + 1}-01-01"}, "Enter a day that is not to come"),
        ({"words": "Yes", "sent_on": "nonsense"}, "Enter a day, like 2026-11-28"),
        ({"words": "Yes", "written_by": ""}, "Select who wrote it"),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_field(signed_in, desk, fields, message):
    enquiry = make_enquiry(desk=desk)

    response = keep(signed_in, enquiry, **fields)

    assert (response.status_code, enquiry.events.count()) == (200, 0)
    assert message.replace(" .eml", ".eml") in words_of(response)


@pytest.mark.parametrize(
    "state", [HELD, CLOSED | {"anonymised_at": timezone.now(), "name": "", "email": "", "message": ""}]
)
def test_nothing_is_kept_of_who_is_held_back_or_forgotten(signed_in, desk, state):
    enquiry = make_enquiry(desk=desk, **state)

    keep(signed_in, enquiry, words="Words")

    assert enquiry.events.count() == 0
    assert "mail" not in signed_in.get(enquiry.get_admin_url()).context["forms"]


def test_another_desks_enquiry_takes_none(signed_in):
    enquiry = make_enquiry(desk=make_bridge())

    assert keep(signed_in, enquiry, words="Words").status_code == 404
    assert enquiry.events.count() == 0


def test_the_words_go_when_the_person_is_forgotten(signed_in, desk):
    enquiry = make_enquiry(desk=desk, received_at=BEFORE)
    keep(signed_in, enquiry, mail("I live in Leeds", DATE))

    anonymise.anonymise_enquiries(Enquiry.objects.all())

    assert not enquiry.events.exclude(text="").exists()


def test_a_mail_that_takes_too_much_to_read_is_told_beside_its_field(signed_in, desk, monkeypatch):
    asked = []

    def too_much(reader, content):
        asked.append(reader)
        raise TooMuchWork(apart.TOO_MUCH)

    monkeypatch.setattr(apart, "read", too_much)

    response = keep(signed_in, make_enquiry(desk=desk), mail("Yes"))

    assert asked == ["partnerships.mail.reading:as_data"]
    assert response.context["sent"].errors["file"] == [apart.TOO_MUCH]


@pytest.mark.parametrize(
    ("again", "is_kept"),
    [
        ({"content": mail("Yes,\r\nwe will.", DATE)}, True),
        ({"words": "Yes, we  will.\n> Will you come?"}, True),
        ({"words": "Yes,\nwe will.", "sender": "Amina", "sent_on": "2026-11-26"}, True),
        ({"words": "Yes,\nwe will.", "sender": "Amina", "sent_on": "2026-11-27"}, False),
        ({"content": mail("Yes,\r\nwe will.", DATE.replace("09:30", "09:31"))}, False),
        ({"words": "Yes, we will not."}, False),
    ],
)
def test_the_same_mail_is_kept_once_as_a_file_or_pasted(signed_in, desk, again, is_kept):
    enquiry = make_enquiry(desk=desk, received_at=BEFORE)
    keep(signed_in, enquiry, mail("Yes,\r\nwe will.", DATE))

    response = keep(signed_in, enquiry, **again)

    assert enquiry.events.count() == (1 if is_kept else 2)
    assert (mailed_answers.AlreadyKept.message in words_of(response)) == is_kept


def test_another_enquiry_may_have_the_same_mail(signed_in, desk):
    for enquiry in (make_enquiry(desk=desk, received_at=BEFORE), make_enquiry(desk=desk, received_at=BEFORE)):
        keep(signed_in, enquiry, mail("Yes", DATE))
        assert enquiry.events.count() == 1


@pytest.mark.parametrize(
    "fields", [{"content": mail("Yes", DATE)}, {"words": "Yes", "sent_on": "2026-11-26"}], ids=["file", "pasted"]
)
def test_a_mail_from_before_the_enquiry_is_asked_about(signed_in, desk, fields):
    enquiry = make_enquiry(desk=desk, received_at=datetime.datetime(2026, 11, 27, 9, tzinfo=datetime.UTC))

    asked = keep(signed_in, enquiry, **fields)

    assert (enquiry.events.count(), "anyway" in asked.context["sent"].fields) == (0, True)
    assert "written before the enquiry came" in words_of(asked)
    assert list(asked.context["sent"].errors) == ["anyway"]
    again = {name: value for name, value in fields.items() if name != "content"}
    held = asked.context["sent"]["held"].value() or ""
    assert (f'name="held" value="{held}"' in asked.text) == ("content" in fields)
    assert keep(signed_in, enquiry, **again, held=held, anyway="on").status_code == 302
    time = ", 09:30" if "content" in fields else ""
    assert kept(enquiry)[1].endswith(f" on 26 November 2026{time}\n\nYes")
    assert "anyway" not in signed_in.get(enquiry.get_admin_url()).context["forms"]["mail"].fields


@pytest.mark.parametrize("sender", ["Amina <AMINA@studio.example>", "amina@studio.example"])
def test_a_mail_from_the_enquirers_address_is_taken_for_theirs(signed_in, desk, sender):
    enquiry = make_enquiry(desk=desk, email="Amina@Studio.example", received_at=BEFORE, state="answered")

    keep(signed_in, enquiry, mail("Yes", DATE, sender=sender), written_by="")
    keep(signed_in, enquiry, words="No", sender=sender, written_by="")

    assert [event.kind for event in enquiry.events.all()] == [EnquiryEventKind.WROTE_BACK] * 2


def test_who_wrote_it_is_asked_of_another_sender_and_stays_selected(signed_in, desk):
    enquiry = make_enquiry(desk=desk, email="amina@studio.example", received_at=BEFORE)

    other = keep(signed_in, enquiry, mail("Yes", DATE, sender="Ben <ben@council.example>"), written_by="")
    older = keep(signed_in, enquiry, mail("Yes", DATE.replace("26 Nov", "1 Nov")), written_by="")

    assert other.context["sent"].errors == {"written_by": ["Select who wrote it"]}
    assert older.context["sent"]["written_by"].value() == "enquirer"
    assert enquiry.events.count() == 0
