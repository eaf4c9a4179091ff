"""One line an event, whatever stands in it, with when, where and in which request it happened."""

import logging
import re

import pytest
from django.db import OperationalError

pytestmark = pytest.mark.no_database
logger = logging.getLogger("tests.logs")
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


def test_a_line_says_when_how_bad_who_what_and_which_process(log):
    logger.warning("Mail %s did not leave.", 7)

    [line] = log.lines
    assert re.fullmatch(rf"{TIME} WARNING tests\.logs: Mail 7 did not leave\. \(process [\w.-]+, pid \d+\)", line)


def test_a_line_in_json_says_the_same(json_log):
    logger.warning("Mail %s did not leave.", 7)

    [event] = json_log.events
    assert re.fullmatch(TIME, event.pop("time"))
    assert {"level": "warning", "logger": "tests.logs", "message": "Mail 7 did not leave."}.items() <= event.items()


def test_it_is_the_time_at_greenwich(log, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_750_000_000.5)
    monkeypatch.setattr("time.time_ns", lambda: 1_750_000_000_500_000_000)
    logger.warning("In summer.")

    assert log.text.startswith("2025-06-15T15:06:40.500Z ")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", "\x0b", "\x1b[2J", "\u2028", "\x85", "\u202e"])
def test_nobody_can_write_a_line_of_their_own(log, console, ending):
    logger.warning("Said: %s", f"x{ending}2026-01-01T00:00:00.000Z ERROR forged: line")

    [line] = log.text.split("\n")[:-1]
    assert len(log.lines) == 1 and ending not in line


def test_nor_in_json(json_log):
    logger.warning("Said: %s", 'x\n{"level": "error"}\u2028"')

    assert [event["level"] for event in json_log.events] == ["warning"]


def test_an_error_is_a_line_and_its_trace_once(log):
    def deep(number):
        if number:
            return deep(number - 1)
        try:
            raise OperationalError("server closed the connection\nDETAIL: Key (email)=(a@b.example)")
        except OperationalError as error:
            raise RuntimeError("It failed.") from error

    try:
        deep(200)
    except RuntimeError:
        logger.exception("Could not.")
        logging.getLogger("tests.another").exception("Nor here.")

    first, *trace = log.lines[:-2]
    assert "ERROR tests.logs: Could not.: RuntimeError: It failed. (" in first
    assert len(trace) <= 16 and all(step.startswith("    ") for step in trace)
    assert "tests/lcep_site/logs/test_lines.py:" in trace[0] and "/tmp" not in log.text and "/home" not in log.text
    assert trace[-1].startswith("    because of OperationalError: server closed the connection DETAIL: …")
    assert "ERROR tests.another: Nor here.: RuntimeError: It failed." in log.lines[-2]
    assert log.lines[-1] == "    told above"


def test_in_json_the_trace_is_a_field(json_log):
    try:
        raise ValueError("Wrong.")
    except ValueError:
        logger.exception("Could not.")

    [event] = json_log.events
    assert (event["message"], event["error"]) == ("Could not.", "ValueError: Wrong.")
    assert event["trace"][-1].endswith('raise ValueError("Wrong.")')


def test_an_error_that_takes_no_mark_is_told_too(log):
    class Narrow(Exception):
        __slots__ = ()

        def __setattr__(self, name, value):
            raise AttributeError(name)

    try:
        raise Narrow
    except Narrow:
        logger.exception("Could not.")

    assert "Could not.: Narrow (" in log.lines[0]
