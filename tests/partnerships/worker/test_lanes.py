"""The lanes of the worker: none waits for another, and a mistake or a database that is away ends none of them."""

from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from members.models.sheets import SheetState
from partnerships.models import Partnership
from partnerships.vocabulary import MailState, PublicationState
from partnerships.worker import lanes
from partnerships.worker.lanes import Lane
from tests.factories import make_bridge, make_mail, make_partnership, make_sector
from tests.members.sheets.people import make_importer
from tests.members.sheets.sheet_files import preview

PATIENCE_SECONDS = 10


@pytest.fixture
def only(monkeypatch):
    """Let there be no lanes but those given to this."""
    monkeypatch.setattr(lanes, "LANES", {})
    return lanes.register


class InTurn:
    """Work that gives `results` one after the other, raises those that are errors, then calls `at_end`."""

    def __init__(self, *results, at_end=lambda: None):
        self.results, self.at_end, self.calls = list(results), at_end, 0

    def __call__(self):
        self.calls += 1
        result = self.results.pop(0) if self.results else False
        if not self.results:
            self.at_end()
        if isinstance(result, Exception):
            raise result
        return result


def test_a_lane_that_hangs_holds_up_no_other(only):
    go_on, stop, both = Event(), Event(), Event()
    other = InTurn(True, True, False, at_end=both.set)
    only(Lane("stuck", lambda: not go_on.wait(PATIENCE_SECONDS)), Lane("other", other))

    worker = Thread(target=lanes.work_until, args=[stop])
    worker.start()
    was_done_meanwhile = both.wait(PATIENCE_SECONDS) and not go_on.is_set()
    stop.set()
    go_on.set()
    worker.join(PATIENCE_SECONDS)

    assert was_done_meanwhile
    assert not worker.is_alive()


def test_what_is_in_hand_at_the_stop_is_finished_and_nothing_else_is_begun(only):
    stop, done = Event(), []

    def work():
        stop.set()
        done.append("the piece in hand")
        return True

    only(Lane("only", work))
    lanes.work_until(stop)

    assert done == ["the piece in hand"]


def test_a_lane_with_nothing_to_do_looks_again_after_its_pause(only, monkeypatch):
    stop = Event()
    waits = []
    monkeypatch.setattr(stop, "wait", waits.append)
    only(Lane("only", InTurn(True, False, at_end=stop.set), pause=5))

    lanes.work_until(stop)

    assert waits == [0, 5]


def test_a_database_that_is_away_is_waited_for(only, monkeypatch, caplog):
    stop = Event()
    waits = []
    monkeypatch.setattr(stop, "wait", waits.append)
    only(Lane("only", InTurn(OperationalError("closed the connection"), False, at_end=stop.set)))

    lanes.work_until(stop)

    assert waits == [5, 1]
    assert "The database is away" in caplog.text


def test_a_mistake_of_ours_is_logged_and_ends_neither_the_lane_nor_the_others(only, caplog):
    stop, came = Event(), Event()
    right = InTurn(False, at_end=came.set)
    wrong = InTurn(ZeroDivisionError(), False, at_end=lambda: came.wait(PATIENCE_SECONDS) and stop.set())
    only(Lane("wrong", wrong, pause=0), Lane("right", right, pause=0))

    lanes.work_until(stop)

    assert (wrong.calls, right.calls > 0) == (2, True)
    assert "Something went wrong in the lane “wrong”" in caplog.text


def test_working_off_ends_once_no_lane_has_anything_left(only, caplog):
    first, second, wrong = InTurn(True, True, False), InTurn(False, False, True), InTurn(ZeroDivisionError())
    only(Lane("first", first), Lane("second", second), Lane("wrong", wrong))

    lanes.work_off()

    assert (first.results, second.results, wrong.calls) == ([], [], 4)


@pytest.mark.django_db
def test_the_worker_sends_publishes_and_reads_what_waits_in_rows(settings, mailoutbox):
    settings.SHEET_ROWS_AT_ONCE = 0
    make_sector(name="Culture")
    sheet = preview(("Name", "Sector"), ("Tate", "Culture"), by=make_importer(make_bridge()))
    mails = [make_mail() for _ in range(3)]
    entry = make_partnership(publication=PublicationState.DRAFT, publish_at=timezone.now())

    call_command("run_worker", "--once")

    sheet.refresh_from_db()
    assert sheet.state == SheetState.PREVIEWED
    assert sorted(message.to[0] for message in mailoutbox) == sorted(mail.to for mail in mails)
    assert Partnership.objects.get(pk=entry.pk).is_published


@pytest.mark.django_db
@pytest.mark.parametrize("state", [MailState.SENT, MailState.FAILED])
def test_what_is_over_is_not_begun_anew(state, mailoutbox):
    make_mail(state=state, sent_at=timezone.now() if state == MailState.SENT else None)

    call_command("run_worker", "--once")

    assert mailoutbox == []
