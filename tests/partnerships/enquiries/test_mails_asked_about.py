"""What is asked about an answer that came by e-mail: its file waits meanwhile; a day to come is refused of any."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from partnerships.enquiries import mailed_answers
from partnerships.mail import reading
from partnerships.mail.reading import SavedMail
from partnerships.uploads import apart
from tests.factories import make_enquiry
from tests.partnerships.enquiries.test_mailed_answers import BEFORE, keep, kept
from tests.partnerships.mail.test_reading import DATE, mail, parts
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def test_a_file_that_was_read_waits_for_its_own_enquiry_alone_and_what_is_sent_again_goes_before(signed_in, desk):
    enquiry, other = (make_enquiry(desk=desk, received_at=BEFORE) for _ in range(2))
    plain = "Content-Type: text/plain\r\n\r\nYes.\r\n> Will you?"
    attached = parts(plain, 'Content-Type: image/png; name="us.png"\r\n\r\nx')
    asked = keep(signed_in, enquiry, attached, written_by="")
    token = asked.context["sent"]["held"].value()

    assert "The file is read and waits here (“Yes.”)." in words_of(asked)
    for where, held in ((other, token), (enquiry, token[:-1]), (enquiry, "")):
        refused = keep(signed_in, where, held=held)
        assert refused.context["sent"].errors == {"file": ["Choose the e-mail as a file, or paste what it says"]}
    keep(signed_in, enquiry, held=token)
    assert kept(enquiry)[1].endswith(
        ", 09:30\n\nYes.\n\n(Left out: 1 line of the e-mail that it answers.)\n\n"
        "(Not kept: us.png. Attached files stay in your mail program.)"
    )
    keep(signed_in, enquiry, mail("A file", DATE), held=token)
    keep(signed_in, enquiry, words="Pasted", held=token)
    assert [text.split("\n\n")[1] for text in enquiry.events.values_list("text", flat=True)] == [
        "Yes.",
        "A file",
        "Pasted",
    ]


def test_one_that_is_kept_already_is_only_said_to_be(signed_in, desk):
    enquiry = make_enquiry(desk=desk, received_at=BEFORE)
    keep(signed_in, enquiry, mail("Yes", DATE))

    again = keep(signed_in, enquiry, mail("Yes", DATE))

    assert again.context["sent"].errors == {"__all__": [mailed_answers.AlreadyKept.message]}


@pytest.mark.parametrize("days", [0, 1, 30])
def test_a_day_to_come_is_refused_of_a_file_as_of_what_is_pasted(signed_in, desk, days, monkeypatch):
    now = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    enquiry = make_enquiry(desk=desk, received_at=BEFORE)
    sent = now + datetime.timedelta(days=days)

    by_file = keep(signed_in, enquiry, mail("By file", f"Date: {sent:%d %b %Y %H:%M:%S} +0000"))
    by_hand = keep(signed_in, enquiry, words="By hand", sent_on=f"{sent:%Y-%m-%d}")

    answers = (enquiry.events.count(), by_file.status_code, by_hand.status_code)
    assert answers == ((0, 200, 200) if days else (2, 302, 302))
    if days:
        assert by_hand.context["sent"].errors == {"sent_on": ["Enter a day that is not to come"]}
        assert "says that it was written on a day to come" in by_file.context["sent"].errors["file"][0]
        assert not by_file.context["sent"]["held"].value()


def test_a_clock_that_goes_fast_by_minutes_round_midnight_is_no_day_to_come(desk, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2026, 11, 28, 23, 55, tzinfo=datetime.UTC))
    midnight = datetime.datetime(2026, 11, 29, tzinfo=datetime.UTC)

    to_come = [
        mailed_answers.is_to_come(SavedMail("", midnight + datetime.timedelta(minutes=minutes), "Yes"))
        for minutes in (14, 15)
    ]

    assert to_come == [False, True]


@pytest.mark.parametrize(("minutes", "is_older"), [(15, False), (16, True)])
def test_a_mail_from_minutes_before_the_enquiry_is_not_asked_about(desk, minutes, is_older):
    enquiry = make_enquiry(desk=desk, received_at=BEFORE)

    sent = BEFORE - datetime.timedelta(minutes=minutes)

    assert mailed_answers.is_older(enquiry, SavedMail("", sent, "Yes")) is is_older


def test_one_of_the_same_day_is_not_older_where_only_the_day_is_known(desk):
    enquiry = make_enquiry(desk=desk, received_at=BEFORE)
    days = [BEFORE.date() - datetime.timedelta(days=days) for days in (0, 1)]

    assert [mailed_answers.is_older(enquiry, SavedMail("", day, "Yes")) for day in days] == [False, True]


def test_who_is_not_known_is_not_taken_for_an_enquirer_without_an_address(desk):
    assert not mailed_answers.is_by_enquirer(make_enquiry(desk=desk, email=""), SavedMail("", None, "Yes"))


def test_the_same_file_is_kept_once_with_all_that_is_left_out_of_it(signed_in, desk):
    enquiry = make_enquiry(desk=desk, received_at=BEFORE)
    plain = "Content-Type: text/plain\r\n\r\nYes.\r\n> Will you?"
    content = parts(plain, 'Content-Type: image/png; name="us.png"\r\n\r\nx')

    for _ in range(2):
        keep(signed_in, enquiry, content)

    assert enquiry.events.count() == 1


def test_it_was_not_answered_later_than_it_is(signed_in, desk, monkeypatch):
    now = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    enquiry = make_enquiry(desk=desk, received_at=BEFORE)

    keep(signed_in, enquiry, mail("Yes", "Date: Sat, 28 Nov 2026 18:00:00 +0000"), written_by="answerer")

    enquiry.refresh_from_db()
    assert enquiry.answered_at == now


def test_a_file_of_a_day_to_come_leaves_nothing_waiting_that_was_chosen_before(signed_in, desk):
    enquiry = make_enquiry(desk=desk, received_at=BEFORE)
    token = keep(signed_in, enquiry, mail("Yes", DATE), written_by="").context["sent"]["held"].value()
    year = timezone.localdate().year + 1

    refused = keep(signed_in, enquiry, mail("No", f"Date: 26 Nov {year} 09:30:00 +0000"), held=token)

    assert (list(refused.context["sent"].errors), refused.context["sent"]["held"].value()) == (["file"], "")


def test_a_file_as_large_as_may_be_is_read(monkeypatch):
    monkeypatch.setattr(apart, "read", lambda reader, content: ["", "", str(len(content)), 0, []])
    file = SimpleUploadedFile("answer.eml", b"x" * reading.MOST_BYTES)

    assert mailed_answers.read_mail(file).words == str(reading.MOST_BYTES)
