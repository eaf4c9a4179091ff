"""A site of which all is well, to be made worse."""

import pytest
from django.utils import timezone

from partnerships.models import DailyRun, PostcodeEdition, SchoolEdition
from partnerships.vocabulary.running import DailyOutcome
from partnerships.worker import daily, heartbeats
from tests.postcode_lists import make_postcode
from tests.schools import make_school


@pytest.fixture
def month():
    """The month before this one, as sources write it: 2026-10."""
    first = timezone.localdate().replace(day=1)
    return first.replace(year=first.year - (first.month == 1), month=(first.month - 2) % 12 + 1)


@pytest.fixture
def all_well(db, month):
    """Postcodes and schools of last month, a worker and a scheduler."""
    make_postcode("LS13AB")
    make_school()
    about = {"source": "a file", "fingerprint": "1", "attribution": "Thanks", "rows": 1}
    PostcodeEdition.objects.create(name=f"ONS Postcode Directory, {month:%B %Y}", **about)
    SchoolEdition.objects.create(name="Register", as_of=f"{month:%Y-%m}", **about)
    heartbeats.beat(heartbeats.WORKER)
    heartbeats.beat(heartbeats.SCHEDULER)
    now = timezone.now()
    for job in daily.jobs():
        DailyRun.objects.create(job=job.name, day=job.latest_day(now), outcome=DailyOutcome.DONE, ended_at=now)
