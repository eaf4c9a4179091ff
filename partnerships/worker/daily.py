"""What is done once a day: which jobs there are, when each is due, and whose turn it is to do it.

A job is a command, called at its hour in London. What has become of it stands in one row a day (DailyRun): whoever
writes or changes that row first does the job, so any number of schedulers may run. Who does it renews a lease; a job
whose scheduler was killed is begun again once that is over. A job that was missed is done as soon as a scheduler runs
again, once for however many days; one that failed is tried again on the same day, a few times, with waits between.
"""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from partnerships.models import DailyRun
from partnerships.vocabulary.running import DailyOutcome

LEASE = datetime.timedelta(minutes=3)
# How long to wait after the first, second … try that failed. After the last wait one more try is made, then none.
RETRY_DELAYS = tuple(datetime.timedelta(minutes=minutes) for minutes in (15, 60, 3 * 60))
MOST_TRIES = len(RETRY_DELAYS) + 1
# How long a job may be late before somebody has to look.
GRACE = datetime.timedelta(hours=6)
KEPT_DAYS = 90
MOST_WORDS = 500
A_DAY = datetime.timedelta(days=1)
WAS_KILLED = "Whoever ran it was killed each time."
NEVER_RUN = "It has never run. Is “manage.py run_daily” running?"


@dataclass(frozen=True)
class DailyJob:
    """A `command` with its `arguments` that is called once a day, from `hour` on (0 to 23, in London).

    It may be killed and called again at any time. What it writes is kept and shown, so it names nobody. If it
    `asks_others`, their servers are left in peace by a site in local mode: it is not called there.
    """

    name: str
    hour: int
    command: str
    arguments: tuple[str, ...] = ()
    asks_others: bool = False

    def due_at(self, day: datetime.date) -> datetime.datetime:
        """Return the moment, in UTC, from which the job of `day` is due: of an hour that comes twice, the first."""
        at = datetime.datetime.combine(day, datetime.time(self.hour), timezone.get_default_timezone())
        return at.astimezone(datetime.UTC)

    def latest_day(self, now: datetime.datetime) -> datetime.date:
        """Return the latest day whose job is due by `now`: today, or yesterday before the hour."""
        today = timezone.localdate(now, timezone.get_default_timezone())
        return today if now >= self.due_at(today) else today - A_DAY


JOBS: dict[str, DailyJob] = {}


def register(*jobs: DailyJob) -> None:
    """Add jobs. Called once by each app at its start."""
    JOBS.update({job.name: job for job in jobs})


def jobs() -> list[DailyJob]:
    """Return the jobs of this site by their hours."""
    here = [job for job in JOBS.values() if settings.LCEP_MODE == "production" or not job.asks_others]
    return sorted(here, key=lambda job: (job.hour, job.name))


def claim_next(now: datetime.datetime, *, but: Collection[str] = ()) -> tuple[DailyJob, DailyRun] | None:
    """Return a job that is due and from now on the caller's to do, with its row; None if there is none.

    None of the names in `but` is taken. One that was not tried yet comes before one that failed.
    """
    days = {job.name: job.latest_day(now) for job in jobs()}
    rows = DailyRun.objects.filter(job__in=days, day__in=set(days.values()))
    runs = {run.job: run for run in rows if run.day == days[run.job]}
    in_turn = sorted(jobs(), key=lambda job: runs[job.name].tries if job.name in runs else 0)
    for job in in_turn:
        if job.name not in but and (run := _claim(job, days[job.name], runs.get(job.name), now)):
            return job, run
    return None


def _claim(job: DailyJob, day: datetime.date, run: DailyRun | None, now: datetime.datetime) -> DailyRun | None:
    """Return the row of `job` if it is due and now the caller's; `run` is what was read of it, None if nothing."""
    ours = {"started_at": now, "next_try_at": now + LEASE}
    if run is None:
        begun, is_ours = DailyRun.objects.get_or_create(job=job.name, day=day, defaults=ours)
        return begun if is_ours else None
    if run.outcome == DailyOutcome.DONE or run.next_try_at > now:
        return None
    if run.tries >= MOST_TRIES:
        if run.outcome == DailyOutcome.RUNNING:
            finish(run, DailyOutcome.FAILED, WAS_KILLED, now)
        return None
    # As it was read: else somebody else was quicker.
    as_read = DailyRun.objects.filter(pk=run.pk, tries=run.tries, outcome=run.outcome, next_try_at=run.next_try_at)
    again = ours | {"outcome": DailyOutcome.RUNNING, "ended_at": None, "words": "", "tries": run.tries + 1}
    if not as_read.update(**again):
        return None
    run.refresh_from_db()
    return run


def renew(run: DailyRun, now: datetime.datetime) -> bool:
    """Keep `run` the caller's for another LEASE; return whether it still is."""
    return bool(_still(run).update(next_try_at=now + LEASE))


def give_back(run: DailyRun, now: datetime.datetime) -> None:
    """Let whoever comes next begin `run` anew at once, as if this try had not been."""
    _still(run).update(tries=F("tries") - 1, next_try_at=now)


def finish(run: DailyRun, outcome: DailyOutcome, words: str, now: datetime.datetime) -> None:
    """Note what came of `run`, unless somebody else has begun it anew, and forget what is older than KEPT_DAYS."""
    fields = {"outcome": outcome, "words": _in_one_line(words), "ended_at": now}
    if outcome == DailyOutcome.FAILED and run.tries < MOST_TRIES:
        fields["next_try_at"] = now + RETRY_DELAYS[run.tries - 1]
    _still(run).update(**fields)
    DailyRun.objects.filter(job=run.job, day__lt=run.day - KEPT_DAYS * A_DAY).delete()


def _still(run: DailyRun) -> QuerySet[DailyRun]:
    """Return the row of `run`, if that is the latest try and has not ended; else none."""
    return DailyRun.objects.filter(pk=run.pk, tries=run.tries, outcome=DailyOutcome.RUNNING)


def _in_one_line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= MOST_WORDS else f"{line[: MOST_WORDS - 1]}…"


@dataclass(frozen=True)
class JobState:
    """How a job stands: its `latest` row, and when it was last done. `trouble` says why somebody has to look, or ""."""

    job: DailyJob
    latest: DailyRun | None
    done_at: datetime.datetime | None
    trouble: str


def overview(now: datetime.datetime | None = None) -> list[JobState]:
    """Return how each job of this site stands, by their hours; in two queries for any number."""
    now = now or timezone.now()
    names = [job.name for job in jobs()]
    seen = DailyRun.objects.filter(job__in=names).order_by().values_list("job")
    done = Max("ended_at", filter=Q(outcome=DailyOutcome.DONE))
    days = {name: (last, done_at) for name, last, done_at in seen.annotate(last=Max("day"), done_at=done)}
    rows = DailyRun.objects.filter(job__in=names, day__in={day for day, _ in days.values()})
    latest = {run.job: run for run in rows if run.day == days[run.job][0]}
    states = []
    for job in jobs():
        run, done_at = latest.get(job.name), days.get(job.name, (None, None))[1]
        states.append(JobState(job, run, done_at, _trouble(job, run, now)))
    return states


def _trouble(job: DailyJob, run: DailyRun | None, now: datetime.datetime) -> str:
    if run is None:
        return NEVER_RUN
    if run.outcome == DailyOutcome.FAILED and run.tries >= MOST_TRIES:
        return f"It failed {run.tries} times, at last with: {run.words}"
    due_day = job.latest_day(now)
    was_missed = run.day < due_day and now > job.due_at(due_day) + GRACE
    # What is running renews its lease, and what failed is tried again.
    was_left = run.outcome != DailyOutcome.DONE and now > run.next_try_at + GRACE
    if was_missed or was_left:
        return f"It was last begun on {run.day:%-d %B %Y}. Is “manage.py run_daily” running?"
    return ""
