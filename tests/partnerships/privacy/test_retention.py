"""Each rule deals with what is over its time, with nothing younger, and once."""

import datetime

import pytest
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from members.models import Subscriber
from partnerships.models import (
    AuditEntry,
    DraftComment,
    Enquiry,
    EnquiryEvent,
    FinderCount,
    FormSubmission,
    OutgoingMail,
    Partnership,
    RequestCount,
    WorkingCopy,
)
from partnerships.privacy import retention
from partnerships.privacy.stores import Period
from partnerships.vocabulary import EnquiryEventKind, EnquiryOutcome, EnquiryState, MailState
from tests.factories import make_bridge, make_enquiry, make_mail, make_subscriber, make_superuser, make_user
from tests.members.sheets.sheet_files import make_import
from tests.proposals import ROWS as PROPOSALS
from tests.text_columns import mentions

pytestmark = [pytest.mark.django_db, pytest.mark.versions]

NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


def make_closed_enquiry(closed_at):
    """Make an enquiry that came in and was closed at the same moment."""
    is_over = {"state": EnquiryState.CLOSED, "outcome": EnquiryOutcome.JOINED}
    return make_enquiry(received_at=closed_at, closed_at=closed_at, **is_over)


def make_held_enquiry(received_at):
    """Make an enquiry held back as suspected spam."""
    return make_enquiry(state=EnquiryState.QUARANTINED, suspicions="Sent too fast.", received_at=received_at)


def make_finder_count(at):
    """Make a count of a month that began on the day of `at`, or on the day before if it is over."""
    day = (at - (NOW - NOW.replace(hour=0, minute=0, second=0, microsecond=0))).date()
    return FinderCount.objects.create(month=day, answer="closed", number=1)


def make_history(at):
    """Make a line of the back office's history."""
    kind = ContentType.objects.get_for_model(Partnership)
    return LogEntry.objects.create(user=make_superuser(), content_type=kind, action_flag=CHANGE, action_time=at)


def make_session(started_at):
    """Make the session of somebody who signed in then."""
    ends = started_at + datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Session.objects.create(session_key=f"key-{started_at.timestamp()}", session_data="-", expire_date=ends)


# For each rule: how long what it is about is kept, and how to make such a row of a given age.
ROWS = {
    "closed enquiries": (Period(months=6), make_closed_enquiry),
    "old enquiries": (Period(months=12), lambda at: make_enquiry(received_at=at)),
    "suspected spam": (Period(days=30), make_held_enquiry),
    "outgoing mail": (Period(days=30), lambda at: make_mail(state=MailState.SENT, sent_at=at, written_at=at)),
    "sent forms": (Period(days=1), lambda at: FormSubmission.objects.create(form="enquiry", sender_hash="x", at=at)),
    "requests of programs": (Period(days=1), lambda at: RequestCount.objects.create(network_hash="x", since=at)),
    "counts of the finder": (Period(months=36), make_finder_count),
    "sign-ins": (Period(days=14), make_session),
    "idle staff accounts": (Period(months=12), lambda at: make_user(last_login=at)),
    "former staff accounts": (Period(months=24), lambda at: make_user(last_login=at, is_active=False)),
    "comments on drafts": (Period(months=6), lambda at: DraftComment.objects.create(entry=make_bridge(), at=at)),
    "working copies": (
        Period(months=12),
        lambda at: WorkingCopy.objects.create(entry=make_bridge(), content={}, began_from=0, saved_at=at),
    ),
    "audit entries": (Period(months=24), lambda at: AuditEntry.objects.create(action="exported", at=at)),
    "back office history": (Period(months=24), make_history),
    **PROPOSALS,
    "imported sheets": (Period(months=3), lambda at: make_import(created_at=at)),
    "unconfirmed subscribers": (Period(days=7), lambda at: make_subscriber(confirmed_at=None, asked_at=at)),
}


def rule(name):
    """Return the rule of that name."""
    return next(rule for rule in retention.rules() if rule.name == name)


def test_every_rule_is_tested_here_with_its_period():
    assert {rule.name: rule.keep for rule in retention.rules()} == {name: keep for name, (keep, _) in ROWS.items()}


@pytest.mark.parametrize("name", ROWS)
def test_a_rule_deals_with_what_is_over_its_time_and_with_nothing_younger(name):
    keep, make = ROWS[name]
    over = make(keep.before(NOW) - MINUTE)
    make(keep.before(NOW) + MINUTE)

    due = [*rule(name).due(NOW)]

    assert [row.pk for row in due] == [over.pk]


@pytest.mark.parametrize("name", ROWS)
def test_a_rule_applied_twice_finds_nothing_more_to_do(name):
    keep, make = ROWS[name]
    make(keep.before(NOW) - MINUTE)

    first, second = retention.apply_all(NOW), retention.apply_all(NOW)

    assert first[name] == 1
    assert (second[name], rule(name).due(NOW).count()) == (0, 0)


@pytest.mark.parametrize(
    "name",
    ["suspected spam", "sent forms", "requests of programs", "sign-ins", "back office history"],
)
def test_what_is_deleted_is_gone(name):
    keep, make = ROWS[name]
    row = make(keep.before(NOW) - MINUTE)

    retention.apply_all(NOW)

    assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_closed_enquiry_loses_the_person_and_keeps_what_is_counted():
    bridge = make_bridge()
    enquiry = make_closed_enquiry(ROWS["closed enquiries"][0].before(NOW) - MINUTE)
    Enquiry.objects.filter(pk=enquiry.pk).update(desk=bridge)
    EnquiryEvent.objects.create(enquiry=enquiry, kind=EnquiryEventKind.REPLIED, text="Dear Amina, come on Monday.")
    mail = make_mail(enquiry=enquiry, to=enquiry.email, state=MailState.SENT, sent_at=NOW)

    retention.apply_all(NOW)

    enquiry.refresh_from_db()
    mail.refresh_from_db()
    assert (enquiry.name, enquiry.email, enquiry.message, enquiry.organisation) == ("", "", "", "")
    assert (enquiry.state, enquiry.outcome, enquiry.desk) == (EnquiryState.CLOSED, EnquiryOutcome.JOINED, bridge)
    assert enquiry.anonymised_at
    assert [(event.kind, event.text) for event in enquiry.events.order_by("pk")] == [
        (EnquiryEventKind.REPLIED, ""),
        (EnquiryEventKind.ANONYMISED, ""),
    ]
    assert (mail.to, mail.text, mail.html, mail.state, mail.sent_at) == ("", "", "", MailState.SENT, NOW)


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (EnquiryState.NEW, EnquiryOutcome.UNANSWERED),
        (EnquiryState.WAITING, EnquiryOutcome.UNANSWERED),
        (EnquiryState.ANSWERED, EnquiryOutcome.ANSWERED),
    ],
)
def test_an_enquiry_nobody_closed_is_closed_when_it_is_forgotten(state, outcome):
    enquiry = make_enquiry(state=state, received_at=Period(months=12).before(NOW) - MINUTE)

    retention.apply_all(NOW)

    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.outcome) == (EnquiryState.CLOSED, outcome)
    assert enquiry.anonymised_at


def test_a_mail_that_still_waits_is_not_emptied_by_its_age():
    make_mail(written_at=NOW - datetime.timedelta(days=90))

    assert retention.apply_all(NOW)["outgoing mail"] == 0


def test_a_mail_that_was_given_up_is_emptied_too():
    make_mail(state=MailState.FAILED, written_at=NOW - datetime.timedelta(days=31), last_error="no such mailbox")

    retention.apply_all(NOW)

    assert [*OutgoingMail.objects.values_list("to", "text", "last_error")] == [("", "", "")]


def test_a_confirmed_subscriber_stays():
    make_subscriber(asked_at=NOW - datetime.timedelta(days=900))

    retention.apply_all(NOW)

    assert Subscriber.objects.count() == 1


def test_a_superuser_is_never_shut_out_by_age():
    make_superuser(last_login=NOW - datetime.timedelta(days=900))

    done = retention.apply_all(NOW)

    assert (done["idle staff accounts"], done["former staff accounts"]) == (0, 0)


def test_an_account_nobody_ever_signed_in_to_counts_from_when_it_was_made():
    make_user(date_joined=NOW - datetime.timedelta(days=400))
    make_user(date_joined=NOW - datetime.timedelta(days=300))

    assert retention.count_all(NOW)["idle staff accounts"] == 1


def test_a_former_account_keeps_neither_name_nor_rights():
    account = make_user(
        username="jo@bridge.example", email="jo@bridge.example", first_name="Jo", is_staff=True, last_login=None
    )
    type(account).objects.filter(pk=account.pk).update(date_joined=NOW - datetime.timedelta(days=800))
    make_bridge().officers.add(account)

    retention.apply_all(NOW)

    account.refresh_from_db()
    assert (account.username, account.email, account.first_name) == (f"former-{account.pk}", "", "")
    assert (account.is_active, account.is_staff, account.has_usable_password()) == (False, False, False)
    assert account.bridges.count() == 0


def test_after_a_year_an_enquirers_address_stands_nowhere_in_the_database():
    year_ago = NOW - datetime.timedelta(days=367)
    address = "amina@studio.example"
    enquiry = make_enquiry(email=address, message=f"Write to {address}", received_at=year_ago)
    EnquiryEvent.objects.create(enquiry=enquiry, kind=EnquiryEventKind.NOTED, text=f"Rang {address}", at=year_ago)
    make_mail(enquiry=enquiry, to=address, text=f"To {address}", headers={"X": address})
    make_mail(to=address, reply_to=address, html=address, state=MailState.SENT, sent_at=year_ago)
    make_subscriber(email=address, confirmed_at=None, asked_at=year_ago)
    before = mentions(address)

    retention.apply_all(NOW)

    assert len(before) == 9
    assert mentions(address) == []


def test_what_was_done_is_audited_in_numbers_and_a_day_with_nothing_to_do_is_not():
    make_held_enquiry(NOW - datetime.timedelta(days=31))

    retention.apply_all(NOW)
    retention.apply_all(NOW)

    assert [*AuditEntry.objects.values_list("action", "by", "about", "details")] == [
        ("retention_applied", None, "", {"suspected spam": 1})
    ]


def test_a_rule_that_fails_leaves_those_before_it_done(monkeypatch):
    enquiry = make_enquiry(received_at=NOW - datetime.timedelta(days=400))
    make_held_enquiry(NOW - datetime.timedelta(days=400))

    def crash(rows):
        rows.delete()
        raise RuntimeError

    rules = [rule("old enquiries"), _with(rule("suspected spam"), apply=crash)]
    monkeypatch.setattr(retention, "rules", lambda: rules)
    with pytest.raises(RuntimeError):
        retention.apply_all(NOW)

    enquiry.refresh_from_db()
    assert enquiry.anonymised_at
    assert Enquiry.objects.quarantined().count() == 1


def _with(rule, **changes):
    return type(rule)(**{**vars(rule), **changes})


def test_the_command_only_counts_when_asked_to(capsys):
    make_enquiry(received_at=timezone.now() - datetime.timedelta(days=400))

    call_command("apply_retention", "--dry-run")
    dry = capsys.readouterr().out
    call_command("apply_retention")
    real = capsys.readouterr().out
    call_command("apply_retention")

    assert "Old enquiries: 1." in dry
    assert "Nothing was changed." in dry
    assert dry.removesuffix("Nothing was changed.\n") == real
    assert "Old enquiries: 0." in capsys.readouterr().out
