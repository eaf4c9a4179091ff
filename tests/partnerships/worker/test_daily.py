"""Daily jobs: once a day, at their hour, by one scheduler; again if they failed; once for all days that were missed."""

import datetime
from threading import Barrier, Thread

import pytest
from django.core.management import get_commands
from django.db import connection, connections

from partnerships.models import DailyRun
from partnerships.vocabulary.running import DailyOutcome
from partnerships.worker import daily
from partnerships.worker.daily import DailyJob
from tests import databases

DONE, FAILED, RUNNING = DailyOutcome.DONE, DailyOutcome.FAILED, DailyOutcome.RUNNING
A_MINUTE, AN_HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
NOON = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC)
TODAY = NOON.date()
A_DAY = datetime.timedelta(days=1)
OURS = dict(daily.JOBS)
EARLY, LATE = DailyJob("early", 3, "check"), DailyJob("late", 18, "check")


@pytest.fixture(autouse=True)
def only(monkeypatch):
    """Let there be no jobs but those given to this."""
    monkeypatch.setattr(daily, "JOBS", {})
    daily.register(EARLY)
    return daily.register


def claim(now=NOON):
    """Return the row of the job that is claimed, or None."""
    claimed = daily.claim_next(now)
    return claimed and claimed[1]


def utc(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("day", "hour", "due"),
    [
        ("2026-07-01", 3, "2026-07-01 02:00"),
        ("2026-12-31", 0, "2026-12-31 00:00"),
        # Clocks go back at 01:00 UTC: the hour from one to two comes twice.
        ("2026-10-25", 0, "2026-10-24 23:00"),
        ("2026-10-25", 1, "2026-10-25 00:00"),
        ("2026-10-25", 2, "2026-10-25 02:00"),
        # They go forward at 01:00 UTC: there is no hour from one to two.
        ("2027-03-28", 0, "2027-03-28 00:00"),
        ("2027-03-28", 1, "2027-03-28 01:00"),
        ("2027-03-28", 2, "2027-03-28 01:00"),
        ("2028-02-29", 3, "2028-02-29 03:00"),
    ],
)
def test_a_job_is_due_at_its_hour_in_london(day, hour, due):
    day, due = datetime.date.fromisoformat(day), utc(due)
    job = DailyJob("x", hour, "check")

    assert job.due_at(day) == due
    assert job.latest_day(due) == day
    assert job.latest_day(due - datetime.timedelta(seconds=1)) == day - A_DAY


@pytest.mark.django_db
@pytest.mark.parametrize("begin", ["2026-10-24 12:00", "2027-03-27 12:00", "2028-02-28 12:00", "2026-12-30 12:00"])
def test_each_is_done_once_a_day_whatever_the_clocks_do(only, begin, settings):
    settings.TIME_ZONE = "Europe/London"
    only(*(DailyJob(f"at {hour}", hour, "check") for hour in (0, 1, 2, 23)))
    done = []
    for minutes in range(0, 3 * 24 * 60, 20):
        now = utc(begin) + minutes * A_MINUTE
        while run := claim(now):
            daily.finish(run, DONE, "", now)
            done.append((run.job, run.day))

    # The last days of before are made up for at the beginning.
    assert len(done) == len(set(done)) == 5 * 4
    assert DailyRun.objects.count() == len(done)


@pytest.mark.django_db
def test_nothing_is_due_before_its_hour_but_what_was_missed_yesterday(only):
    only(LATE)
    first = [(run.job, run.day) for run in (claim(), claim())]

    assert first == [("early", TODAY), ("late", TODAY - A_DAY)]
    assert claim() is None
    assert claim(NOON + 6 * AN_HOUR).day == TODAY


@pytest.mark.django_db
def test_three_missed_days_are_made_up_for_once():
    DailyRun.objects.create(job="early", day=TODAY - 4 * A_DAY, outcome=DONE, ended_at=NOON - 4 * A_DAY)

    made_up_for = claim(NOON)
    daily.finish(made_up_for, DONE, "", NOON)

    assert made_up_for.day == TODAY
    assert claim(NOON) is None
    assert claim(NOON + A_DAY).day == TODAY + A_DAY


@pytest.mark.django_db
def test_one_that_failed_is_tried_again_some_times_after_waits_and_anew_the_next_day():
    now, begun = NOON, []
    while now < NOON + 14 * AN_HOUR:
        if run := claim(now):
            begun.append((now - NOON) / A_MINUTE)
            daily.finish(run, FAILED, "No.", now)
        now += A_MINUTE

    assert begun == [0, 15, 15 + 60, 15 + 60 + 180]
    assert DailyRun.objects.values_list("tries", "words").get() == (4, "No.")
    assert claim(NOON + 15 * AN_HOUR).tries == 1


@pytest.mark.django_db
def test_one_that_failed_comes_after_those_that_were_not_tried_yet(only):
    daily.finish(claim(), FAILED, "No.", NOON)
    only(LATE)

    assert [claim(NOON + AN_HOUR).job, claim(NOON + AN_HOUR).job] == ["late", "early"]


@pytest.mark.django_db
def test_what_is_running_is_nobody_elses_until_its_lease_is_over():
    first = claim()
    is_still_ours = daily.renew(first, NOON + 2 * A_MINUTE)
    nobody = claim(NOON + 4 * A_MINUTE)
    second = claim(NOON + 6 * A_MINUTE)
    # Whoever was thought to be dead has no say any more.
    late = daily.renew(first, NOON + 7 * A_MINUTE)
    daily.finish(first, FAILED, "Too late", NOON + 7 * A_MINUTE)
    daily.give_back(first, NOON + 7 * A_MINUTE)
    daily.finish(second, DONE, "Done", NOON + 8 * A_MINUTE)

    assert (is_still_ours, nobody, late) == (True, None, False)
    assert DailyRun.objects.values_list("tries", "outcome", "words").get() == (2, DONE, "Done")


@pytest.mark.django_db
def test_one_that_is_killed_each_time_is_given_up_for_the_day():
    begun = [claim(NOON + minutes * A_MINUTE) for minutes in range(0, 60, 4)]

    assert len([run for run in begun if run]) == daily.MOST_TRIES
    assert DailyRun.objects.values_list("outcome", "words").get() == (FAILED, daily.WAS_KILLED)


@pytest.mark.django_db
def test_one_that_is_given_back_is_begun_anew_at_once_and_that_counts_as_no_try():
    for _ in range(10):
        daily.give_back(claim(), NOON)

    assert claim().tries == 1


@pytest.mark.django_db
def test_rows_are_forgotten_after_ninety_days_and_those_of_no_other_job():
    for days in (1, 90, 91, 200):
        DailyRun.objects.create(job="early", day=TODAY - days * A_DAY)
    DailyRun.objects.create(job="other", day=TODAY - 200 * A_DAY)

    daily.finish(claim(), DONE, "", NOON)

    kept = [(TODAY - day).days for day in DailyRun.objects.filter(job="early").values_list("day", flat=True)]
    assert kept == [0, 1, 90]
    assert DailyRun.objects.filter(job="other").exists()


@pytest.mark.django_db
def test_what_it_said_is_kept_as_one_line_of_some_length():
    daily.finish(claim(), DONE, "  One.\n\nTwo.\n" + "x" * 1000, NOON)

    words = DailyRun.objects.get().words
    assert words.startswith("One. Two. xxx")
    assert words.endswith("x…")
    assert len(words) == 500


@pytest.mark.parametrize("before", ["nothing", "a failure", "a lease that is over"])
def test_of_many_schedulers_at_once_one_gets_the_job(any_database, tmp_path, before):
    number, got = 8, []
    barrier = Barrier(number)

    def try_to_claim():
        connection.ensure_connection()
        barrier.wait()
        got.append(claim(NOON + AN_HOUR))
        connections.close_all()

    with databases.of_its_own(tmp_path):
        if before != "nothing":
            run = claim()
            if before == "a failure":
                daily.finish(run, FAILED, "No.", NOON)
        threads = [Thread(target=try_to_claim) for _ in range(number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        tries = DailyRun.objects.get().tries

    assert len(got) == number
    assert len([run for run in got if run]) == 1
    assert tries == (1 if before == "nothing" else 2)


@pytest.mark.django_db
def test_servers_of_others_are_asked_in_production_only(only, settings):
    only(DailyJob("links", 1, "check_links", asks_others=True))

    settings.LCEP_MODE = "local"
    at_home = [job.name for job in daily.jobs()]
    settings.LCEP_MODE = "production"

    assert (at_home, [job.name for job in daily.jobs()]) == (["early"], ["links", "early"])


def troubles(now):
    return {state.job.name: state.trouble for state in daily.overview(now)}


@pytest.mark.django_db
def test_the_overview_says_how_each_job_stands(only):
    yesterday = NOON - A_DAY
    DailyRun.objects.create(job="early", day=TODAY - A_DAY, outcome=DONE, ended_at=yesterday, words="Fine")
    daily.finish(claim(), FAILED, "No.", NOON)
    only(LATE)
    early, late = daily.overview(NOON)

    assert (early.job, early.latest.words, early.done_at, early.trouble) == (EARLY, "No.", yesterday, "")
    assert (late.job, late.latest, late.done_at, late.trouble) == (LATE, None, None, daily.NEVER_RUN)


@pytest.mark.django_db
def test_somebody_has_to_look_once_a_job_was_given_up_or_left():
    run = claim()
    fresh = troubles(NOON + A_MINUTE)
    left = troubles(NOON + 7 * AN_HOUR)
    daily.finish(run, DONE, "", NOON)
    done, next_morning = troubles(NOON), troubles(NOON + A_DAY - 6 * AN_HOUR)
    next_noon = troubles(NOON + A_DAY)
    DailyRun.objects.update(outcome=FAILED, words="No.", tries=daily.MOST_TRIES)

    never_again = "It was last begun on 28 November 2026. Is “manage.py run_daily” running?"
    assert [state["early"] for state in (fresh, left, done, next_morning)] == ["", never_again, "", ""]
    assert next_noon["early"] == never_again
    assert troubles(NOON)["early"] == "It failed 4 times, at last with: No."


@pytest.mark.django_db
def test_the_overview_takes_two_queries_for_any_number_of_jobs_and_days(only, django_assert_num_queries):
    only(*(DailyJob(f"job {number}", 3, "check") for number in range(20)))
    for days in range(3):
        while run := claim(NOON + days * A_DAY):
            daily.finish(run, DONE, "", NOON + days * A_DAY)

    with django_assert_num_queries(2):
        assert {state.latest.day for state in daily.overview(NOON)} == {TODAY + 2 * A_DAY}


def test_every_job_of_the_site_is_a_command_there_is_at_an_hour_there_is():
    commands = {job.command for job in OURS.values()}

    assert {"apply_retention", "check_links", "remove_unused_pictures", "send_check_requests", "send_digest"} < commands
    assert "export_open_data" in commands
    assert commands <= get_commands().keys()
    assert all(0 <= job.hour <= 23 and len(name) <= 40 for name, job in OURS.items())
