"""Loads the register of schools: see partnerships/schools/."""

import io
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser, OutputWrapper

from partnerships.schools.importing import NothingToDo, RegisterRefused, SchoolChanges, load
from partnerships.schools.register import RegisterError, committed, published

SHOWN = 20


class Command(BaseCommand):
    """Load the schools, from the committed list or from the official register."""

    help = (
        "Bring the schools up to date with the committed list, or with the official register if its file is given, and "
        "tell what changed. All of it is loaded or nothing; running it again then does nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="The official register: edubasealldata….csv.")
        parser.add_argument("--again", action="store_true", help="Load it even if it, or a later one, is in use.")
        parser.add_argument("--accept-fewer", action="store_true", help="Take a list much shorter than the one in use.")

    def handle(self, *args: object, file: Path | None, again: bool, accept_fewer: bool, **options: object) -> None:
        """Load the register and report it; a CommandError means that nothing was changed."""
        if options["verbosity"] == 0:
            self.stdout = OutputWrapper(io.StringIO())
        try:
            register = published(file) if file else committed()
            self.stdout.write(f"Loading {register.name} from {register.origin} …")
            try:
                changes = load(register, again=again, accept_fewer=accept_fewer, progress=self._show)
            finally:
                if self.stdout.isatty():
                    self.stdout.write("")
        except NothingToDo as error:
            self.stdout.write(f"{error} Nothing to do. Use --again to load it anyway.")
            return
        except (RegisterError, RegisterRefused) as error:
            raise CommandError(f"{error} The schools in use were not changed.") from error
        self._report(changes)

    def _report(self, changes: SchoolChanges) -> None:
        self.stdout.write(
            f"{changes.edition.rows:,} schools: {changes.new:,} new, {changes.changed:,} changed, of which "
            f"{len(changes.renamed):,} renamed and {len(changes.closed):,} closed or no longer listed."
        )
        self._list("Renamed", [f"{school.former_name} is now {school}" for school in changes.renamed])
        self._list("Closed", [f"{school} ({school.urn})" for school in changes.closed])
        if changes.placeless:
            self.stdout.write(f"{changes.placeless:,} have no postcode that we can place, and so no local authority.")
        for sentence in changes.followed:
            self.stdout.write(sentence)

    def _list(self, title: str, lines: list[str]) -> None:
        for line in lines[:SHOWN]:
            self.stdout.write(f"  {title}: {line}")
        if len(lines) > SHOWN:
            self.stdout.write(f"  … and {len(lines) - SHOWN:,} more.")

    def _show(self, done: int, number: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{done:>10,} of {number:,} schools", ending="")
            self.stdout.flush()
