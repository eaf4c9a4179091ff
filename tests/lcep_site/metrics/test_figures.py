"""What rows tell is read in the same few queries, however many rows there are, and a database that is away is told."""

import datetime

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from lcep_site.metrics.figures import DirectoryFigures
from members.models import SheetImport
from partnerships.models import DailyRun, Heartbeat
from partnerships.vocabulary import MailState
from partnerships.worker import daily
from tests.factories import make_mail, make_superuser

pytestmark = pytest.mark.django_db
QUERIES = 7


def told():
    """Return the figures as (name, labels): value."""
    families = DirectoryFigures().collect()
    samples = [sample for family in families for sample in family.samples]
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def fill(number):
    """Make so many rows of each sort."""
    now, by = timezone.now(), make_superuser()
    for count in range(number):
        make_mail(written_at=now - datetime.timedelta(minutes=count))
        make_mail(state=MailState.SENT, sent_at=now)
        sheet = {"kind": "members", "file_name": "a.csv", "by": by, "lease_until": now}
        SheetImport.objects.create(**sheet, waits_for_worker_as=by)
        SheetImport.objects.create(**sheet | {"state": "done", "lease_until": None})
        day = now.date() - datetime.timedelta(days=count)
        for job in daily.jobs():
            DailyRun.objects.create(job=job.name, day=day, outcome="done", ended_at=now)
    Heartbeat.objects.create(kind="scheduler", at=now)


@pytest.mark.parametrize("number", [1, 5])
def test_any_number_of_rows_takes_as_many_queries(number, django_assert_num_queries):
    fill(number)

    with django_assert_num_queries(QUERIES):
        figures = told()

    assert figures["lcep_mails", "queued"] == figures["lcep_mails", "sent"] == number
    assert figures["lcep_mails", "failed"] == 0
    assert (figures["lcep_imports", "reading"], figures["lcep_imports", "done"]) == (number, number)
    assert figures["lcep_imports_waiting",] == number
    assert (number - 1) * 60 <= figures["lcep_mail_oldest_unsent_seconds",] < (number - 1) * 60 + 60
    assert figures["lcep_daily_job_done_timestamp_seconds", "retention"] <= timezone.now().timestamp()


def test_a_job_whose_last_try_failed_is_told():
    DailyRun.objects.create(job="retention", day=timezone.localdate(), outcome="failed", ended_at=timezone.now())

    figures = told()

    assert (figures["lcep_daily_job_failing", "retention"], figures["lcep_daily_job_failing", "open data"]) == (1, 0)


def test_a_database_that_is_away_is_told_and_takes_no_other_figure_with_it(monkeypatch):
    def fail(*arguments):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(connection, "cursor", fail)

    assert told() == {("lcep_database_up",): 0}
