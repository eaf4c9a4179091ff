"""Loads the list of postcodes: see partnerships/postcode_data/."""

import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from partnerships.geography.postcode_data.sources import SourceError, installed_source, published_source
from partnerships.geography.postcode_data.table import AlreadyLoaded, ImportRefused, load, unknown_authorities
from partnerships.models import LocalAuthority


class Command(BaseCommand):
    """Load all postcodes, from the installed package or from the ONS Postcode Directory as published."""

    help = (
        "Replace the list of postcodes. The old list is in use until the new one is whole. "
        "Without a file, the list comes from the installed package; running it again then does nothing."
    )

    def add_arguments(self, parser):
        """Take the file and two ways to insist."""
        parser.add_argument("file", nargs="?", type=Path, help="An ONS Postcode Directory: the CSV, or its zip.")
        parser.add_argument("--again", action="store_true", help="Load it even if the same edition is in use.")
        parser.add_argument("--accept-fewer", action="store_true", help="Take a list much shorter than the one in use.")

    def handle(self, *args, file, again, accept_fewer, verbosity, **options):
        """Load the list and say what was done; a CommandError means that the old list is still in use."""
        self.is_quiet = verbosity == 0
        began = time.monotonic()
        try:
            source = published_source(file) if file else installed_source()
            self._say(f"Loading {source.name} from {source.origin} …")
            edition = load(source, again=again, accept_fewer=accept_fewer, progress=self._show)
        except AlreadyLoaded as error:
            self._end_progress()
            self._say(f"{error} Nothing to do. Use --again to load it anyway.")
            return
        except (SourceError, ImportRefused) as error:
            self._end_progress()
            raise CommandError(f"{error} The postcodes in use were not changed.") from error
        self._end_progress()
        self._say(f"{edition.rows:,} postcodes loaded in {time.monotonic() - began:.1f} seconds.")
        self._warn_of_unknown_authorities()

    def _warn_of_unknown_authorities(self):
        known = LocalAuthority.objects.values_list("gss_code", flat=True)
        if known and (unknown := unknown_authorities(known)):
            self.stderr.write(
                f"The directory has no local authority with these codes, so their postcodes find none: "
                f"{', '.join(unknown)}"
            )

    def _show(self, number):
        if not self.is_quiet and self.stdout.isatty():
            self.stdout.write(f"\r{number:>10,} postcodes", ending="")
            self.stdout.flush()

    def _end_progress(self):
        if not self.is_quiet and self.stdout.isatty():
            self.stdout.write("")

    def _say(self, message):
        if not self.is_quiet:
            self.stdout.write(message)
