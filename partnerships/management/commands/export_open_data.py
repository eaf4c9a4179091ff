"""Writes the file with the whole directory: daily."""

from django.core.management.base import BaseCommand

from partnerships.open_data import dump


class Command(BaseCommand):
    help = "Write everything the directory publishes into one file, which the page on open data offers."

    def handle(self, *args: object, **options: object) -> None:
        written = dump.write()
        self.stdout.write(f"{dump.NAME}: {written.size / 1000:.0f} kB")
