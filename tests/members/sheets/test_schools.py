"""Schools in sheets of member organisations, by their numbers in the register; and schools tied after an import."""

import pytest

from members.models import MemberOrganisation
from members.models.sheets import SheetKind
from members.sheets import lifecycle
from tests.factories import make_authority, make_bridge, make_organisation, make_partnership, make_sector
from tests.members.sheets.people import make_importer
from tests.members.sheets.sheet_files import changes, preview, problems
from tests.schools import make_school

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
HEADINGS = ("Entry", "Name", "Sector", "Local authority", "URN")


@pytest.fixture
def leeds():
    return make_authority(name="Leeds", bridge=make_bridge(name="Arch"))


@pytest.fixture
def importer(leeds):
    return make_importer(leeds.bridge, publishes=True)


@pytest.fixture(autouse=True)
def sector():
    return make_sector(name="Schools")


def confirmed(*rows, by, kind=SheetKind.MEMBERS):
    """Import `rows` and return the schools of all organisations, by their names."""
    lifecycle.confirm(preview(*rows, by=by, kind=kind))
    return dict(MemberOrganisation.objects.values_list("name", "school__name"))


def test_a_school_is_named_by_its_number(importer):
    school = make_school("Rising Academy")
    make_organisation(name="Cockburn", sector=make_sector(), is_no_school=True, looked_after_by=importer.bridges.get())
    rows = (HEADINGS, ("cockburn", "Cockburn", "Schools", "", str(school.urn)), ("", "Other", "Schools", "", ""))

    assert ("URN", "", str(school.urn)) in changes(preview(*rows, by=importer))
    assert confirmed(*rows, by=importer) == {"Cockburn": "Rising Academy", "Other": None}

    organisation = MemberOrganisation.objects.get(name="Cockburn")
    assert (organisation.name_in_register, organisation.is_no_school) == ("Rising Academy", False)
    assert organisation.versions.first().name_in_register == "Rising Academy"


@pytest.mark.parametrize("number", ["900000001", "Cockburn School", "-1", "1.5"])
def test_what_is_no_number_of_the_register_is_an_error(importer, number):
    make_school()
    sheet = preview(HEADINGS, ("", "Cockburn", "Schools", "", number), by=importer)

    words = f"The register of schools has no number “{number}”. Write one such as 142585."
    assert problems(sheet) == [("URN", words)]


def test_an_empty_cell_unties_and_without_the_column_all_stays(importer, leeds, sector):
    organisation = make_organisation(
        name="Cockburn School", sector=sector, authority=leeds, looked_after_by=importer.bridges.get()
    )
    organisation.tie_to(make_school(authority=leeds))
    organisation.save()
    row = ("cockburn-school", "Cockburn School", "Schools", "Leeds")

    assert preview(HEADINGS[:4], row, by=importer).counts == {"unchanged": 1}
    assert confirmed(HEADINGS, (*row, ""), by=importer) == {"Cockburn School": None}
    assert MemberOrganisation.objects.get().name_in_register == ""


def test_what_was_imported_is_tied_where_one_school_can_be_meant(importer, leeds):
    make_school(authority=leeds)
    make_school("Far School", authority=make_authority())
    rows = [("", name, "Schools", "Leeds") for name in ("Cockburn School", "Far School")]

    assert confirmed(HEADINGS[:4], *rows, by=importer) == {"Cockburn School": "Cockburn School", "Far School": None}


def test_a_new_member_is_tied_by_the_place_of_its_partnership(importer, leeds, sector):
    make_school(authority=leeds)
    # Its key is not that of the membership.
    for name in ("One", "Two", "Cockburn School"):
        make_organisation(name=name, sector=sector)
    make_partnership([leeds], name="Leeds33", bridge=leeds.bridge)
    rows = (("Partnership", "Member organisation", "Role"), ("Leeds33", "Cockburn School", "Member"))

    assert confirmed(*rows, by=importer, kind=SheetKind.MEMBERSHIPS)["Cockburn School"] == "Cockburn School"


def test_an_import_that_tied_can_be_undone(importer, leeds):
    make_school(authority=leeds)
    sheet = preview(HEADINGS[:4], ("", "Cockburn School", "Schools", "Leeds"), by=importer)
    lifecycle.confirm(sheet)
    sheet.refresh_from_db()

    lifecycle.undo(sheet, by=importer)

    assert not MemberOrganisation.objects.exists()


def test_many_numbers_are_looked_up_at_once(importer, django_assert_max_num_queries):
    rows = [("", f"Member {number}", "Schools", "", str(make_school().urn)) for number in range(30)]

    with django_assert_max_num_queries(60):
        preview(HEADINGS, *rows, by=importer)
