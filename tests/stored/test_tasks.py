"""What was stored or handed out before the modules moved is still understood; literals here never change.

Here: rows of the task queue, which name what is to be done by its place in the code of then.
"""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from members.models import MemberOrganisation, SheetImport
from partnerships.mail import recovery
from tests.factories import make_mail, make_sector, make_superuser
from tests.stored.literals import LITERALS

pytestmark = pytest.mark.django_db
# The worker drops connections that are left in the middle of a transaction, as most tests are.
BY_THE_WORKER = pytest.mark.django_db(transaction=True)
TASKS = LITERALS["tasks"]
SHEET = b"Name,Sector\nTate,Museums\nLowry,Museums\n"


def queued(what, *arguments, **changes) -> DBTaskResult:
    """Put a task in the queue as it was put there then."""
    row = TASKS[what] | {"args_kwargs": {"args": list(arguments), "kwargs": {}}} | changes
    return DBTaskResult.objects.create(**row)


def status(task):
    """Return how far `task` has come, and why not further."""
    task.refresh_from_db()
    return task.status, task.exception_class_path


def make_sheet(by, **fields):
    """Make a sheet of two members that was just uploaded."""
    make_sector(name="Museums")
    return SheetImport.objects.create(
        kind="members", by=by, file_name="a.csv", content=SHEET, total=2, attempt=1, **fields
    )


@BY_THE_WORKER
def test_a_mail_queued_before_leaves(mailoutbox):
    mail = make_mail()
    task = queued("mail", mail.pk)

    call_command("run_worker", "--once")

    assert [message.to for message in mailoutbox] == [[mail.to]]
    assert (status(task), DBTaskResult.objects.count()) == (("SUCCESSFUL", ""), 1)


@BY_THE_WORKER
def test_a_sheet_queued_before_is_read_imported_and_undone():
    owner = make_superuser()
    sheet = make_sheet(owner)
    seen = []

    for what in ("reading", "applying", "undoing"):
        SheetImport.objects.update(state=what)
        task = queued(what, sheet.pk, 1, *([owner.pk] if what == "undoing" else []))
        call_command("run_worker", "--once")
        sheet.refresh_from_db()
        seen.append((sheet.state, MemberOrganisation.objects.count(), *status(task)))

    assert seen == [
        ("previewed", 0, "SUCCESSFUL", ""),
        ("done", 2, "SUCCESSFUL", ""),
        ("undone", 0, "SUCCESSFUL", ""),
    ]


def test_a_due_mail_that_was_queued_before_gets_no_second_task():
    queued("mail", make_mail().pk)

    recovery.recover()

    assert DBTaskResult.objects.count() == 1


def test_a_due_mail_that_a_worker_had_taken_before_gets_no_second_task_while_it_is_held():
    queued("mail", make_mail().pk, status="RUNNING", started_at=timezone.now(), worker_ids=["w" * 32])

    recovery.recover()

    assert [task.status for task in DBTaskResult.objects.all()] == ["RUNNING"]


def test_a_mail_that_a_worker_had_taken_before_it_was_killed_is_queued_again():
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    queued("mail", make_mail().pk, status="RUNNING", started_at=long_ago, worker_ids=["w" * 32])

    recovery.recover()

    assert [task.status for task in DBTaskResult.objects.all()] == ["READY"]
