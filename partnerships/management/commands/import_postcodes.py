"""Loads the list of postcodes: see partnerships/geography/postcode_data/."""

import io
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper

from partnerships.geography.postcode_data.sources import SourceError, installed_source, published_source
from partnerships.geography.postcode_data.table import AlreadyLoaded, ImportRefused, load, unknown_authorities
from partnerships.models import CouncilSuccession, LocalAuthority


class Command(BaseCommand):
    """Load all postcodes, from the installed package or from the ONS Postcode Directory as published."""

    help = (
        "Replace the list of postcodes. The old list is in use until the new one is whole. "
        "Without a file, the list comes from the installed package; running it again then does nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="An ONS Postcode Directory: the CSV, or its zip.")
        parser.add_argument("--again", action="store_true", help="Load it even if the same edition is in use.")
        parser.add_argument("--accept-fewer", action="store_true", help="Take a list much shorter than the one in use.")

    def handle(self, *args: object, file: Path | None, again: bool, accept_fewer: bool, **options: object) -> None:
        """Load the list and report it; a CommandError means that the old list is still in use."""
        if options["verbosity"] == 0:
            self.stdout = OutputWrapper(io.StringIO())
        began = time.monotonic()
        try:
            source = published_source(file) if file else installed_source()
            self.stdout.write(f"Loading {source.name} from {source.origin} …")
            try:
                edition = load(source, again=again, accept_fewer=accept_fewer, progress=self._show)
            finally:
                if self.stdout.isatty():
                    self.stdout.write("")
        except AlreadyLoaded as error:
            self.stdout.write(f"{error} Nothing to do. Use --again to load it anyway.")
            return
        except (SourceError, ImportRefused) as error:
            raise CommandError(f"{error} The postcodes in use were not changed.") from error
        self.stdout.write(f"{edition.rows:,} postcodes loaded in {time.monotonic() - began:.1f} seconds.")
        known = LocalAuthority.objects.values_list("gss_code", flat=True)
        former = CouncilSuccession.objects.whole().values_list("gss_code", flat=True)
        if known and (unknown := ", ".join(unknown_authorities([*known, *former]))):
            meaning = "The directory has no local authority with these codes, so their postcodes find none"
            self.stderr.write(f"{meaning}: {unknown}")

    def _show(self, number: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{number:>10,} postcodes", ending="")
            self.stdout.flush()
