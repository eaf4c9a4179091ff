"""Do what has to be done once a day, each job at its hour. Any number may run at once."""

from threading import Event, Thread

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partnerships.worker import lanes
from partnerships.worker.scheduler import Scheduler
from partnerships.worker.stopping import stop_at_signals


class Command(BaseCommand):
    help = (
        "Does the daily jobs, each at its hour in London, until it is stopped. What was missed is made up for, what "
        "failed is tried again. Several may run at once, and any may be killed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        usage = "Do what is due now and end, to be called every hour or so by cron or a timer."
        parser.add_argument("--once", action="store_true", help=usage)

    def handle(self, *args: object, once: bool, **options: object) -> None:
        """Run until a signal, or `once`; then raise CommandError if a job failed."""
        scheduler = Scheduler()
        if once:
            scheduler.run(Event(), once=True)
            lanes.work_off(lanes.of_scheduler())
        else:
            stop = stop_at_signals()
            beside = Thread(target=lanes.work_until, args=[stop, lanes.of_scheduler()])
            beside.start()
            try:
                scheduler.run(stop)
            finally:
                stop.set()
                beside.join()
        if once and scheduler.failed:
            raise CommandError(f"Failed, and tried again when this is called again: {', '.join(scheduler.failed)}.")
