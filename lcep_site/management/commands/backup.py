"""Make a backup of database and media."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lcep_site.backups import folder, making
from lcep_site.backups.refusals import BackupRefused


class Command(BaseCommand):
    help = (
        "Makes a backup of the database and the media in one file, of one moment, while the site runs; removes its old "
        "ones, as BACKUP_KEEP says. Encrypted if BACKUP_PASSWORD or BACKUP_KEY_FILE is set."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        usage = "the folder for it, if not BACKUP_FOLDER; nothing is removed there"
        parser.add_argument("--to", type=Path, metavar="FOLDER", help=usage)

    def handle(self, *args: object, to: Path | None, **options: object) -> None:
        if not (to or settings.BACKUP_FOLDER):
            raise CommandError("Say where: set BACKUP_FOLDER, or name a folder with --to.")
        try:
            made = making.make(to or Path(settings.BACKUP_FOLDER), self.stderr.write)
        except BackupRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(made))
        if not to and (removed := folder.thin(Path(settings.BACKUP_FOLDER))):
            self.stdout.write(f"Old ones removed: {len(removed)}.")
