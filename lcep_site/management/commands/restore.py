"""Bring a backup back, or try whether it could be."""

import errno
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from lcep_site.backups import restoring
from lcep_site.backups.refusals import BackupRefused

NO_ROOM = "There is no room left on the disk for it. Make room, and run this again."


class Command(BaseCommand):
    help = (
        "Brings a backup back, database and media; older ones are brought up to this release. What is in the database "
        "is kept under another name. See docs/backup.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        what = parser.add_mutually_exclusive_group()
        usage = "only try it, in a place of its own, and compare with the manifest; the site is not touched"
        what.add_argument("--check", action="store_true", help=usage)
        what.add_argument("--replace", action="store_true", help="also if the database is not empty")

    def handle(self, *args: object, file: Path, check: bool, replace: bool, **options: object) -> None:
        try:
            if check:
                restoring.check(file, self.stdout.write)
                self.stdout.write("Good: it can be restored.")
            else:
                restoring.restore(file, self.stdout.write, replace=replace)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            words = NO_ROOM if error.errno == errno.ENOSPC else f"{error.strerror} ({error.filename})."
            raise CommandError(words) from error
        except DatabaseError as error:
            words = NO_ROOM if "full" in str(error) else f"The database refused it: {error}"
            raise CommandError(f"{words} The site is as it was.") from error
