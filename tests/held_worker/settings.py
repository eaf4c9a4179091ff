"""The site as it is served, with a worker whose lanes can be held."""

from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.held_worker"]  # noqa: F405
SHEET_ROWS_AT_ONCE = 0
