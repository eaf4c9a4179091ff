"""Do what is done after the response: send mail, publish what is due, work on sheets. Any number may run at once."""

from django.core.management.base import BaseCommand, CommandParser

from partnerships.worker import heartbeats, lanes
from partnerships.worker.stopping import stop_at_signals


class Command(BaseCommand):
    help = (
        "Sends the mail that is waiting and publishes what is due, "
        "until it is stopped. Several may run at once, and any may be killed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Stop when nothing more can be done now.")

    def handle(self, *args: object, once: bool, **options: object) -> None:
        """With `once`, work until nothing is left to do; else until a signal, which lets the work in hand finish."""
        if once:
            heartbeats.beat(heartbeats.WORKER)
            lanes.work_off()
            return
        stop = stop_at_signals()
        with heartbeats.beating(heartbeats.WORKER):
            lanes.work_until(stop)
