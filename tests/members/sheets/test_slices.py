"""Slice by slice: what is in is seen, what is killed goes on, what others do meanwhile stays, all is undone as one."""

import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import MemberOrganisation, Membership, SheetImport
from members.models.sheets import SheetState
from members.sheets import applying, lifecycle, slices, work
from partnerships import versions
from partnerships.models import AuditEntry, Revision, School
from partnerships.search import text_index
from partnerships.vocabulary import AuditAction, RevisionKind, SchoolState
from partnerships.worker import lanes
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_sector,
)
from tests.members.sheets.people import make_importer
from tests.members.sheets.sheet_files import outcomes, preview, problems

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
HEADINGS = ("Entry", "Name", "Sector")
NAMES = ["Anvil", "Barbican", "Curve", "Dukes", "Everyman"]
ROWS = [HEADINGS, *(("", name, "Culture") for name in NAMES)]


@pytest.fixture(autouse=True)
def culture():
    return make_sector(name="Culture")


@pytest.fixture
def officer():
    return make_importer(make_bridge(name="Arch"))


@pytest.fixture(autouse=True)
def by_two(monkeypatch):
    """Import slice by slice on either database, two rows at a time, and the worker does it."""
    monkeypatch.setattr(slices, "are_used", lambda: True)
    monkeypatch.setattr(slices, "FIRST", 2)
    monkeypatch.setattr(slices, "MOST", 2)


@pytest.fixture
def before_slices(monkeypatch):
    """Return a list of what is done before each slice, in order: `int` is nothing, and further ones are let be."""
    acts = []
    monkeypatch.setattr(slices.time, "sleep", lambda seconds: acts.pop(0)() if acts else None)
    return acts


def names():
    return sorted(MemberOrganisation.objects.values_list("name", flat=True))


def begun(sheet, begin, settings):
    """Let `sheet` be confirmed or undone by the worker."""
    settings.SHEET_ROWS_AT_ONCE = 0
    begin(sheet)


def worked_off(sheet):
    """Let the worker do all there is, and return `sheet` as it then stands."""
    lanes.work_off()
    sheet.refresh_from_db()
    return sheet


def killed(sheet):
    """Let the worker be killed while it works, and the lease go by; return `sheet` as it then stands."""
    with pytest.raises(SystemExit):
        work.work_on_next()
    SheetImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    sheet.refresh_from_db()
    return sheet


def test_rows_come_into_sight_slice_by_slice_as_revisions_of_one_act(officer, settings, before_slices):
    sheet, seen = preview(*ROWS, by=officer), []
    before_slices += [lambda: seen.append((names(), *SheetImport.objects.values_list("done", "reached").get()))] * 3
    begun(sheet, lifecycle.confirm, settings)

    sheet = worked_off(sheet)

    assert seen == [([], 0, 0), (NAMES[:2], 2, 3), (NAMES[:4], 4, 5)]
    assert (sheet.state, sheet.counts, sheet.done, names()) == (SheetState.DONE, {"new": 5}, 5, NAMES)
    revisions = list(Revision.objects.filter(kind=RevisionKind.IMPORT).order_by("pk"))
    assert [revision.first for revision in revisions] == [None, revisions[0], revisions[0]]
    assert (sheet.revision, set(revisions[2].of_act)) == (revisions[0], set(revisions))
    assert AuditEntry.objects.filter(action=AuditAction.IMPORTED).count() == 1


@pytest.mark.parametrize("after", [0, 1, 2])
def test_what_was_killed_goes_on_by_itself_with_no_row_twice_and_none_left_out(officer, settings, before_slices, after):
    sheet = preview(*ROWS, by=officer)
    before_slices += [*[int] * after, sys.exit]
    begun(sheet, lifecycle.confirm, settings)

    assert (killed(sheet).state, names()) == (SheetState.APPLYING, NAMES[: 2 * after])
    assert sheet.can_be_thrown_away is (after == 0)

    sheet = worked_off(sheet)
    assert (sheet.state, sheet.counts, names()) == (SheetState.DONE, {"new": 5}, NAMES)
    assert MemberOrganisation.versions.filter(revision__kind=RevisionKind.IMPORT).count() == 5
    assert AuditEntry.objects.filter(action=AuditAction.IMPORTED).count() == 1


@pytest.mark.parametrize("after", [None, 0, 1, 2])
def test_undoing_takes_back_every_slice_also_when_it_is_killed(officer, culture, settings, before_slices, after):
    make_organisation(name="Barbican", slug="barbican", sector=culture, looked_after_by=officer.bridges.get())
    text_index.rebuild()
    rows = [("", "Anvil", "Culture"), ("barbican", "The Barbican", "Culture"), ("", "Curve", "Culture")]
    sheet = preview(HEADINGS, *rows, by=officer)
    begun(sheet, lifecycle.confirm, settings)
    sheet = worked_off(sheet)
    assert names() == ["Anvil", "Curve", "The Barbican"]
    assert Revision.objects.filter(kind=RevisionKind.IMPORT).count() == 2

    lifecycle.undo(sheet, by=officer)
    if after is not None:
        before_slices += [*[int] * after, sys.exit]
        if after < 2:
            assert killed(sheet).state == SheetState.UNDOING
    sheet = worked_off(sheet)

    assert (sheet.state, sheet.problem, names()) == (SheetState.UNDONE, "", ["Barbican"])
    assert list(text_index.find(MemberOrganisation.objects.all(), "barbican")) == [MemberOrganisation.objects.get()]
    assert AuditEntry.objects.filter(action=AuditAction.IMPORT_UNDONE).count() == 1


def test_a_row_that_somebody_changed_between_slices_is_left_out(officer, culture, settings, before_slices):
    own = officer.bridges.get()
    curve = make_organisation(name="Curve", slug="curve", sector=culture, looked_after_by=own)
    rows = [("", "Anvil", "Culture", ""), ("", "Barbican", "Culture", ""), ("curve", "Curve", "Culture", "a.example")]
    sheet = preview((*HEADINGS, "Website"), *rows, by=officer)

    def change():
        curve.website = "https://curve.example"
        curve.save()

    before_slices += [int, change]
    begun(sheet, lifecycle.confirm, settings)
    sheet = worked_off(sheet)

    assert outcomes(sheet) == {2: "new", 3: "new", 4: "moved"}
    assert problems(sheet) == [("", applying.CONFLICT)]
    assert (sheet.state, sheet.counts) == (SheetState.DONE, {"new": 2, "moved": 1})
    assert MemberOrganisation.objects.get(name="Curve").website == "https://curve.example"


def test_a_name_that_somebody_gave_away_between_slices_is_not_given_twice(officer, culture, settings, before_slices):
    sheet = preview(*ROWS, by=officer)
    before_slices += [int, lambda: make_organisation(name="Dukes", sector=culture)]
    begun(sheet, lifecycle.confirm, settings)

    assert outcomes(worked_off(sheet)) == {2: "new", 3: "new", 4: "new", 5: "moved", 6: "new"}
    assert names() == NAMES


def test_likenesses_within_the_sheet_are_no_reason_to_leave_a_row_out(officer, culture, settings, before_slices):
    rows = [("", name, "Culture") for name in ("Leeds Museum", "Anvil", "Leeds Museums", "Leeds Museum and")]
    sheet = preview(HEADINGS, *rows, by=officer)
    before_slices += [int, lambda: make_organisation(name="Zoo", sector=culture)]
    begun(sheet, lifecycle.confirm, settings)

    assert worked_off(sheet).counts == {"new": 4}


def test_a_form_that_was_opened_between_slices_notices_what_a_later_one_changed(
    officer, culture, settings, before_slices
):
    curve = make_organisation(name="Curve", slug="curve", sector=culture, looked_after_by=officer.bridges.get())
    rows = [("", "Anvil", "Culture"), ("", "Barbican", "Culture"), ("curve", "The Curve", "Culture")]
    sheet, opened = preview(HEADINGS, *rows, by=officer), []
    before_slices += [int, lambda: opened.append(versions.newest_key())]
    begun(sheet, lifecycle.confirm, settings)
    worked_off(sheet)

    assert versions.changed_since(MemberOrganisation, [curve.pk], opened[0]) == {curve.pk}


def test_slices_are_one_act_in_the_history_of_an_entry_and_its_undoing_is_another(settings):
    officer = make_importer(bridge := make_bridge(), publishes=True)
    partnership = make_partnership(bridge.authorities.all(), name="Leeds LCEP", bridge=bridge)
    rows = [("Leeds LCEP", str(make_organisation(name=name)), "Member") for name in NAMES]
    sheet = preview(("Partnership", "Member organisation", "Role"), *rows, by=officer, kind="memberships")
    before = versions.History(type(partnership), partnership.pk).keys
    begun(sheet, lifecycle.confirm, settings)
    sheet = worked_off(sheet)

    history = versions.History(type(partnership), partnership.pk)
    assert len(history.keys) == len(before) + 1
    changes = versions.changes_by_revision(history, history.keys[:1], None)
    assert len(changes[history.keys[0]]) == len(NAMES) == Membership.objects.count()
    lifecycle.undo(sheet, by=officer)
    worked_off(sheet)
    assert len(versions.History(type(partnership), partnership.pk).keys) == len(before) + 2
    assert Membership.objects.count() == 0


def test_what_was_changed_after_its_slice_came_in_is_not_undone_and_says_why(officer, settings, before_slices):
    sheet = preview(*ROWS, by=officer)
    before_slices += [int, lambda: MemberOrganisation.objects.get(name="Anvil").save()]
    begun(sheet, lifecycle.confirm, settings)
    sheet = worked_off(sheet)

    lifecycle.undo(sheet, by=officer)

    sheet = worked_off(sheet)
    assert (sheet.state, names()) == (SheetState.DONE, NAMES)
    assert sheet.problem.startswith("The member organisation “Anvil” was changed since")


@pytest.mark.parametrize("meanwhile", ["changed", "referred to"])
def test_what_cannot_be_taken_back_any_more_stays_and_the_rest_goes(officer, settings, before_slices, meanwhile):
    sheet = preview(*ROWS, by=officer)
    begun(sheet, lifecycle.confirm, settings)
    sheet = worked_off(sheet)
    dukes = MemberOrganisation.objects.get(name="Dukes")
    before_slices += [int, dukes.save if meanwhile == "changed" else lambda: make_membership(organisation=dukes)]

    lifecycle.undo(sheet, by=officer)
    sheet = worked_off(sheet)

    assert (sheet.state, names()) == (SheetState.UNDONE, ["Dukes"])
    expected = {"changed": "The member organisation “Dukes” was changed", "referred to": "1 membership was added"}
    assert sheet.problem.startswith(expected[meanwhile])


def test_a_mistake_of_ours_in_the_middle_stops_it_and_it_can_go_on_or_be_undone(
    officer, settings, before_slices, monkeypatch, caplog
):
    sheet = preview(*ROWS, by=officer)
    save, calls = applying.save_rows, []

    def break_down(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise RuntimeError("On purpose")
        return save(*arguments)

    monkeypatch.setattr(applying, "save_rows", break_down)
    begun(sheet, lifecycle.confirm, settings)

    sheet = worked_off(sheet)
    assert (sheet.state, sheet.problem) == (SheetState.STOPPED, f"{work.OUR_MISTAKE}{work.HALF_WAY}")
    assert (names(), sheet.done, sheet.reached, sheet.is_at_work) == (NAMES[:2], 2, 3, False)
    lifecycle.begin_again(sheet, by=officer)
    assert (worked_off(sheet).state, names(), sheet.problem) == (SheetState.DONE, NAMES, "")
    assert "failed while being imported" in caplog.text


def test_what_stopped_half_way_is_undone_as_far_as_it_came(officer, settings, before_slices):
    sheet = preview(*ROWS, by=officer)
    before_slices += [int, lambda: officer.user_permissions.clear()]
    begun(sheet, lifecycle.confirm, settings)
    # Rights are looked at before each slice is planned, which is after the pause.
    sheet = worked_off(sheet)
    assert (sheet.state, names()) == (SheetState.STOPPED, NAMES[:4])
    assert sheet.problem == f"{slices.MAY_NO_LONGER_IMPORT}{work.HALF_WAY}"

    lifecycle.undo(sheet, by=make_importer(officer.bridges.get()))

    assert (worked_off(sheet).state, names()) == (SheetState.UNDONE, [])


def test_schools_are_tied_once_all_rows_are_in_so_that_two_of_a_name_are_left_to_staff(officer, settings):
    leeds = make_authority(name="Leeds", bridge=officer.bridges.get())
    sector = make_sector(name="Schools", slug="schools")
    for urn, name in ((100001, "Oak School"), (100002, "Elm School")):
        School.objects.create(urn=urn, name=name, authority=leeds, state=SchoolState.OPEN)
    place, kind = str(leeds), str(sector)
    rows = [("", "Oak School", kind, place), ("", "Anvil", "Culture", ""), ("", "Elm School", kind, place)]
    sheet = preview((*HEADINGS, "Local authority"), *rows, by=officer)
    begun(sheet, lifecycle.confirm, settings)
    sheet = worked_off(sheet)

    tied = MemberOrganisation.objects.exclude(school=None).order_by("name").values_list("name", "school")
    assert list(tied) == [("Elm School", 100002), ("Oak School", 100001)]
    lifecycle.undo(sheet, by=officer)
    assert (worked_off(sheet).state, names()) == (SheetState.UNDONE, [])


def test_a_worker_whose_lease_was_taken_over_writes_no_more(officer, settings, before_slices):
    sheet = preview(*ROWS, by=officer)
    before_slices += [int, lambda: SheetImport.objects.update(attempt=9, lease_until=timezone.now())]
    begun(sheet, lifecycle.confirm, settings)

    assert work.work_on_next() is True

    assert names() == NAMES[:2]
