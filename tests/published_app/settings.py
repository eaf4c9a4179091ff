"""The settings of the tests with one app more, on SQLite: what it proves is the same on every database."""

import os

os.environ.pop("DATABASE_URL", None)

from tests.settings import *  # noqa: E402, F403

# Before the back office, as every app that publishes.
INSTALLED_APPS = ["tests.published_app", *INSTALLED_APPS]  # noqa: F405
