"""An answer is promised by the national desk alone, and what it promised it keeps whoever answers in the end."""

import datetime
import re

import pytest
from django.utils import timezone

from partnerships.dates import working_days
from partnerships.enquiries import desk, mails, routing
from partnerships.enquiries.partnership_replies import enquiry_link
from partnerships.models import Enquiry
from partnerships.vocabulary import EnquiryState, EnquiryTopic, RouteKind, SupportAnswer
from tests.factories import make_authority, make_bridge, make_enquiry, make_partnership, make_superuser
from tests.reading import words_of
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 6, 1)
LONG_AGO = {"due_on": datetime.date(2026, 5, 5), "route": RouteKind.BRIDGE}
IN_FIVE_DAYS = "Monday 8 June 2026"
NATIONAL = "the national desk of this directory"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Let it be the first of June 2026."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: TODAY)


@pytest.fixture
def arch():
    """A desk whose enquiries somebody reads."""
    return make_bridge(name="Arch", enquiries_email="arch@bridge.example")


def passed_on(enquiry, to):
    """Pass `enquiry` on, and return it as it is then, with the mail to whoever sent it, if there is one."""
    desk.pass_on(enquiry=enquiry, to=to, reason="Theirs", by=make_superuser())
    return Enquiry.objects.get(), enquiry.mails.filter(to=enquiry.email).first()


def told(client, enquiry):
    """Return the words of the page of `enquiry`."""
    return words_of(client.get(f"/join/sent/{enquiry.reference}/"))


def test_what_the_national_desk_promised_stays_when_it_passes_the_enquiry_on(client, arch):
    enquiry, mail = passed_on(make_enquiry(due_on=datetime.date(2026, 6, 8)), arch)

    promise = f"It was the national desk that promised an answer by {IN_FIVE_DAYS}, and it still sees to that"
    assert (enquiry.is_promised, enquiry.due_on) == (True, datetime.date(2026, 6, 8))
    assert "Your enquiry is with Arch. It can also be seen by the national desk" in told(client, enquiry)
    assert promise in told(client, enquiry)
    assert mail.subject == f"Your enquiry ({enquiry.reference}) is passed on to Arch"
    assert f"was with {NATIONAL}. It has been passed on to Arch. It can also be seen by {NATIONAL}." in mail.text
    assert promise in mail.text
    assert promise in mail.html


def test_the_national_desk_promises_from_the_day_it_gets_what_nobody_had_promised(client, arch):
    enquiry, mail = passed_on(make_enquiry(desk=arch, recipient_name="Arch", **LONG_AGO), None)

    answer = f"The national desk answers by e-mail by {IN_FIVE_DAYS}."
    assert (enquiry.is_promised, enquiry.due_on) == (True, working_days.due_on(TODAY, 5))
    assert answer in told(client, enquiry)
    assert answer in mail.text


def test_nobody_promises_for_another_desk(client, arch):
    enquiry, mail = passed_on(
        make_enquiry(desk=arch, recipient_name="Arch", due_on=TODAY, route=RouteKind.BRIDGE),
        make_bridge(name="Span", enquiries_email="span@bridge.example"),
    )

    assert (enquiry.is_promised, enquiry.due_on) == (False, TODAY)
    assert "They answer by e-mail, and have not promised us when." in told(client, enquiry)
    assert "They answer by e-mail, and have not promised us when." in mail.text


def test_who_is_with_the_same_people_as_before_is_told_nothing():
    _, mail = passed_on(make_enquiry(), make_bridge(name="Nobody here"))

    assert mail is None


def test_neither_the_enquirers_words_nor_an_address_is_in_the_mail_that_says_who_answers_instead(arch):
    enquiry, mail = passed_on(make_enquiry(message="Sell carpets", name="Ada Stranger"), arch)

    seen = "\n".join([mail.subject, mail.text, mail.html])
    assert [word for word in ("carpets", "Ada", enquiry.email, "arch@bridge.example") if word in seen] == []


def test_passed_on_and_back_the_enquirer_is_told_each_time(arch):
    enquiry = make_enquiry()
    passed_on(enquiry, arch)
    passed_on(enquiry, None)

    assert enquiry.mails.filter(to=enquiry.email).count() == 2


@pytest.mark.parametrize(
    ("is_promised", "words"),
    [
        (True, f"The national desk promised an answer by: {IN_FIVE_DAYS}"),
        (False, f"Nobody promised a day; the enquirer was told to ask again after: {IN_FIVE_DAYS}"),
    ],
)
def test_who_is_to_answer_is_told_what_was_promised_and_by_whom(arch, is_promised, words):
    enquiry = make_enquiry(desk=arch, due_on=datetime.date(2026, 6, 8), is_promised=is_promised)

    [received] = mails.tell_recipients(enquiry, ["a@arch.example"])
    [handed_on] = mails.tell_new_desk(enquiry, ["a@arch.example"], "Yours")

    assert words in received.text
    assert words in words_in(received.html)
    assert words in handed_on.text


def words_in(html):
    return re.sub(r"<[^>]+>", "", html)


def test_a_partnership_reads_of_the_promise_it_did_not_make(client):
    partnership = make_partnership(name="Leeds33", takes_enquiries=True, contact_email="host@leeds.example")
    enquiry = make_enquiry(partnership=partnership, due_on=datetime.date(2026, 6, 8))
    enquiry, _ = passed_on(enquiry, partnership)

    words = words_of(client.get(enquiry_link(enquiry, "host@leeds.example")))

    assert f"The national desk promised the enquirer an answer by {IN_FIVE_DAYS}, and then passed the enquiry" in words


def test_released_to_the_national_desk_an_answer_is_promised_by_it(arch):
    held = {"state": EnquiryState.QUARANTINED, "suspicions": "Odd."}
    national = make_enquiry(is_promised=False, **held)
    theirs = make_enquiry(desk=arch, recipient_name="Arch", route=RouteKind.BRIDGE, **held)

    released = [desk.release(enquiry=enquiry, by=make_superuser()) for enquiry in (national, theirs)]

    assert [enquiry.is_promised for enquiry in released] == [True, False]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "Arch supports partnerships there today, but its staff do not read enquiries here. The national desk"),
        ("arch@bridge.example", "Arch supports partnerships there today. The national desk"),
    ],
)
def test_the_national_desk_says_of_who_supports_partnerships_there_whether_they_read_enquiries(client, address, words):
    authority = make_authority()
    make_present_support([authority.region], bridge=make_bridge(name="Arch", enquiries_email=address), name="Arch")
    enquiry = make_enquiry(authority=authority)

    assert words in told(client, enquiry)
    assert words in mails.tell_enquirer(enquiry).text


def test_the_national_desk_says_of_a_bridge_organisation_whom_it_asks_in_its_area(client):
    bridge = make_bridge(name="Arch")
    make_authority(bridge=bridge)
    enquiry = make_enquiry(bridge=bridge)

    assert "Until March 2023 that was the Bridge Organisation Arch." in told(client, enquiry)


def test_it_says_whose_support_ended_last_and_when(client):
    bridge = make_bridge(name="Curious Minds")
    authority = make_authority(bridge=bridge)
    make_present_support([authority.region], bridge=bridge, name="Curious Minds", until="2025-10")
    make_present_support([authority.region], name="Earlier", until="2024")
    make_present_support([authority.region], name="Long over", answer=SupportAnswer.NO)
    make_present_support(
        [authority.region], name="Planned", answer=SupportAnswer.NO, until="2026", is_until_planned=True
    )
    enquiry = make_enquiry(authority=authority)

    before = "ntil October 2025 that was Curious Minds."
    assert f"support partnerships there today. U{before}" in told(client, enquiry)
    assert f"support partnerships there today; u{before}" in mails.tell_enquirer(enquiry).text
    assert f"today; u{before} So the" in routing.route(EnquiryTopic.SUPPORT, authority=authority).reason
