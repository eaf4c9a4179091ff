"""Write the news by e-mail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from members.mailing_list import digest
from partnerships.curation import reports
from partnerships.publishing import due, public_changes

PERIODS = {"week": 7, "fortnight": digest.FORTNIGHT_DAYS, "four-weeks": 28}


class Command(BaseCommand):
    help = (
        "Notices what is new or has changed, keeps the figures of the month and, once a period is over, writes its "
        "news to every subscriber it concerns. Run it daily: it writes each period once, and goes on where a crash "
        "stopped it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", choices=PERIODS, default="fortnight", help="how long a period is")

    def handle(self, *args: Any, every: str, **options: Any) -> None:
        # The worker does this within seconds, but it may not have been running.
        due.publish(timezone.now())
        today = timezone.localdate()
        self.stdout.write(f"Entries new or changed since the last look: {public_changes.take_snapshots(today)}.")
        self.stdout.write(f"Figures of the month kept of {reports.keep_figures(today)} Bridge Organisations.")
        mailing = digest.due(today, PERIODS[every])
        if mailing is None:
            self.stdout.write("The last period has been written already.")
            return
        self.stdout.write(f"News of {mailing}: {digest.send(mailing)} mails.")
