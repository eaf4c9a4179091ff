"""Where the directory itself keeps something about people: enquiries, mails, forms, accounts, and what staff did."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from partnerships import models
from partnerships.mail import file_backend
from partnerships.models.audit import AuditEntryQuerySet
from partnerships.privacy import anonymise
from partnerships.privacy.stores import DataStore, HeldItem, Period, Rule, accounts_of, delete, fields, keyed_hash
from partnerships.public_content import stamp
from partnerships.vocabulary import MailState

_SIGNED_IN_FOR = datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)


def _kept_enquiries() -> QuerySet[models.Enquiry]:
    return models.Enquiry.objects.genuine().filter(anonymised_at__isnull=True)


def _enquiries_of(address: str) -> list[QuerySet[models.Enquiry]]:
    enquiries = models.Enquiry.objects.filter(email__iexact=address)
    return [enquiries.select_related("partnership", "authority", "bridge").prefetch_related("events")]


def _describe_enquiry(enquiry: models.Enquiry) -> HeldItem:
    return {
        "reference": enquiry.reference,
        "received_at": enquiry.received_at,
        "who is asking": enquiry.get_enquirer_display(),
        "topic": enquiry.get_topic_display(),
        "about": enquiry.about_what,
        "name": enquiry.name,
        "email": enquiry.email,
        "organisation": enquiry.organisation,
        "message": enquiry.message,
        "consent": enquiry.consent_version,
        "state": enquiry.get_state_display(),
        "held back because": enquiry.suspicions,
        "went to": enquiry.route_reason,
        "what happened": [
            {"at": event.at, "what": event.get_kind_display(), "words": event.text} for event in enquiry.events.all()
        ],
    }


def _expired_mails(before: datetime.datetime) -> QuerySet[models.OutgoingMail]:
    is_expired = Q(state=MailState.SENT, sent_at__lt=before) | Q(state=MailState.FAILED, written_at__lt=before)
    return models.OutgoingMail.objects.filter(is_expired).exclude(subject=anonymise.SUBJECT_REMOVED)


def _idle_accounts(before: datetime.datetime) -> QuerySet[User]:
    # A superuser is left: the last one gone, nobody could let anybody in again.
    accounts = User.objects.filter(is_superuser=False)
    return accounts.annotate(last_seen=Coalesce(F("last_login"), F("date_joined"))).filter(last_seen__lt=before)


def _acts_of(address: str) -> list[QuerySet[Any]]:
    accounts = accounts_of(address)
    return [LogEntry.objects.filter(user__in=accounts), models.AuditEntry.objects.filter(by__in=accounts)]


def _describe_act(act: LogEntry | models.AuditEntry) -> HeldItem:
    if isinstance(act, models.AuditEntry):
        return {"at": act.at, "action": act.get_action_display(), "about": act.about}
    return fields("action_time", "object_repr", "change_message")(act)


def _contacts_at(address: str) -> list[QuerySet[Any]]:
    return [
        models.Partnership.objects.filter(contact_email__iexact=address),
        models.BridgeOrganisation.objects.filter(enquiries_email__iexact=address),
    ]


def _remove_contacts(partnerships: QuerySet[models.Partnership], bridges: QuerySet[models.BridgeOrganisation]) -> int:
    # A partnership takes enquiries only while there is an address for them; they then go to the next on the way.
    removed = partnerships.update(contact_email="", takes_enquiries=False) + bridges.update(enquiries_email="")
    # Charts of staff count entries that have one, and no version tells of this.
    stamp.change()
    return removed


ENQUIRY_RULES = (
    Rule(
        name="closed enquiries",
        what="An enquiry that has been closed: your name, e-mail address, organisation, message, and our replies",
        keep=Period(months=6).since("from the day it was closed"),
        why="You may come back to it, and we must be able to say what we told you.",
        then="We remove all of these. What it was about, its place and its dates stay, so that we can count.",
        expired=lambda before: _kept_enquiries().filter(closed_at__lt=before),
        apply=anonymise.anonymise_enquiries,
    ),
    Rule(
        name="old enquiries",
        what="Any enquiry, whether it was closed or not",
        keep=Period(months=12).since("from the day it arrived"),
        why="After a year an answer helps nobody.",
        then="We close it and remove the same details.",
        expired=lambda before: _kept_enquiries().filter(received_at__lt=before),
        apply=anonymise.anonymise_enquiries,
    ),
    Rule(
        name="suspected spam",
        what="An enquiry held back as suspected spam",
        keep=Period(days=30).since("from the day it arrived"),
        why="Staff need time to see whether we held it back wrongly.",
        expired=lambda before: models.Enquiry.objects.quarantined().filter(received_at__lt=before),
    ),
)
MAIL_RULES = (
    Rule(
        name="outgoing mail",
        what="A copy of each e-mail the site sends: the address it went to and its words",
        keep=Period(days=30).since("from the day it left"),
        why="If it does not arrive, we can see what happened and send it again.",
        then="We remove address and words. That there was a mail, and when it left, stays.",
        expired=_expired_mails,
        apply=anonymise.empty_mails,
    ),
)
FORM_RULES = (
    Rule(
        name="sent forms",
        what="A code made from your e-mail address, and one from the network you are on, when you send a form",
        keep=Period(days=1).since("from the moment you send it"),
        why="It tells floods of spam from people. The code cannot be turned back into the address.",
        expired=lambda before: models.FormSubmission.objects.filter(at__lt=before),
    ),
    Rule(
        name="requests of programs",
        what="A code made from the network you are on, and how many requests a program there sent to our open data",
        keep=Period(days=1).since("from the moment of the first of them"),
        why="It keeps one program from crowding out the others. The code cannot be turned back into the network.",
        expired=lambda before: models.RequestCount.objects.filter(since__lt=before),
    ),
)
FINDER_RULES = (
    Rule(
        name="counts of the finder",
        what="How often the page “Find a partnership” gave which kind of answer in a month, and for which place. Never "
        "what was typed, no postcode, no school, and nothing of who asked",
        keep=Period(months=36).since("from the month they are of"),
        why="Where many find no partnership, one is missed. Each month’s are open data, without numbers under 5.",
        expired=lambda before: models.FinderCount.objects.filter(month__lt=before.date()),
    ),
)
SESSION_RULES = (
    Rule(
        name="sign-ins",
        what="That a member of staff is signed in",
        keep=Period(days=14).since("from the day they signed in, or until they sign out"),
        why="Without it they would have to sign in on every page.",
        expired=lambda before: Session.objects.filter(expire_date__lt=before + _SIGNED_IN_FOR),
    ),
)
DRAFT_RULES = (
    Rule(
        name="comments on drafts",
        what="What a member of staff says to colleagues about an entry that is not public yet",
        keep=Period(months=6).since("from the day it was said"),
        why="Whoever finishes the entry can read what was agreed.",
        expired=lambda before: models.DraftComment.objects.filter(at__lt=before),
    ),
    Rule(
        name="working copies",
        what="Who wrote a working copy of an entry, and what was to be changed in it",
        keep=Period(months=12).since("from the day it was last saved"),
        why="After a year nobody publishes it unseen.",
        expired=lambda before: models.WorkingCopy.objects.filter(saved_at__lt=before),
    ),
)
ACCOUNT_RULES = (
    Rule(
        name="idle staff accounts",
        what="The account of a member of staff who no longer signs in",
        keep=Period(months=12).since("from the last time they signed in"),
        why="An account nobody uses is a way in for somebody else.",
        then="We close it. A colleague can open it again.",
        expired=lambda before: _idle_accounts(before).filter(is_active=True),
        apply=anonymise.disable_accounts,
    ),
    Rule(
        name="former staff accounts",
        what="The name and e-mail address in a closed account",
        keep=Period(months=24).since("from the last time they signed in"),
        why="We may have to ask who did what.",
        then="We remove both. What was done stays, under a number.",
        expired=lambda before: _idle_accounts(before).exclude(username__regex=anonymise.FORMER),
        apply=anonymise.anonymise_accounts,
    ),
)
ACT_RULES = (
    Rule(
        name="audit entries",
        what="Who on our staff exported, erased or changed what",
        keep=Period(months=24).since("from the day they did it"),
        why="Those who handle what is about people must be able to account for it.",
        expired=lambda before: models.AuditEntry.objects.filter(at__lt=before),
        apply=AuditEntryQuerySet.delete_for_retention,
    ),
    Rule(
        name="back office history",
        what="Which entries staff changed in the back office",
        keep=Period(months=24).since("from the day they did it"),
        why="A mistake can then be traced and put right.",
        expired=lambda before: LogEntry.objects.filter(action_time__lt=before),
    ),
)
DIRECTORY_STORES = (
    DataStore(
        "Enquiries",
        rules=ENQUIRY_RULES,
        rows=_enquiries_of,
        describe=_describe_enquiry,
        erase_rows=anonymise.erase_enquiries,
        order=20,
    ),
    DataStore(
        "Mails",
        rules=MAIL_RULES,
        rows=lambda address: [models.OutgoingMail.objects.filter(Q(to__iexact=address) | Q(reply_to__iexact=address))],
        describe=fields("subject", "to", "reply_to", "text", "state", "written_at", "sent_at"),
        erase_rows=anonymise.empty_mails,
        order=10,
    ),
    DataStore(
        "Mails kept as files",
        rows=lambda address: [file_backend.files_with(address)],
        describe=lambda path: {"file": path.name},
        erase_rows=file_backend.delete_later,
        order=15,
    ),
    DataStore("Sent forms", rules=FORM_RULES),
    DataStore("Counts of the finder", rules=FINDER_RULES),
    DataStore("Sign-ins", rules=SESSION_RULES),
    DataStore(
        "Staff accounts",
        rules=ACCOUNT_RULES,
        rows=lambda address: [accounts_of(address)],
        describe=fields("username", "first_name", "last_name", "email", "is_active", "date_joined", "last_login"),
        erase_rows=anonymise.anonymise_accounts,
        order=40,
    ),
    DataStore(
        "Comments on drafts",
        rules=DRAFT_RULES,
        rows=lambda address: [models.DraftComment.objects.filter(by__in=accounts_of(address))],
        describe=fields("at", "text"),
        erase_rows=delete,
        order=34,
    ),
    DataStore(
        # By number these stay, so that others' work can still be followed; the account above loses the person.
        "What they did as staff",
        rules=ACT_RULES,
        rows=_acts_of,
        describe=_describe_act,
        order=35,
    ),
    DataStore(
        "Earlier exports and erasures",
        rows=lambda address: [models.AuditEntry.objects.filter(about__endswith=keyed_hash(address))],
        describe=lambda entry: {"at": entry.at, "action": entry.get_action_display(), "details": entry.details},
        order=45,
    ),
    DataStore(
        "Contact addresses",
        rows=_contacts_at,
        describe=lambda entry: {"enquiries go to this address": str(entry)},
        erase_rows=_remove_contacts,
        order=30,
    ),
)
