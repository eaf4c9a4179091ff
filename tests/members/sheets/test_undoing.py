"""An import is undone: what it changed is put back and what it added goes, unless something has come of it since."""

import pytest

from members.models import MemberOrganisation
from members.models.sheets import SheetState
from members.sheets import lifecycle
from members.sheets.lifecycle import NotNow
from partnerships.models import AuditEntry
from partnerships.vocabulary import AuditAction
from tests.factories import make_bridge, make_membership, make_organisation, make_sector
from tests.members.sheets.people import make_importer
from tests.members.sheets.sheet_files import preview
from tests.members.sheets.test_lifecycle import HEADINGS, names, uploaded

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


@pytest.fixture(autouse=True)
def culture():
    return make_sector(name="Culture")


@pytest.fixture
def officer():
    return make_importer(make_bridge())


def test_undoing_puts_back_what_was_changed_and_removes_what_was_added(officer, culture):
    make_organisation(name="Lowry", sector=culture, website="https://lowry.example")
    rows = [("", "Tate", "Culture", ""), ("lowry", "The Lowry", "Culture", "")]
    sheet = preview((*HEADINGS, "Website"), *rows, by=officer)
    lifecycle.confirm(sheet)

    lifecycle.undo(sheet, by=officer)

    sheet.refresh_from_db()
    assert list(MemberOrganisation.objects.values_list("name", "website")) == [("Lowry", "https://lowry.example")]
    assert sheet.state == SheetState.UNDONE
    assert AuditEntry.objects.filter(action=AuditAction.IMPORT_UNDONE, by=officer).count() == 1


def test_what_was_changed_since_is_not_undone_and_says_why(officer):
    sheet = uploaded(officer)
    lifecycle.confirm(sheet)
    tate = MemberOrganisation.objects.get(name="Tate")
    tate.website = "https://tate.example"
    tate.save()

    lifecycle.undo(sheet, by=officer)

    sheet.refresh_from_db()
    assert (sheet.state, names()) == (SheetState.DONE, ["Lowry", "Tate"])
    assert sheet.problem.startswith("The member organisation “Tate” was changed since")


def test_what_something_new_hangs_on_is_not_undone(officer):
    sheet = uploaded(officer)
    lifecycle.confirm(sheet)
    make_membership(organisation=MemberOrganisation.objects.get(name="Tate"))

    lifecycle.undo(sheet, by=officer)

    sheet.refresh_from_db()
    assert (sheet.state, names()) == (SheetState.DONE, ["Lowry", "Tate"])
    assert sheet.problem


def test_only_what_was_imported_is_undone(officer):
    with pytest.raises(NotNow):
        lifecycle.undo(uploaded(officer), by=officer)
