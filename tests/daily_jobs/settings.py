"""The site as it is served, with none of its daily jobs but those of tests/daily_jobs/apps.py."""

from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.daily_jobs"]  # noqa: F405
