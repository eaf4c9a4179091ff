"""What a killed worker leaves is taken up again, by the next one or by one beside it."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from partnerships.mail import recovery
from partnerships.mail.delivery import LEASE
from partnerships.mail.tasks import deliver_mail
from partnerships.management.commands.run_worker import MailWorker
from partnerships.vocabulary import MailState
from tests.factories import make_mail

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
# The worker drops connections that are left in the middle of a transaction, as most tests are.
REAL_TRANSACTIONS = pytest.mark.django_db(transaction=True)


def make_task(mail, status, started_ago=LEASE + SECOND):
    """Make a task to send `mail` as a worker left it."""
    result = deliver_mail.enqueue(mail.pk)
    started = None if status == TaskResultStatus.READY else timezone.now() - started_ago
    DBTaskResult.objects.filter(pk=result.id).update(status=status, started_at=started)


def tasks():
    """Return the mail and the status of every task, in the order of the mails."""
    return sorted((task.args_kwargs["args"][0], task.status) for task in DBTaskResult.objects.all())


def test_a_due_mail_without_a_task_gets_one():
    mail = make_mail()

    recovery.recover()
    recovery.recover()

    assert tasks() == [(mail.pk, "READY")]


@pytest.mark.parametrize("fields", [{"next_try_at": timezone.now() + timedelta(days=1)}, {"state": MailState.FAILED}])
def test_a_mail_that_is_not_due_gets_no_task(fields):
    make_mail(**fields)

    recovery.recover()

    assert tasks() == []


@pytest.mark.parametrize("ended", [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED])
def test_a_mail_whose_task_ended_without_sending_it_gets_another(ended):
    mail = make_mail()
    make_task(mail, ended)

    recovery.recover()

    assert (mail.pk, "READY") in tasks()


def test_the_task_of_a_dead_worker_is_released():
    mail = make_mail(tries=1, next_try_at=timezone.now() - SECOND)
    make_task(mail, TaskResultStatus.RUNNING)

    recovery.recover()

    assert tasks() == [(mail.pk, "READY")]


def test_the_task_of_a_worker_that_is_slow_but_alive_is_left_to_it():
    mail = make_mail(tries=1, next_try_at=timezone.now() + LEASE)
    make_task(mail, TaskResultStatus.RUNNING, started_ago=timedelta(minutes=5))

    recovery.recover()

    assert tasks() == [(mail.pk, "RUNNING")]


def test_a_task_just_begun_is_left_to_its_worker():
    mail = make_mail()
    make_task(mail, TaskResultStatus.RUNNING, started_ago=SECOND)

    recovery.recover()

    assert tasks() == [(mail.pk, "RUNNING")]


@REAL_TRANSACTIONS
def test_mails_somebody_waits_for_leave_before_those_of_a_mailing_list(mailoutbox):
    news = make_mail(headers={"List-Unsubscribe": "<https://lcep.example/leave>"})
    receipt = make_mail()

    call_command("run_worker", "--once")

    assert [message.to for message in mailoutbox] == [[receipt.to], [news.to]]


@REAL_TRANSACTIONS
def test_a_worker_killed_after_marking_leaves_a_task_that_finds_nothing_to_do(mailoutbox):
    mail = make_mail(state=MailState.SENT, sent_at=timezone.now())
    make_task(mail, TaskResultStatus.RUNNING)

    call_command("run_worker", "--once")

    assert tasks() == [(mail.pk, "SUCCESSFUL")]
    assert mailoutbox == []


@REAL_TRANSACTIONS
def test_the_worker_sends_what_is_due_and_what_was_left_over_once_each(mailoutbox):
    mails = [make_mail() for _ in range(3)]
    make_task(mails[0], TaskResultStatus.READY)
    make_task(mails[0], TaskResultStatus.READY)
    make_task(mails[1], TaskResultStatus.RUNNING)

    call_command("run_worker", "--once")

    assert sorted(message.to[0] for message in mailoutbox) == sorted(mail.to for mail in mails)
    assert {status for _, status in tasks()} == {"SUCCESSFUL"}


def test_a_database_that_is_away_is_waited_for(monkeypatch):
    worker = MailWorker()
    waited = []
    monkeypatch.setattr("partnerships.management.commands.run_worker.time.sleep", waited.append)
    monkeypatch.setattr("partnerships.management.commands.run_worker.connection.close", lambda: None)

    def run_all():
        if not waited:
            raise OperationalError("the server closed the connection")
        worker.running = False

    monkeypatch.setattr(worker, "run_all", run_all)
    worker.run_on()

    assert waited == [5, 1]
