"""What rows tell of how the site runs, read when somebody asks: in as many queries however many rows there are.

Whatever process did it is counted, on whichever machine; so every web server tells the same.
"""

from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily

from members.models import SheetImport
from members.models.sheets import AT_WORK, LEASE, SheetState
from partnerships.models import Heartbeat, OutgoingMail
from partnerships.vocabulary import MailState
from partnerships.vocabulary.running import DailyOutcome
from partnerships.worker import daily


class DirectoryFigures:
    """What Prometheus's client collects."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        is_up, found = 1, []
        try:
            found = [*_mails(), *_sheets(), _heartbeats(), *_daily_jobs()]
        except (DatabaseError, InterfaceError):
            is_up = 0
        yield GaugeMetricFamily("lcep_database_up", "Whether the database answered just now.", value=is_up)
        yield from found


def _by_state(name: str, words: str, rows: QuerySet, states: type[MailState] | type[SheetState]) -> GaugeMetricFamily:
    numbers = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    family = GaugeMetricFamily(name, words, labels=["state"])
    for state in states:
        family.add_metric([state.value], numbers.get(state.value, 0))
    return family


def _mails() -> Iterator[GaugeMetricFamily]:
    yield _by_state("lcep_mails", "Mails by what became of them.", OutgoingMail.objects.all(), MailState)
    oldest = OutgoingMail.objects.waiting().aggregate(oldest=Min("written_at"))["oldest"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield GaugeMetricFamily("lcep_mail_oldest_unsent_seconds", "How long the oldest mail has waited.", value=age)


def _sheets() -> Iterator[GaugeMetricFamily]:
    yield _by_state(
        "lcep_imports", "Imports of sheets by how far they have come.", SheetImport.objects.all(), SheetState
    )
    waiting = SheetImport.objects.filter(state__in=AT_WORK, waits_for_worker_as__isnull=False)
    found = waiting.aggregate(number=Count("pk"), oldest=Min("lease_until"))
    age = (timezone.now() - found["oldest"] + LEASE).total_seconds() if found["oldest"] else 0
    yield GaugeMetricFamily("lcep_imports_waiting", "Imports that wait for a worker.", value=found["number"])
    yield GaugeMetricFamily("lcep_import_oldest_waiting_seconds", "How long the oldest of them has waited.", value=age)


def _heartbeats() -> GaugeMetricFamily:
    family = GaugeMetricFamily("lcep_heartbeat_age_seconds", "How long ago one was alive.", labels=["kind"])
    now = timezone.now()
    for kind, at in Heartbeat.objects.order_by("kind").values_list("kind", "at"):
        family.add_metric([kind], (now - at).total_seconds())
    return family


def _daily_jobs() -> Iterator[GaugeMetricFamily]:
    failing = GaugeMetricFamily("lcep_daily_job_failing", "Whether its last try failed.", labels=["job"])
    done = GaugeMetricFamily("lcep_daily_job_done_timestamp_seconds", "When it was last done.", labels=["job"])
    for state in daily.overview():
        has_failed = state.latest is not None and state.latest.outcome == DailyOutcome.FAILED
        failing.add_metric([state.job.name], int(has_failed))
        if state.done_at:
            done.add_metric([state.job.name], state.done_at.timestamp())
    yield from (failing, done)
