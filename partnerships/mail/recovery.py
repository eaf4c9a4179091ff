"""What a killed worker leaves behind is recovered: no mail depends on a task that nobody runs."""

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet

from partnerships.mail.delivery import LEASE
from partnerships.mail.tasks import deliver_mail, send_soon
from partnerships.models import OutgoingMail


@transaction.atomic
def recover() -> None:
    """See to it that every due mail has a task that a worker will run. Safe at any time and beside other workers.

    A mail may be due without a task because its wait after a failed try is over, or because the worker that had it was
    killed. Should two workers recover at once, a mail gets two tasks, and the second finds nothing to do.
    """
    _release()
    if due := list(OutgoingMail.objects.due().only("headers").order_by("pk")):
        with_task = _mails_with_task()
        for mail in due:
            if mail.pk not in with_task:
                send_soon(mail)


def _tasks() -> DBTaskResultQuerySet:
    return DBTaskResult.objects.filter(task_path=deliver_mail.module_path)


def _mail_of(task: DBTaskResult) -> int:
    return task.args_kwargs["args"][0]


def _release() -> None:
    """Make tasks ready again that say they are running while nobody has a lease on their mail: their worker is dead."""
    now = timezone.now()
    leased = OutgoingMail.objects.waiting().filter(next_try_at__gt=now)
    for task in _tasks().running().filter(started_at__lt=now - LEASE):
        if not leased.filter(pk=_mail_of(task)).exists():
            _tasks().running().filter(pk=task.pk).update(status=TaskResultStatus.READY)


def _mails_with_task() -> set[int]:
    unfinished = _tasks().filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING])
    return {_mail_of(task) for task in unfinished.only("args_kwargs")}
