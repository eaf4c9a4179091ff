"""How long what is about people is kept, why, and what then happens: committed data, with the rules that carry it out.

`apply_retention` applies every rule daily; the privacy notice is drawn from the same list, so it cannot say
anything else. An app above this one registers its own rules in its AppConfig.ready().
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from partnerships import audit
from partnerships.dates.months import months_before
from partnerships.models import AuditEntry, Enquiry, FormSubmission, OutgoingMail, RequestCount
from partnerships.models.audit import AuditEntryQuerySet
from partnerships.privacy import anonymise
from partnerships.text.sentences import listed
from partnerships.vocabulary import AuditAction, MailState

_SIGNED_IN_FOR = datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)


Rows = TypeVar("Rows", bound=QuerySet[Any, Any])


@dataclass(frozen=True)
class Period:
    """A length of time in calendar months or days. str() gives it in words: "6 months"."""

    months: int = 0
    days: int = 0

    def before(self, moment: datetime.datetime) -> datetime.datetime:
        """Return the moment this long before `moment`; the last day of a month that has no such day."""
        return months_before(moment, self.months) - datetime.timedelta(days=self.days)

    def __str__(self) -> str:
        parts = [(self.months, "month"), (self.days, "day")]
        return listed(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)


def delete(rows: QuerySet[Any, Any]) -> int:
    """Delete `rows`; return how many, without counting what went with them."""
    _, counts = rows.delete()
    return counts.get(rows.model._meta.label, 0)


@dataclass(frozen=True)
class Rule(Generic[Rows]):
    """One line of the table: what is kept, for how long from when, why, and what happens then.

    `expired` takes a moment and returns the rows that count from before it, each only until the rule has been applied.
    `apply` takes these rows, carries the rule out and returns how many rows it dealt with;
    `then` tells the public.
    """

    name: str
    what: str
    keep: Period
    since: str
    why: str
    expired: Callable[[datetime.datetime], Rows]
    then: str = "We delete it."
    apply: Callable[[Rows], int] = delete

    def due(self, now: datetime.datetime) -> Rows:
        """Return the rows whose time is over `now`."""
        return self.expired(self.keep.before(now))


def _kept_enquiries() -> QuerySet[Enquiry]:
    return Enquiry.objects.genuine().filter(anonymised_at__isnull=True)


def _mails(before: datetime.datetime) -> QuerySet[OutgoingMail]:
    is_expired = Q(state=MailState.SENT, sent_at__lt=before) | Q(state=MailState.FAILED, written_at__lt=before)
    return OutgoingMail.objects.filter(is_expired).exclude(subject=anonymise.SUBJECT_REMOVED)


def _idle_accounts(before: datetime.datetime) -> QuerySet[User]:
    # A superuser is left: the last one gone, nobody could let anybody in again.
    accounts = User.objects.filter(is_superuser=False)
    return accounts.annotate(last_seen=Coalesce(F("last_login"), F("date_joined"))).filter(last_seen__lt=before)


RULES: list[Rule[Any]] = [
    Rule(
        name="closed enquiries",
        what="An enquiry that has been closed: your name, e-mail address, organisation, message, and our replies",
        keep=Period(months=6),
        since="from the day it was closed",
        why="You may come back to it, and we must be able to say what we told you.",
        then="We remove all of these. What it was about, its place and its dates stay, so that we can count.",
        expired=lambda before: _kept_enquiries().filter(closed_at__lt=before),
        apply=anonymise.anonymise_enquiries,
    ),
    Rule(
        name="old enquiries",
        what="Any enquiry, whether it was closed or not",
        keep=Period(months=12),
        since="from the day it arrived",
        why="After a year an answer helps nobody.",
        then="We close it and remove the same details.",
        expired=lambda before: _kept_enquiries().filter(received_at__lt=before),
        apply=anonymise.anonymise_enquiries,
    ),
    Rule(
        name="suspected spam",
        what="An enquiry held back as suspected spam",
        keep=Period(days=30),
        since="from the day it arrived",
        why="Staff need time to see whether we held it back wrongly.",
        expired=lambda before: Enquiry.objects.quarantined().filter(received_at__lt=before),
    ),
    Rule(
        name="outgoing mail",
        what="A copy of each e-mail the site sends: the address it went to and its words",
        keep=Period(days=30),
        since="from the day it left",
        why="If it does not arrive, we can see what happened and send it again.",
        then="We remove address and words. That there was a mail, and when it left, stays.",
        expired=_mails,
        apply=anonymise.empty_mails,
    ),
    Rule(
        name="sent forms",
        what="A code made from your e-mail address, and one from the network you are on, when you send a form",
        keep=Period(days=1),
        since="from the moment you send it",
        why="It tells floods of spam from people. The code cannot be turned back into the address.",
        expired=lambda before: FormSubmission.objects.filter(at__lt=before),
    ),
    Rule(
        name="requests of programs",
        what="A code made from the network you are on, and how many requests a program there sent to our open data",
        keep=Period(days=1),
        since="from the moment of the first of them",
        why="It keeps one program from crowding out the others. The code cannot be turned back into the network.",
        expired=lambda before: RequestCount.objects.filter(since__lt=before),
    ),
    Rule(
        name="finished tasks",
        what="The site’s own list of mails to send",
        keep=Period(days=7),
        since="from the day each was dealt with",
        why="It shows us what went wrong when a mail did not leave.",
        expired=lambda before: DBTaskResult.objects.filter(finished_at__lt=before),
    ),
    Rule(
        name="sign-ins",
        what="That a member of staff is signed in",
        keep=Period(days=14),
        since="from the day they signed in, or until they sign out",
        why="Without it they would have to sign in on every page.",
        expired=lambda before: Session.objects.filter(expire_date__lt=before + _SIGNED_IN_FOR),
    ),
    Rule(
        name="idle staff accounts",
        what="The account of a member of staff who no longer signs in",
        keep=Period(months=12),
        since="from the last time they signed in",
        why="An account nobody uses is a way in for somebody else.",
        then="We close it. A colleague can open it again.",
        expired=lambda before: _idle_accounts(before).filter(is_active=True),
        apply=anonymise.disable_accounts,
    ),
    Rule(
        name="former staff accounts",
        what="The name and e-mail address in a closed account",
        keep=Period(months=24),
        since="from the last time they signed in",
        why="We may have to ask who did what.",
        then="We remove both. What was done stays, under a number.",
        expired=lambda before: _idle_accounts(before).exclude(username__regex=anonymise.FORMER),
        apply=anonymise.anonymise_accounts,
    ),
    Rule(
        name="audit entries",
        what="Who on our staff exported, erased or changed what",
        keep=Period(months=24),
        since="from the day they did it",
        why="Those who handle what is about people must be able to account for it.",
        expired=lambda before: AuditEntry.objects.filter(at__lt=before),
        apply=AuditEntryQuerySet.delete_for_retention,
    ),
    Rule(
        name="back office history",
        what="Which entries staff changed in the back office",
        keep=Period(months=24),
        since="from the day they did it",
        why="A mistake can then be traced and put right.",
        expired=lambda before: LogEntry.objects.filter(action_time__lt=before),
    ),
]


def register(rule: Rule[Any]) -> None:
    """Add a rule of another app. Called once, when the app starts."""
    if rule.name not in {known.name for known in RULES}:
        RULES.append(rule)


def apply_all(now: datetime.datetime | None = None) -> dict[str, int]:
    """Carry out every rule; return how many rows each dealt with, by its name.

    Each rule is all or nothing: after a crash the next run does the rest. What was done is audited, in numbers.
    """
    now = now or timezone.now()
    done = {}
    for rule in RULES:
        with transaction.atomic():
            done[rule.name] = rule.apply(rule.due(now))
    if counts := {name: count for name, count in done.items() if count}:
        audit.record(AuditAction.RETENTION_APPLIED, details=counts)
    return done


def count_all(now: datetime.datetime | None = None) -> dict[str, int]:
    """Return how many rows each rule would deal with now, by its name; changes nothing."""
    now = now or timezone.now()
    return {rule.name: rule.due(now).count() for rule in RULES}
