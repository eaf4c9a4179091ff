"""What was stored or handed out before the modules moved is still understood; literals here never change.

Here: the keys by which no mail is written twice, what follows from a key, and the headers beside it.
"""

import datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from lcep_site.accounts import invitations, second_factor
from members.mailing_list import digest, subscriptions
from members.models import ChangeProposal, CheckRequest, Digest
from members.proposals import checks, mails
from members.proposals import privacy as proposals_forgetting
from partnerships.enquiries import mails as enquiry_mails
from partnerships.mail.delivery import message_of
from partnerships.models import EnquiryEvent, OutgoingMail
from partnerships.privacy import anonymise
from tests.factories import (
    COORDINATOR,
    make_check_request,
    make_mail,
    make_news,
    make_proposal,
    make_subscriber,
)
from tests.reading import words_of
from tests.stored.conftest import MADE_AT
from tests.stored.entries import (
    CHECK,
    PROPOSAL,
    READER,
    SUBSCRIBER,
    make_asked,
    make_entry,
    make_owner,
    make_person,
)
from tests.stored.literals import LITERALS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("an_hour_later")]
KEYS = LITERALS["mail keys"]
CONTACT_CHANGE = {"contact_email": [COORDINATOR, READER]}


def of_enquiries():
    """Write every mail of an enquiry that is passed on and answered twice."""
    enquiry, owner = make_asked(), make_owner()
    enquiry_mails.tell_enquirer(enquiry)
    enquiry_mails.tell_recipients(enquiry, [COORDINATOR])
    for kind, write in {"passed_on": _pass_on, "replied": enquiry_mails.send_reply}.items():
        for words in ("Once.", "Again."):
            EnquiryEvent.objects.create(enquiry=enquiry, kind=kind)
            write(enquiry, words, owner)


def _pass_on(enquiry, words, by):
    enquiry_mails.tell_new_desk(enquiry, [COORDINATOR], words)


def of_accounts():
    """Write the mails of an account, but that by which a password is reset: its key knows no account."""
    person, owner = make_person(password="!"), make_owner()
    invitations.send_again(person, by=owner)
    second_factor.reset(person, by=owner)


def of_news():
    """Write the mails of a subscriber, before and after the address is confirmed."""
    make_news(publication_changed_at=MADE_AT)
    for confirmed_at in (None, MADE_AT - datetime.timedelta(days=30)):
        subscriber = make_subscriber(pk=SUBSCRIBER, email=READER, confirmed_at=confirmed_at)
        subscriptions.ask(email=READER, choices={})
        if confirmed_at is None:
            subscriber.delete()
    digest.send(Digest.objects.create(since=datetime.date(2026, 11, 16), until=datetime.date(2026, 11, 30)))


def of_checks():
    """Remind of a check, and tell the Bridge Organisation that nothing came of it."""
    entry = make_entry()
    make_check_request(pk=CHECK, partnership=entry, sent_at=MADE_AT - datetime.timedelta(days=60))
    now = MADE_AT + datetime.timedelta(hours=1)
    checks.remind(now)
    checks.tell_bridges(now)


def of_proposals():
    """Write every mail of a correction that changes the contact address."""
    left = {"contact_email": "left"}
    correction = make_proposal(pk=PROPOSAL, partnership=make_entry(), changes=CONTACT_CHANGE, decisions=left)
    mails.ask_to_confirm(correction)
    mails.tell_proposer(correction)
    for is_done in (False, True):
        mails.tell_of_contact(correction, is_done=is_done)


ACTS = {
    "enquiries": of_enquiries,
    "accounts": of_accounts,
    "news": of_news,
    "checks": of_checks,
    "proposals": of_proposals,
}


@pytest.mark.parametrize("what", ACTS)
def test_a_mail_has_the_key_it_had_so_that_it_is_never_written_twice(what):
    ACTS[what]()

    assert sorted(OutgoingMail.objects.values_list("key", flat=True)) == KEYS[what]


@pytest.mark.parametrize("what", ACTS)
def test_of_mails_written_before_none_is_written_again(what):
    for key in KEYS[what]:
        make_mail(key=key)

    ACTS[what]()

    assert OutgoingMail.objects.count() == len(KEYS[what])


def test_a_mail_that_asks_for_a_check_has_the_key_it_had():
    asked = checks.ask(partnership=make_entry())

    assert OutgoingMail.objects.get().key == f"check:{asked.pk}:asked"
    assert CheckRequest.objects.get().fingerprint == LITERALS["hashes"]["fingerprint of the contact"]


def test_a_mail_written_before_is_the_same_mail_to_its_receiver():
    mail = make_mail(key="enquiry:LCEP-7K3M9Q:receipt", headers=LITERALS["headers"]["reply"])

    headers = message_of(mail).extra_headers

    assert headers == LITERALS["headers"]["reply"] | {"Message-ID": LITERALS["message id"]}


def test_a_reply_stands_below_the_receipt_that_was_sent_before():
    of_enquiries()

    reply = OutgoingMail.objects.get(key="enquiry:LCEP-7K3M9Q:reply:1")
    assert reply.headers == LITERALS["headers"]["reply"]
    assert reply.reply_to == "enquiries+LCEP-7K3M9Q@lcep.example"


def test_news_written_before_leaves_after_what_somebody_waits_for():
    news, _ = [make_mail(headers=LITERALS["headers"][what]) for what in ("news", "reply")]

    migration = import_module("partnerships.migrations.0013_one_queue_of_mail")
    migration.note_mailing_list(apps, SimpleNamespace(connection=connection))

    assert list(OutgoingMail.objects.filter(for_mailing_list=True)) == [news]


def test_news_has_the_headers_it_had():
    of_news()

    assert OutgoingMail.objects.get(key__startswith="digest:").headers == LITERALS["headers"]["news"]


def test_the_next_mailing_begins_where_the_one_before_ended():
    Digest.objects.create(since=datetime.date(2026, 10, 26), until=datetime.date(2026, 11, 9), finished_at=MADE_AT)

    call_command("send_digest", verbosity=0)

    latest = Digest.objects.get(finished_at__gt=MADE_AT)
    assert (latest.since, latest.until) == (datetime.date(2026, 11, 9), datetime.date(2026, 11, 23))


def test_the_words_of_a_mail_about_an_account_stay_hidden_from_staff(client):
    mail = make_mail(key=KEYS["accounts"][0], text="https://lcep.example/accounts/invitation/secret/")
    client.force_login(make_owner())

    page = client.get(f"/back-office/partnerships/outgoingmail/{mail.pk}/change/")

    assert (page.status_code, mail.subject in words_of(page), "secret" in words_of(page)) == (200, True, False)


def test_forgetting_a_proposal_empties_the_mails_written_before():
    make_proposal(pk=PROPOSAL)
    for key in KEYS["proposals"]:
        make_mail(key=key)

    proposals_forgetting.anonymise_proposals(ChangeProposal.objects.all())

    assert set(OutgoingMail.objects.values_list("to", "subject")) == {("", "Removed with the personal details")}


def test_a_mail_emptied_before_counts_as_emptied():
    make_mail(to="", subject="Removed with the personal details")

    assert anonymise.empty_mails(OutgoingMail.objects.all()) == 0
