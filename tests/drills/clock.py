"""Days on which a clock is not as it is on others, with servers in another part of the world."""

import datetime
import os
from collections import Counter
from pathlib import Path
from unittest import mock

from django.db import connection
from django.utils import timezone

from partnerships.dates import working_days
from partnerships.models import OutgoingMail
from partnerships.privacy.directory_stores import MAIL_RULES
from partnerships.privacy.stores import Period
from partnerships.signed_links import ExpiredLink, SignedToken
from partnerships.vocabulary import MailState
from partnerships.vocabulary.running import DailyOutcome
from partnerships.worker import daily
from tests import databases
from tests.drills.both import on_both
from tests.factories import make_mail
from tests.never_lost.site import site_in

ROW = "clock: both changes, leap day, year end, server in another zone"
MUST_HOLD = "schedules, due dates, retention, links right"
ELSEWHERE = "Pacific/Auckland"
A_STEP, A_DAY, A_MINUTE = (
    datetime.timedelta(minutes=20),
    datetime.timedelta(days=1),
    datetime.timedelta(minutes=1),
)
# Clocks go forward and back, a day more than other years have, and the end of a year.
DAYS = (
    datetime.date(2027, 3, 28),
    datetime.date(2027, 10, 31),
    datetime.date(2028, 2, 29),
    datetime.date(2027, 12, 31),
)
LINK = SignedToken(salt="tests.drills.clock", max_age=14 * A_DAY)


def run(folder: Path) -> str:
    """Go through the days on both databases, on a machine whose own clock is that of New Zealand."""
    with mock.patch.dict(os.environ, {"TZ": ELSEWHERE, "PGTZ": ELSEWHERE}):
        return on_both("clock", folder)


def on_this_database(folder: Path) -> str:
    """Go through the days; return what was measured."""
    with site_in(folder) as site, databases.connected_to(site.database):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"ALTER DATABASE \"{site.database}\" SET timezone TO '{ELSEWHERE}'")
            connection.close()
        done = sum(_schedule(day) for day in DAYS)
        links = sum(_link(moment) for day in DAYS for moment in _moments(day))
        mails = sum(_retention(moment) for day in DAYS for moment in _moments(day))
        due = sum(_due(day + number * A_DAY) for day in DAYS for number in range(-7, 8))
    assert Period(months=6).before(_utc(datetime.date(2028, 8, 31))).date() == datetime.date(2028, 2, 29)
    assert Period(months=6).before(_utc(datetime.date(2027, 8, 31))).date() == datetime.date(2027, 2, 28)
    return (
        f"{done} daily jobs each once a day and at its hour, {due} due dates, {mails} mails forgotten and {links} "
        f"links expired to the minute, with servers at {ELSEWHERE}"
    )


def _utc(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def _moments(day: datetime.date) -> list[datetime.datetime]:
    """Return the hours around midnight and around the change of the clocks."""
    return [_utc(day) + datetime.timedelta(hours=hour, minutes=30) for hour in (-1, 0, 1, 2, 23)]


def _schedule(day: datetime.date) -> int:
    """Look every twenty minutes for what is to be done, from the day before to the day after; return how many it was.

    Raises AssertionError unless each job was done once on each of these days in London, when its hour had come.
    """
    now, done = _utc(day - A_DAY) - 2 * A_STEP, Counter()
    while now < _utc(day + 2 * A_DAY):
        while claimed := daily.claim_next(now):
            job, row = claimed
            daily.finish(row, DailyOutcome.DONE, "", now)
            done[job.name, row.day] += 1
            late = now - job.due_at(row.day)
            assert row.day < day - A_DAY or datetime.timedelta() <= late <= A_STEP, f"{job.name} was {late} late"
            hour = timezone.localtime(now, timezone.get_default_timezone()).hour
            assert row.day < day - A_DAY or hour >= job.hour, f"{job.name} was done at {hour}"
        now += A_STEP
    wanted = {(job.name, day + number * A_DAY): 1 for job in daily.jobs() for number in (-1, 0, 1)}
    inside = {key: count for key, count in done.items() if abs(key[1] - day) <= A_DAY}
    assert inside == wanted, f"around {day:%-d %B} jobs were done so often: {inside}"
    return len(wanted)


def _link(moment: datetime.datetime) -> int:
    """See that a link that is made at `moment` lasts its fourteen days, and a minute longer does not."""
    with mock.patch("time.time", return_value=moment.timestamp()):
        token = LINK.token("it")
    ends = (moment + LINK.max_age).timestamp()
    with mock.patch("time.time", return_value=ends - 60):
        assert LINK.read(token) == "it"
    with mock.patch("time.time", return_value=ends + 60):
        try:
            LINK.read(token)
        except ExpiredLink:
            return 1
    raise AssertionError(f"a link of {moment} lasted too long")


def _retention(moment: datetime.datetime) -> int:
    """See that at `moment` what was sent thirty days and a minute ago is forgotten, and what was so later is not."""
    [rule] = MAIL_RULES
    OutgoingMail.objects.all().delete()
    before = moment - 30 * A_DAY
    old, young = (
        make_mail(state=MailState.SENT, written_at=at, sent_at=at) for at in (before - A_MINUTE, before + A_MINUTE)
    )
    found = list(rule.expired(rule.keep.before(moment)))
    assert found == [old], f"at {moment} {len(found)} mails were to be forgotten"
    return 1


def _due(received: datetime.date) -> int:
    """See that an answer is due on the fifth working day."""
    due = working_days.due_on(received, 5)
    between = [received + (number + 1) * A_DAY for number in range((due - received).days)]
    assert sum(map(working_days.is_working_day, between)) == 5, f"what came on {received} is due on {due}"
    assert working_days.is_working_day(due), f"what came on {received} is due on {due}"
    return 1
