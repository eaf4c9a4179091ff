"""Writes the text search anew: after loading rows by other means than this site's own, or to be sure."""

from django.core.management.base import BaseCommand
from django.db import transaction

from partnerships.public_content import stamp
from partnerships.search import text_index


class Command(BaseCommand):
    help = "Writes the text search anew from the entries themselves. Safe to run at any time."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        count = text_index.rebuild()
        # What workers keep of words was of the documents before.
        stamp.change()
        self.stdout.write(f"{count} entr{'y' if count == 1 else 'ies'} can be found by words.")
