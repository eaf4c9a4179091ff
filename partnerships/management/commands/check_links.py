"""Look whether the links of entries still lead anywhere."""

from django.core.management.base import BaseCommand, CommandParser

from partnerships.curation import link_check
from partnerships.models import LinkCheck


class Command(BaseCommand):
    help = (
        "Asks the servers of the links of entries whether their pages are there, those not looked at for a week. Run "
        "it daily; staff who edit an entry are told which of its links are dead."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, default=link_check.BATCH, help="how many links to look at")

    def handle(self, *args: object, most: int, **options: object) -> None:
        looked_at = link_check.check_due(limit=most)
        self.stdout.write(f"Links looked at: {looked_at}. Known to be dead: {LinkCheck.objects.dead().count()}.")
