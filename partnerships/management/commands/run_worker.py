"""Send the mail that is waiting, publish what is due, and go on doing so: one worker, or as many as you like."""

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from partnerships.mail import recovery
from partnerships.publishing import workflow

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LOOKS = 1
SECONDS_BETWEEN_RECOVERIES = 5
SECONDS_TO_WAIT_FOR_DATABASE = 5


class MailWorker(Worker):
    """The library's worker, which runs tasks until none is ready, and in between recovers what a crash left behind."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=SECONDS_BETWEEN_LOOKS,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        self.recover_at = time.monotonic()

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run one task, then recover: also in a long burst the crashes of other workers are noticed."""
        super().run_task(db_task_result)
        self.recover_if_time()

    def recover_if_time(self) -> None:
        """Recover what crashes left behind and publish what is due, every SECONDS_BETWEEN_RECOVERIES at most."""
        if time.monotonic() >= self.recover_at:
            recovery.recover()
            workflow.publish_due(timezone.now())
            self.recover_at = time.monotonic() + SECONDS_BETWEEN_RECOVERIES

    def run_all(self) -> None:
        """Recover if it is time, then run every task that is ready."""
        self.recover_if_time()
        self.run()

    def run_on(self) -> None:
        """Call `run_all` until told to stop. A database that does not answer for a while is waited for."""
        while self.running:
            try:
                self.run_all()
            except (OperationalError, InterfaceError) as error:
                logger.warning("The database does not answer; trying again soon. %s", error)
                connection.close()
                time.sleep(SECONDS_TO_WAIT_FOR_DATABASE)
            else:
                time.sleep(self.interval)


class Command(BaseCommand):
    help = (
        "Sends the mail that is waiting and publishes what is due, "
        "until it is stopped. Several may run at once, and any may be killed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when nothing more can be done now.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        """With `once`, work until nothing is left to do; else until a signal, which lets the task in hand finish."""
        worker = MailWorker()
        if once:
            worker.run_all()
        else:
            # At a stop the library tells which keys to press, but here the keyboard belongs to another program.
            logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
            worker.configure_signals()
            worker.run_on()
