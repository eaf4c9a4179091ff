"""Writes the file with the whole directory: daily."""

from django.core.management.base import BaseCommand

from partnerships.open_data import dump


class Command(BaseCommand):
    """Write the file anew; whoever downloads it meanwhile gets the old one, whole."""

    help = "Write everything the directory publishes into one file, which the page on open data offers."

    def handle(self, *args, **options):
        """Write it and say how large it is."""
        written = dump.write()
        self.stdout.write(f"{written.path.name}: {written.size / 1000:.0f} kB")
