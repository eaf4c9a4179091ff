"""A fault that lasts does not fill the log."""

import logging

import pytest
from django.db import OperationalError

from lcep_site.logs import repeats

pytestmark = pytest.mark.no_database
logger = logging.getLogger("tests.logs")


def fail(error, message="Could not."):
    try:
        raise error
    except type(error):
        logger.exception(message)


def test_of_what_repeats_the_first_is_told_and_then_how_many(log, console):
    for number in range(121):
        logger.error("Mail %s did not leave.", number)
    logger.error("Another thing.")
    assert ["Mail 0" in log.lines[0], "Another thing" in log.lines[1], len(log.lines)] == [True, True, 2]

    console.repeats.close_window()
    assert "INFO tests.logs: … 120 more of these in 60 seconds" in log.lines[2]

    logger.error("Mail %s did not leave.", 122)
    assert "Mail 122" in log.lines[3] and len(log.lines) == 4


def test_a_window_closes_by_itself(log, console, monkeypatch):
    monkeypatch.setattr(repeats, "WINDOW_SECONDS", 0.05)
    over = []
    monkeypatch.setattr(console, "repeats", repeats.Repeats(over.append))
    for _ in range(3):
        logger.error("Again.")
    [timer] = [each for each in __import__("threading").enumerate() if isinstance(each, repeats.threading.Timer)][-1:]
    timer.join(20)

    assert [record.getMessage() for record in over] == ["… 2 more of these in 0 seconds"]


def test_where_a_database_is_missed_first_makes_no_other_fault(log, console):
    fail(OperationalError("away"))
    fail(OperationalError("away still"))
    fail(ValueError("here"))
    try:
        raise ValueError("elsewhere")
    except ValueError:
        logger.exception("Could not.")
    console.repeats.close_window()

    told = [line for line in log.lines if not line.startswith("    ")]
    assert [line.partition(": ")[2].partition(" (")[0] for line in told] == [
        "Could not.: OperationalError: away",
        "Could not.: ValueError: here",
        "Could not.: ValueError: elsewhere",
        "… 1 more of these",
    ]


def test_however_many_kinds_there_are(log, console):
    for number in range(1000):
        logger.warning(f"Kind {number}")
    assert len(log.lines) == repeats.MOST_KINDS

    console.repeats.close_window()
    assert "950 more warnings and errors of other kinds" in log.lines[-1]


def test_what_is_no_fault_is_never_held_back(log, console):
    told = logging.getLogger("lcep_site.requests")
    for _ in range(3):
        console.handle(logging.LogRecord("tests.logs", logging.INFO, "", 0, "Well.", None, None))

    assert len(log.lines) == 3 and told.level == logging.INFO


def test_a_process_that_parts_begins_anew(log, console):
    logger.error("Before.")
    logger.error("Before.")
    console.repeats._begin_anew_after_fork()
    logger.error("Before.")

    assert len(log.lines) == 2


def test_what_is_about_something_else_is_another_fault(log, console):
    for job in ("backup", "send_digest", "backup"):
        logger.warning("The job %s failed.", job, extra={"about": job})

    assert ["backup" in log.lines[0], "send_digest" in log.lines[1], len(log.lines)] == [True, True, 2]


def test_nothing_is_held_back_where_nobody_could_say_how_many_there_were(log, console, monkeypatch):
    def refuse(timer):
        raise RuntimeError("can't create new thread at interpreter shutdown")

    with monkeypatch.context() as at_the_end:
        at_the_end.setattr(repeats.threading.Timer, "start", refuse)
        logger.error("Again.")
        logger.error("Again.")
    assert len(log.lines) == 2

    logger.error("Again.")
    logger.error("Again.")
    assert len(log.lines) == 3
