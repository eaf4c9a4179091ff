"""What the served site holds: the committed data, something published of every kind, and the staff of the journeys."""

from dataclasses import replace

from django.core.management import call_command

from partnerships.geography.postcode_data import sources, table
from partnerships.schools import importing, register
from tests import published_examples
from tests.journeys.people import make_people
from tests.pages import POSTCODES

ROWS = [sources.PostcodeRow(code, area, 430_000, 434_000, "") for code, area in POSTCODES.items()]


def make() -> None:
    """Make everything, in the database and the folder of the served site."""
    call_command("load_directory", verbosity=0)
    published_examples.make_all()
    # The list as it is installed, cut down to what is asked for: its two million take long to load.
    table.load(replace(sources.installed_source(), rows=lambda: iter(ROWS)))
    # Those of one district that ask which is meant: all would take long to load.
    schools = [row for row in register.committed().rows() if row.postcode.startswith(("LS10 ", "LS11 "))]
    importing.load(replace(register.committed(), rows=lambda: iter(schools)))
    call_command("collectstatic", interactive=False, verbosity=0)
    make_people()
