"""Everything is looked at within a limit of time, by one at a time."""

import threading
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from lcep_site.health import asking
from lcep_site.health.checks import HealthCheck
from lcep_site.health.findings import HealthState, good

pytestmark = pytest.mark.no_database
GOOD, ATTENTION, BROKEN = HealthState


def fine():
    return good("Well.")


def in_thread(look):
    threading.Thread(target=look, daemon=True).start()


def states(checked):
    return [each.finding.state for each in checked]


@pytest.fixture
def hanging(monkeypatch):
    """A look that hangs until it is let go, and how often it was begun."""
    monkeypatch.setattr(asking, "SECONDS", 0.05)
    let_go, begun = threading.Event(), []

    def look():
        begun.append(1)
        let_go.wait(20)
        return good("After all.")

    yield look, let_go, begun
    let_go.set()


def test_what_hangs_is_said_not_to_answer_and_the_rest_not_to_be_known(hanging):
    look, let_go, begun = hanging
    checks = (HealthCheck("a", "A", fine), HealthCheck("b", "B", look, is_needed=True), HealthCheck("c", "C", fine))
    looker = asking.Looker(checks, in_thread)

    found = looker.checked()

    assert states(found) == [GOOD, BROKEN, ATTENTION]
    assert [each.keeps_visitors_away for each in found] == [False, True, False]
    # Whoever asks again begins no other that would hang too.
    assert states(looker.checked()) == [GOOD, BROKEN, ATTENTION]
    assert begun == [1]


def test_once_it_no_longer_hangs_it_is_looked_at_anew(hanging, monkeypatch):
    look, let_go, begun = hanging
    looker = asking.Looker((HealthCheck("b", "B", look),), in_thread)
    looker.checked()
    let_go.set()
    monkeypatch.setattr(asking, "SECONDS_GOOD", 0)
    monkeypatch.setattr(asking, "SECONDS", 20)

    assert states(looker.checked()) == states(looker.checked()) == [GOOD]
    assert len(begun) >= 2


def test_who_asks_much_is_told_what_was_found_just_now(monkeypatch):
    looks = []
    looker = asking.Looker((HealthCheck("a", "A", lambda: looks.append(1) or fine()),), lambda look: look())

    for _ in range(5):
        looker.checked()
    assert len(looks) == 1

    monkeypatch.setattr(asking, "SECONDS_GOOD", -1)
    looker.checked()
    assert len(looks) == 2


def test_a_look_that_the_database_fails_is_not_known_and_a_mistake_of_ours_is_logged(caplog):
    def away():
        raise OperationalError("away")

    def wrong():
        raise KeyError("ours")

    checks = (HealthCheck("a", "A", away), HealthCheck("b", "B", wrong), HealthCheck("c", "C", fine))
    found = asking.Looker(checks, lambda look: look()).checked()

    assert states(found) == [ATTENTION, ATTENTION, GOOD]
    assert [record.getMessage() for record in caplog.records] == ["Something went wrong in the look at “b”"]


def test_where_no_thread_is_to_be_had_the_next_who_asks_begins(monkeypatch):
    starts = [RuntimeError("can't start new thread")]

    def start(look):
        if starts:
            raise starts.pop()
        look()

    looker = asking.Looker((HealthCheck("a", "A", fine),), start)
    with pytest.raises(RuntimeError):
        looker.checked()

    assert states(looker.checked()) == [GOOD]


def test_a_look_is_taken_whatever_becomes_of_its_limit(monkeypatch):
    looked = threading.Event()
    monkeypatch.setattr(asking, "connection", SimpleNamespace(vendor="odd", cursor=broken_cursor, close=lambda: None))

    asking.apart(looked.set)

    assert looked.wait(20)


def broken_cursor():
    raise ValueError("Nothing is as it should be.")
