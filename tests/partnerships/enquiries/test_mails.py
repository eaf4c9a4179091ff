"""Who is told what about an enquiry: no stranger's words, nobody's address, and where answers go."""

import datetime
import re

import pytest
from django.urls import resolve

from partnerships.enquiries import mails as enquiry_mails
from partnerships.enquiries.partnership_replies import ENQUIRY_LINK, fingerprint
from partnerships.mail.delivery import message_id
from partnerships.models import EnquiryEvent, OutgoingMail
from partnerships.vocabulary import EnquiryEventKind, EnquiryTopic, RouteKind
from tests.factories import make_authority, make_bridge, make_enquiry, make_partnership, make_user

pytestmark = pytest.mark.django_db
STRANGER = {
    "name": "Ada Stranger",
    "email": "ada@stranger.example",
    "organisation": "Stranger & Co",
    "message": "Buy our <b>carpets</b> at https://carpets.example",
}
STRANGE_WORDS = ("Ada", "Stranger", "stranger", "carpets")
CONTACT = "contact@leeds.example"


@pytest.fixture
def bridge():
    """A Bridge Organisation with an address nobody outside may see."""
    return make_bridge(name="Curious Minds", enquiries_email="desk@curious.example")


@pytest.fixture
def enquiry(bridge):
    """A stranger's wish to join a partnership that takes enquiries itself."""
    partnership = make_partnership(
        [make_authority(bridge=bridge)], name="Leeds33 & friends", takes_enquiries=True, contact_email=CONTACT
    )
    return make_enquiry(
        **STRANGER,
        reference="LCEP-7K3M9Q",
        topic=EnquiryTopic.JOIN,
        partnership=partnership,
        desk=bridge,
        route=RouteKind.PARTNERSHIP,
        route_reason="Leeds33 & friends takes enquiries itself.",
        recipient_name="Leeds33 & friends",
        due_on=datetime.date(2026, 12, 1),
    )


def everything_in(mail):
    """Return all that the receiver of `mail` can see."""
    return "\n".join([mail.subject, mail.text, mail.html, mail.reply_to, str(mail.headers)])


def add_event(enquiry, kind):
    """Add a line to the timeline of `enquiry`."""
    EnquiryEvent.objects.create(enquiry=enquiry, kind=kind, text="x")


def test_the_receipt_says_what_was_asked_in_brief_who_answers_and_by_when(enquiry):
    mail = enquiry_mails.tell_enquirer(enquiry)

    assert (mail.to, mail.enquiry) == ("ada@stranger.example", enquiry)
    assert mail.subject == "We have your enquiry (LCEP-7K3M9Q)"
    assert "What you want to do: Join a partnership\nWhat it is about: Leeds33 & friends\n" in mail.text
    assert "Your enquiry is with Leeds33 & friends." in mail.text
    assert "have not promised us when. If you hear nothing by Tuesday 1 December 2026, tell us" in mail.text


def test_the_receipt_has_neither_the_stranger_s_words_nor_anybody_s_address(enquiry):
    seen = everything_in(enquiry_mails.tell_enquirer(enquiry))

    assert [word for word in (*STRANGE_WORDS, CONTACT, "desk@curious.example") if word in seen] == []


def test_the_receipt_names_whom_the_enquirer_was_told_of_whatever_has_changed_since(enquiry, bridge):
    enquiry.partnership.name, enquiry.partnership.takes_enquiries = "Leeds35", False

    mail = enquiry_mails.tell_enquirer(enquiry)

    assert "Your enquiry is with Leeds33 & friends." in mail.text


def test_staff_are_sent_to_the_inbox(enquiry, settings):
    [mail] = enquiry_mails.tell_recipients(enquiry, ["desk@curious.example"])

    assert mail.to == "desk@curious.example"
    assert mail.subject == "New enquiry LCEP-7K3M9Q: Join a partnership, Leeds33 & friends"
    assert f"{settings.SITE_URL}/back-office/partnerships/enquiry/{enquiry.pk}/change/\n" in mail.text
    assert "You need to sign in to the back office first." in mail.text


def test_a_partnership_s_contact_gets_a_signed_link(enquiry):
    [mail] = enquiry_mails.tell_recipients(enquiry, ["Contact@leeds.example"])

    [link] = re.findall(r"^http://127.0.0.1:8000(/join/.*)$", mail.text, re.MULTILINE)
    assert ENQUIRY_LINK.read(resolve(link).kwargs["token"]) == [enquiry.pk, fingerprint(CONTACT)]
    assert "back office" not in mail.text
    assert "The link is for you alone and works until" in mail.text


def test_a_contact_of_a_partnership_that_is_not_to_answer_gets_no_signed_link(enquiry):
    enquiry.route = RouteKind.BRIDGE

    [mail] = enquiry_mails.tell_recipients(enquiry, [CONTACT])

    assert "You need to sign in to the back office first." in mail.text


@pytest.mark.parametrize("address", [CONTACT, "desk@curious.example"])
def test_no_word_of_the_stranger_is_mailed_on(enquiry, address):
    told = enquiry_mails.tell_recipients(enquiry, [address])
    passed_on = enquiry_mails.tell_new_desk(enquiry, [address], "It is nearer to you.")

    seen = "\n".join(map(everything_in, told + passed_on))
    assert [word for word in STRANGE_WORDS if word in seen] == []


def test_each_recipient_is_told_once(enquiry):
    both = [CONTACT, "desk@curious.example"]

    enquiry_mails.tell_recipients(enquiry, both)
    enquiry_mails.tell_recipients(enquiry, [CONTACT.upper(), *both])

    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == both


def test_whoever_it_is_passed_on_to_reads_the_reason(enquiry):
    [mail] = enquiry_mails.tell_new_desk(enquiry, ["desk@curious.example"], "It is <nearer> to you.")

    assert mail.subject == "Enquiry LCEP-7K3M9Q is passed on to you: Join a partnership, Leeds33 & friends"
    assert "The reason: It is <nearer> to you.\n" in mail.text
    assert "The reason: It is &lt;nearer&gt; to you." in mail.html
    assert "Why it comes to you" not in mail.text


def test_passed_on_to_the_same_desk_again_they_are_told_again(enquiry):
    for _ in range(2):
        add_event(enquiry, EnquiryEventKind.PASSED_ON)
        enquiry_mails.tell_new_desk(enquiry, ["desk@curious.example"], "Back to you.")

    assert OutgoingMail.objects.count() == 2


def test_a_reply_carries_the_words_of_staff_and_who_wrote_them(enquiry):
    add_event(enquiry, EnquiryEventKind.REPLIED)

    mail = enquiry_mails.send_reply(
        enquiry,
        "  Come & see us:\n\nhttps://leeds.example/join <soon>  ",
        make_user(first_name="Sam", last_name="Reed"),
    )

    assert mail.to == "ada@stranger.example"
    assert mail.text.startswith("Come & see us:\n\nhttps://leeds.example/join <soon>\n\nSam Reed\nCurious Minds\n")
    assert '<a href="https://leeds.example/join" rel="nofollow">' in mail.html
    assert "&lt;soon&gt;" in mail.html


def test_a_reply_is_a_person_s_and_stands_below_the_receipt(enquiry):
    add_event(enquiry, EnquiryEventKind.REPLIED)
    receipt = message_id(enquiry_mails.tell_enquirer(enquiry).key)

    mail = enquiry_mails.send_reply(enquiry, "Come.", make_user())

    assert mail.headers == {"Auto-Submitted": "no", "In-Reply-To": receipt, "References": receipt}


def test_a_person_without_a_name_replies_for_the_desk(enquiry):
    enquiry.desk = None

    mail = enquiry_mails.send_reply(enquiry, "Come.", make_user())

    assert mail.text.startswith("Come.\n\nNational desk\n")


def test_every_reply_in_the_timeline_is_a_mail_of_its_own(enquiry):
    for _ in range(2):
        add_event(enquiry, EnquiryEventKind.REPLIED)
        enquiry_mails.send_reply(enquiry, "The same words.", make_user())

    assert OutgoingMail.objects.count() == 2


def test_answers_to_every_mail_come_back_by_reference(enquiry, settings):
    settings.ENQUIRY_REPLY_TO = "answers@lcep.example"

    enquiry_mails.tell_enquirer(enquiry)
    enquiry_mails.tell_recipients(enquiry, [CONTACT])
    enquiry_mails.tell_new_desk(enquiry, [CONTACT], "Yours.")
    enquiry_mails.send_reply(enquiry, "Come.", make_user())

    reply_addresses = list(OutgoingMail.objects.values_list("reply_to", flat=True))
    assert reply_addresses == ["answers+LCEP-7K3M9Q@lcep.example"] * 4
