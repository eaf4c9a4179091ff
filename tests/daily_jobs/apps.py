"""In place of the site's daily jobs, those that TEST_JOBS names: each does what it is called."""

import os

from django.apps import AppConfig

NAMES = ("counts", "fails", "refuses", "dies", "hangs", "holds")


def jobs_called(names):
    """Return jobs of these names that are due from midnight on."""
    from partnerships.worker.daily import DailyJob

    return [DailyJob(name, 0, "be_a_daily_job", (name,)) for name in names]


class DailyJobs(AppConfig):
    name = "tests.daily_jobs"

    def ready(self):
        """Forget the site's own jobs."""
        from partnerships.worker import daily

        daily.JOBS.clear()
        daily.register(*jobs_called(os.environ.get("TEST_JOBS", "counts").split()))
