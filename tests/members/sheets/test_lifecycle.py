"""The life of an import: uploaded, decided on, begun again after a crash; large ones by the worker."""

from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from members.models import MemberOrganisation, SheetImport, SheetRow
from members.models.sheets import LEASE, MAX_TRIES, SheetKind, SheetState
from members.sheets import lifecycle, work
from members.sheets.lifecycle import MayNotPublish, NotNow
from members.sheets.planning import Planner
from partnerships.models import AuditEntry
from partnerships.privacy import retention
from partnerships.vocabulary import AuditAction
from tests.factories import make_bridge, make_sector
from tests.members.sheets.people import make_importer
from tests.members.sheets.sheet_files import csv_of, outcomes, preview

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
HEADINGS = ("Entry", "Name", "Sector")
ROWS = [HEADINGS, ("", "Tate", "Culture"), ("", "Lowry", "Culture"), ("", "", "Culture")]


@pytest.fixture(autouse=True)
def culture():
    return make_sector(name="Culture")


@pytest.fixture
def officer():
    return make_importer(make_bridge())


@pytest.fixture
def large(settings):
    """Let every sheet count as a large one."""
    settings.SHEET_ROWS_AT_ONCE = 0


def uploaded(officer):
    """Upload a sheet, and return the import as it then stands in the database."""
    content = csv_of(*ROWS)
    sheet = lifecycle.receive(kind=SheetKind.MEMBERS, file_name="a.csv", content=content, by=officer)
    sheet.refresh_from_db()
    return sheet


def interrupted(sheet, state):
    """Change `sheet` to what a worker leaves that is killed in the middle."""
    sheet.state, sheet.lease_until = state, timezone.now() - timedelta(seconds=1)
    sheet.waits_for_worker_as = None
    sheet.save()
    return sheet


def names():
    """Return the names of all organisations, in alphabetical order."""
    return sorted(MemberOrganisation.objects.values_list("name", flat=True))


def test_a_small_sheet_is_read_and_imported_at_once(officer):
    sheet = uploaded(officer)
    assert (sheet.state, sheet.content, sheet.total) == (SheetState.PREVIEWED, None, 3)

    lifecycle.confirm(sheet)

    assert names() == ["Lowry", "Tate"]
    assert work.work_on_next() is False


def test_a_large_sheet_is_read_imported_and_undone_by_the_worker(officer, large):
    sheet = uploaded(officer)
    states = [sheet.state]
    for step in (None, lifecycle.confirm, lambda sheet: lifecycle.undo(sheet, by=officer)):
        if step:
            step(sheet)
            sheet.refresh_from_db()
            states.append(sheet.state)
        call_command("run_worker", "--once")
        sheet.refresh_from_db()
        states.append((sheet.state, names()))

    assert states == [
        SheetState.READING,
        (SheetState.PREVIEWED, []),
        SheetState.APPLYING,
        (SheetState.DONE, ["Lowry", "Tate"]),
        SheetState.UNDOING,
        (SheetState.UNDONE, []),
    ]


def test_reading_says_how_far_it_has_come(officer, large, monkeypatch):
    monkeypatch.setattr(work, "_READ_BATCH", 1)
    sheet, seen = uploaded(officer), []
    save_progress = work.save_progress

    def save_and_look(row, **fields):
        save_progress(row, **fields)
        seen.append(SheetImport.objects.values_list("done", "total").get())

    monkeypatch.setattr(work, "save_progress", save_and_look)
    work.run(sheet, officer)

    assert seen == [(1, 3), (2, 3), (3, 3), (3, 3)]


@pytest.mark.parametrize("state", [SheetState.READING, SheetState.APPLYING])
def test_what_a_killed_worker_left_is_interrupted_and_can_be_begun_again(officer, large, state):
    sheet = uploaded(officer)
    if state == SheetState.APPLYING:
        call_command("run_worker", "--once")
        lifecycle.confirm(sheet)
    sheet.refresh_from_db()
    sheet = interrupted(sheet, state)
    assert (sheet.is_interrupted, sheet.is_at_work, names()) == (True, False, [])

    lifecycle.begin_again(sheet, by=officer)
    call_command("run_worker", "--once")

    sheet.refresh_from_db()
    expected = (SheetState.PREVIEWED, []) if state == SheetState.READING else (SheetState.DONE, ["Lowry", "Tate"])
    assert (sheet.state, names()) == expected
    assert SheetRow.objects.count() == 3


def test_of_two_workers_only_one_takes_up_a_sheet(officer, large, monkeypatch):
    sheet, seen = uploaded(officer), []
    monkeypatch.setattr(work, "run", lambda *arguments: seen.append((arguments, work.work_on_next())))

    assert work.work_on_next() is True
    assert seen == [((sheet, officer), False)]


def test_a_sheet_whose_worker_is_killed_is_gone_on_with_unless_it_kills_each(officer, large, monkeypatch):
    sheet = uploaded(officer)
    with monkeypatch.context() as patched:
        patched.setitem(work._STEPS, SheetState.READING, Mock(side_effect=SystemExit))
        for _ in range(MAX_TRIES):
            with pytest.raises(SystemExit):
                work.work_on_next()
            assert work.work_on_next() is False, "its lease is not over"
            SheetImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    sheet.refresh_from_db()
    assert (work.work_on_next(), sheet.is_interrupted, SheetRow.objects.count()) == (False, True, 0)
    lifecycle.begin_again(sheet, by=officer)
    assert work.work_on_next() is True
    sheet.refresh_from_db()
    assert (sheet.state, sheet.tries, sheet.goes_on_as) == (SheetState.PREVIEWED, 0, None)


def test_what_the_database_could_not_do_is_tried_again_by_itself_however_often(officer, large, monkeypatch):
    sheet = uploaded(officer)
    full = OperationalError("database or disk is full")
    with monkeypatch.context() as patched:
        patched.setitem(work._STEPS, SheetState.READING, Mock(side_effect=full))
        for _ in range(MAX_TRIES + 2):
            with pytest.raises(OperationalError):
                work.work_on_next()
            sheet.refresh_from_db()
            assert (sheet.state, sheet.problem) == (SheetState.READING, "")
            assert sheet.lease_until <= timezone.now() + work.SOON
            SheetImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert work.work_on_next() is True
    sheet.refresh_from_db()
    assert sheet.state == SheetState.PREVIEWED


def test_sheets_are_taken_up_in_the_order_they_came(officer, large):
    sheets = [uploaded(officer) for _ in range(3)]
    states = []

    while work.work_on_next():
        states.append([SheetImport.objects.get(pk=sheet.pk).state for sheet in sheets])

    assert states == [[SheetState.PREVIEWED] * count + [SheetState.READING] * (3 - count) for count in (1, 2, 3)]


def test_a_worker_that_comes_back_to_life_has_no_say_any_more(officer, large):
    sheet = interrupted(uploaded(officer), SheetState.READING)
    lifecycle.begin_again(sheet, by=officer)

    work.run(sheet, officer)

    assert SheetRow.objects.count() == 0


def test_a_reading_that_was_taken_over_in_the_middle_stops(officer, large, monkeypatch):
    monkeypatch.setattr(work, "_READ_BATCH", 1)
    sheet, save_progress = uploaded(officer), work.save_progress

    def take_over(row, **fields):
        save_progress(row, **fields)
        SheetImport.objects.update(attempt=9)

    monkeypatch.setattr(work, "save_progress", take_over)
    work.run(sheet, officer)

    sheet.refresh_from_db()
    assert (sheet.state, sheet.done) == (SheetState.READING, 1)


def test_what_was_imported_once_is_not_imported_twice(officer, large):
    sheet = uploaded(officer)
    call_command("run_worker", "--once")
    lifecycle.confirm(sheet)
    sheet.refresh_from_db()

    for _ in range(2):
        work.run(sheet, officer)

    assert names() == ["Lowry", "Tate"]
    assert AuditEntry.objects.filter(action=AuditAction.IMPORTED).count() == 1


def test_nobody_begins_again_what_is_being_worked_on(officer, large):
    with pytest.raises(NotNow):
        lifecycle.begin_again(uploaded(officer), by=officer)


def test_a_lease_is_longer_than_anything_takes():
    assert timedelta(minutes=2) <= LEASE


def test_only_what_is_previewed_and_has_a_good_row_is_confirmed(officer):
    done = uploaded(officer)
    lifecycle.confirm(done)
    nothing_good = preview(HEADINGS, ("", "", "Culture"), by=officer)

    for sheet in (done, nothing_good):
        with pytest.raises(NotNow):
            lifecycle.confirm(sheet)


def test_who_may_not_publish_does_not_publish_by_importing(officer):
    with pytest.raises(MayNotPublish):
        lifecycle.confirm(uploaded(officer), publishes=True)

    assert names() == []


def test_what_is_thrown_away_is_gone_with_its_rows(officer):
    lifecycle.throw_away(uploaded(officer))

    assert (SheetImport.objects.count(), SheetRow.objects.count(), names()) == (0, 0, [])


def test_what_was_imported_or_is_being_worked_on_is_not_thrown_away(officer, settings):
    done = uploaded(officer)
    lifecycle.confirm(done)
    settings.SHEET_ROWS_AT_ONCE = 0
    reading = uploaded(officer)

    for sheet in (done, reading):
        with pytest.raises(NotNow):
            lifecycle.throw_away(sheet)


def test_a_mistake_of_ours_while_reading_is_told_and_changes_nothing(officer, monkeypatch, caplog):
    def break_down(*args, **kwargs):
        raise RuntimeError("On purpose")

    monkeypatch.setattr(Planner, "plan", break_down)
    sheet = uploaded(officer)

    assert (sheet.state, sheet.problem, sheet.content) == (
        SheetState.FAILED,
        f"{work.OUR_MISTAKE}{work.NOTHING_CHANGED}",
        None,
    )
    assert "failed while being read" in caplog.text


def test_imports_are_forgotten_after_three_months_and_what_came_of_them_stays(officer):
    old, new = uploaded(officer), uploaded(officer)
    lifecycle.confirm(old)
    SheetImport.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=100))

    assert retention.apply_all()["imported sheets"] == 1

    assert list(SheetImport.objects.all()) == [new]
    assert names() == ["Lowry", "Tate"]
    assert outcomes(new) == {2: "new", 3: "new", 4: "error"}
