"""Load the committed directory data."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lcep_site.loading.kinds import BrokenRow
from lcep_site.loading.merging import load


class Command(BaseCommand):
    help = (
        "Loads the directory's committed data. Running it again brings what nobody has touched up to date; "
        "what staff changed or deleted stays as they left it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        usual = settings.BASE_DIR / "fixtures" / "directory"
        which = "the folder with the files, if not fixtures/directory"
        parser.add_argument("--from", dest="folder", type=Path, default=usual, help=which)

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        try:
            load(folder, report=lambda tally: self.stdout.write(str(tally)))
        except BrokenRow as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
