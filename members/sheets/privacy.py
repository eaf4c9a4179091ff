"""How long imported sheets are kept: their rows may name people."""

from members.models import SheetImport
from partnerships.privacy.stores import DataStore, Period, Rule

SHEETS = DataStore(
    "Imported sheets",
    rules=[
        Rule(
            name="imported sheets",
            what="The rows of a sheet of partnerships or member organisations that our staff imported",
            keep=Period(months=3).since("from the day it was uploaded"),
            why="Staff can see what came from it, and mend what did not.",
            then="We delete it. What was imported stays in the directory.",
            expired=lambda before: SheetImport.objects.filter(created_at__lt=before),
        )
    ],
)
