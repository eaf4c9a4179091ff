"""What was stored or handed out before the modules moved is still understood; literals here never change.

Here: rows of the queue of tasks there was, which named what is to be done by its place in the code of then.
"""

import datetime
import json
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from members.models import MemberOrganisation, SheetImport
from tests.factories import make_mail, make_sector, make_superuser
from tests.stored.literals import LITERALS

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
TASKS = LITERALS["tasks"]
SHEET = b"Name,Sector\nTate,Museums\nLowry,Museums\n"
TABLE = "django_tasks_database_dbtaskresult"
migration = import_module("members.migrations.0009_take_up_waiting_tasks")


@pytest.fixture
def queue():
    """The table of the former queue, with the columns that are read of it."""
    kind = {"sqlite": "text", "postgresql": "jsonb"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {TABLE} (task_path text, status text, args_kwargs {kind})")
        yield cursor


def queued(cursor, what, *arguments, status="READY"):
    """Put a task in the queue as it was put there then."""
    values = [TASKS[what]["task_path"], status, json.dumps({"args": arguments, "kwargs": {}})]
    cursor.execute(f"INSERT INTO {TABLE} VALUES (%s, %s, %s)", values)


def upgrade():
    """Do what the migration does."""
    migration.take_up(apps, SimpleNamespace(connection=connection))


def make_sheet(by, **fields):
    """Make a sheet of two members that was just uploaded."""
    make_sector(name="Museums")
    return SheetImport.objects.create(
        kind="members", by=by, file_name="a.csv", content=SHEET, total=2, attempt=1, **fields
    )


def test_a_mail_queued_before_leaves_once_without_its_task(queue, mailoutbox):
    mail = make_mail()
    queued(queue, "mail", mail.pk)

    upgrade()
    call_command("run_worker", "--once")

    assert [message.to for message in mailoutbox] == [[mail.to]]


def test_a_sheet_queued_before_is_read_imported_and_undone(queue):
    uploader, undoer = make_superuser(username="uploader"), make_superuser(username="undoer")
    sheet = make_sheet(uploader)
    seen = []

    for what in ("reading", "applying", "undoing"):
        SheetImport.objects.update(state=what)
        queue.execute(f"DELETE FROM {TABLE}")
        queued(queue, what, sheet.pk, SheetImport.objects.get().attempt, *([undoer.pk] if what == "undoing" else []))
        upgrade()
        asked_by = SheetImport.objects.get().waits_for_worker_as
        call_command("run_worker", "--once")
        seen.append((SheetImport.objects.get().state, MemberOrganisation.objects.count(), asked_by))

    assert seen == [("previewed", 0, uploader), ("done", 2, uploader), ("undone", 0, undoer)]


@pytest.mark.parametrize(("attempt", "status"), [(2, "READY"), (1, "RUNNING"), (1, "FAILED")])
def test_what_was_begun_again_or_had_been_taken_up_before_does_not_wait(queue, attempt, status):
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    sheet = make_sheet(make_superuser(), lease_until=long_ago)
    queued(queue, "reading", sheet.pk, attempt, status=status)

    upgrade()

    sheet.refresh_from_db()
    assert (sheet.waits_for_worker_as, sheet.is_interrupted) == (None, True)


def test_a_database_without_that_queue_is_left_alone():
    make_sheet(make_superuser())

    upgrade()

    assert SheetImport.objects.get().waits_for_worker_as is None
