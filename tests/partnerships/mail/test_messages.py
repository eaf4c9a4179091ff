"""What a mail says of itself in its headers, and in which order its parts come."""

from email.utils import parsedate_to_datetime

import pytest

from partnerships.mail.delivery import message_id, message_of
from tests.factories import make_mail

pytestmark = pytest.mark.django_db


def test_a_mail_says_what_it_is_in_its_headers(settings):
    settings.SITE_URL = "https://lcep.example:8443"
    mail = make_mail(key="enquiry:LCEP-7K3M9Q:receipt", reply_to="a+LCEP-7K3M9Q@b.example")

    message = message_of(mail).message()

    assert message["Message-ID"] == message_id(mail.key)
    assert (message["From"], message["To"]) == (settings.MAIL_FROM, mail.to)
    assert message["Reply-To"] == "a+LCEP-7K3M9Q@b.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(message["Date"])
    assert [name for name in message if name.startswith("X-")] == []


def test_a_mail_s_own_headers_come_first():
    mail = make_mail(headers={"Auto-Submitted": "no", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"})

    message = message_of(mail).message()

    assert message.get_all("Auto-Submitted") == ["no"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mail_has_text_first_and_html_second():
    parts = message_of(make_mail()).message().get_payload()

    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]


def test_a_message_id_is_always_the_same_for_a_key_and_differs_between_keys(settings):
    settings.SITE_URL = "https://lcep.example"
    keys = ["enquiry:LCEP-7K3M9Q:receipt", "enquiry.LCEP-7K3M9Q.receipt", "x" * 160, "x" * 159, "é <a@b>\n"]

    ids = [message_id(key) for key in keys]

    assert ids == [message_id(key) for key in keys]
    assert len(set(ids)) == len(keys)
    assert all(len(id_) < 120 and id_.isascii() and id_.endswith("@lcep.example>") for id_ in ids)
    assert ids[0].startswith("<enquiry.LCEP-7K3M9Q.receipt.")
