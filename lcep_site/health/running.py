"""Whether what is done beside the web server goes on: mail, sheets, the worker, the scheduler and its daily jobs."""

import datetime

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.timesince import timesince

from lcep_site.health.findings import Finding, good, needs_attention
from members.models import SheetImport
from members.models.sheets import AT_WORK, LEASE
from partnerships.models import MailServerTrouble, OutgoingMail
from partnerships.vocabulary import MailState
from partnerships.worker import daily, heartbeats

A_MINUTE = datetime.timedelta(minutes=1)
WORKER_SILENT = datetime.timedelta(minutes=5)
# A scheduler that cron starts is alive once a day.
SCHEDULER_SILENT = datetime.timedelta(hours=26)
# How long after its time a mail leaves at the latest; news to all subscribers take longer.
MAIL_LATE, NEWS_LATE = datetime.timedelta(minutes=15), datetime.timedelta(hours=6)
# A mail server that takes none for now, as those do that want to see a sender come back, does so sooner.
MAIL_OLD = datetime.timedelta(hours=1)
GIVEN_UP_LATELY = datetime.timedelta(days=7)
SHEET_LATE = datetime.timedelta(hours=2)


def worker() -> Finding:
    return _of_beats(heartbeats.WORKER, WORKER_SILENT, "mail does not leave and nothing is published", "run_worker")


def scheduler() -> Finding:
    return _of_beats(heartbeats.SCHEDULER, SCHEDULER_SILENT, "nothing is done that is due each day", "run_daily")


def mail() -> Finding:
    """Tell mails that wait for their next try, one address each, from a mail server or a worker that sends none."""
    now = timezone.now()
    late = Q(for_mailing_list=False, next_try_at__lt=now - MAIL_LATE) | Q(next_try_at__lt=now - NEWS_LATE)
    waiting = OutgoingMail.objects.waiting().aggregate(
        number=Count("pk"), oldest=Min("written_at", filter=Q(for_mailing_list=False)), late=Count("pk", filter=late)
    )
    given_up = OutgoingMail.objects.filter(state=MailState.FAILED, next_try_at__gt=now - GIVEN_UP_LATELY).count()
    in_trouble = MailServerTrouble.objects.exists()
    age = now - waiting["oldest"] if waiting["oldest"] else datetime.timedelta()
    figures = (
        ("Waiting", str(waiting["number"])),
        ("Oldest that waits", _ago(waiting["oldest"])),
        ("Given up in seven days", str(given_up)),
        ("Mail server", "in trouble" if in_trouble else "answers"),
    )
    if waiting["late"] or (in_trouble and age > MAIL_OLD):
        return needs_attention(
            "Mail does not leave. Look whether a worker runs and the mail server answers; what waits is sent once it "
            "can be.",
            *figures,
        )
    if given_up:
        return needs_attention(
            "Mails were given up in the last seven days. Read why in the back office, under “Outgoing mails”, put it "
            "right and try them again.",
            *figures,
        )
    return good("Mail leaves.", *figures)


def sheets() -> Finding:
    """Look at large sheets that wait for a worker to read or import them."""
    waiting = SheetImport.objects.filter(state__in=AT_WORK, waits_for_worker_as__isnull=False)
    found = waiting.aggregate(number=Count("pk"), oldest=Min("lease_until"))
    since = found["oldest"] - LEASE if found["oldest"] else None
    figures = (("Waiting", str(found["number"])), ("Oldest that waits", _ago(since)))
    if since and since < timezone.now() - SHEET_LATE:
        return needs_attention("A sheet has waited for hours. Look whether a worker runs.", *figures)
    return good("No sheet waits for long.", *figures)


def daily_jobs() -> Finding:
    states = daily.overview()
    names = [state.job.name for state in states if state.trouble]
    figures = [(state.job.name, state.trouble or f"done {_ago(state.done_at)}") for state in states]
    if names:
        return needs_attention(
            f"Of the daily jobs these need somebody to look: {', '.join(names)}. The back office says why.",
            *figures,
        )
    return good("The daily jobs are done.", *figures)


def _of_beats(kind: str, silent: datetime.timedelta, then: str, command: str) -> Finding:
    """Return whether a process of `kind` was alive within `silent`; `then` is what happens without."""
    last = heartbeats.last(kind)
    figures = (("Last alive", _ago(last)),)
    if last is None or last < timezone.now() - silent:
        return needs_attention(f"No {kind} runs, so {then}. Start one: python manage.py {command}", *figures)
    return good(f"A {kind} runs.", *figures)


def _ago(moment: datetime.datetime | None) -> str:
    if moment is None:
        return "none"
    return "just now" if timezone.now() - moment < A_MINUTE else f"{timesince(moment, depth=1)} ago"
