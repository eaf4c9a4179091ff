"""Add made-up entries to the directory, as many as wanted."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lcep_site.loading import made_up
from lcep_site.loading.made_up_rows import NothingToBuildOnError


class Command(BaseCommand):
    help = (
        "Adds made-up partnerships and members to the directory, each marked as such, to try out how it is with many. "
        "In local mode only, unless forced: no command takes them out again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--partnerships", type=int, required=True, help="how many to add")
        parser.add_argument("--force", action="store_true", help="also in production")

    def handle(self, *args: object, partnerships: int, force: bool, **options: object) -> None:
        if settings.LCEP_MODE != "local" and not force:
            raise CommandError(
                "Nothing was added: people use this directory. --force adds made-up entries all the same."
            )
        if not 1 <= partnerships <= made_up.MAX_PARTNERSHIPS:
            raise CommandError(f"--partnerships takes a number from 1 to {made_up.MAX_PARTNERSHIPS}.")
        try:
            made_up.make(partnerships, report=self.stdout.write)
        except NothingToBuildOnError:
            raise CommandError(
                "Load the real directory first, whose places are used: manage.py load_directory"
            ) from None
