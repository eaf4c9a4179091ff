"""Load the committed directory data."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lcep_site.loading.kinds import BrokenRow
from lcep_site.loading.merging import Tally, load
from lcep_site.loading.showing import Shown, shown
from members.organisations import schools
from partnerships.text.sentences import listed


class Command(BaseCommand):
    help = (
        "Loads the directory's committed data. Running it again brings what nobody has touched up to date; "
        "what staff changed or deleted stays as they left it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        usual = settings.BASE_DIR / "fixtures" / "directory"
        which = "the folder with the files, if not fixtures/directory"
        parser.add_argument("--from", dest="folder", type=Path, default=usual, help=which)
        parser.add_argument("--show", action="store_true", help="only say what would change, row by row")

    def handle(self, *args: object, folder: Path, show: bool, **options: object) -> None:
        def report(said: Shown) -> None:
            self.stdout.write(str(said))
            for row in said.kept if isinstance(said, Tally) else []:
                self.stdout.write(f"  = {row}")

        try:
            (shown if show else load)(folder, report)
        except BrokenRow as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if not show and (tied := schools.tie()):
            report(f"Tied to the register of schools: {listed(tied)}")
