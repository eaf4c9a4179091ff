"""Sheets hold one's own rows, no formula and no address of a person, and come back in unchanged."""

import csv
import io

import pytest
from openpyxl import load_workbook

from members.models import MemberOrganisation, Membership
from members.models.sheets import SheetKind
from members.sheets import exporting
from members.sheets.exporting import SheetFormat, export, template
from partnerships.models import AuditEntry, Partnership
from partnerships.vocabulary import AuditAction, Confidence, MembershipRole, Scope, Stage
from partnerships.vocabulary.parts import PartKind
from tests.area_parts import make_part
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_organisation,
    make_partnership,
    make_sector,
    make_superuser,
)
from tests.members.sheets.people import make_importer, make_reader
from tests.members.sheets.sheet_files import receive
from tests.schools import make_school

pytestmark = pytest.mark.django_db
FORMATS = pytest.mark.parametrize("written_as", list(SheetFormat))
MODELS = {
    SheetKind.PARTNERSHIPS: Partnership,
    SheetKind.MEMBERS: MemberOrganisation,
    SheetKind.MEMBERSHIPS: Membership,
}


def rows_in(content, written_as):
    """Return the rows of a sheet, read without our own code."""
    if written_as == SheetFormat.CSV:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    worksheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [["" if cell is None else cell for cell in row] for row in worksheet.iter_rows(values_only=True)]


@FORMATS
def test_only_the_rows_asked_for_and_of_one_s_own_are_in_it(written_as):
    bridge, sector = make_bridge(), make_sector(name="Culture")
    mine, left_out = (make_organisation(name=name, sector=sector, looked_after_by=bridge) for name in ("Tate", "Lowry"))
    other = make_organisation(name="Hidden", sector=sector)
    make_membership(organisation=other)

    content = export(
        SheetKind.MEMBERS,
        MemberOrganisation.objects.filter(pk__in=[mine.pk, other.pk]),
        by=make_reader(bridge),
        written_as=written_as,
    )

    headings = ["Entry", "Name", "Also known as", "Sector", "Website", "Local authority", "URN"]
    assert rows_in(content, written_as) == [headings, ["tate", "Tate", "", "Culture", "", "", ""]]


@FORMATS
@pytest.mark.parametrize("kind", list(SheetKind))
def test_what_was_exported_is_unchanged_when_it_is_imported(kind, written_as):
    bridge = make_bridge(name="=Arch & Co", other_names="x")
    by = make_importer(bridge, publishes=True)
    places = [make_authority(name=name, bridge=bridge) for name in ("King's Lynn", "Bristol, City of")]
    partnership = make_partnership(
        places,
        name="-Kirklees “LCEP”",
        stage=Stage.EMERGING,
        stage_date_said="about 2018",
        stage_note="Later status not found.",
        stage_source="kirklees.example",
        stage_confidence=Confidence.PAGE,
        joining_page="https://kirklees.example/join",
        scope=Scope.SEVERAL,
        established="2017-09",
        ended="2018-05-03",
        about='=First line\n\nThird; line, with "signs"\n',
        takes_new_members=False,
        support_organisation=make_bridge(name="Span"),
        website="http://a.example",
    )
    for name, told_by in {"YO11": PartKind.DISTRICT, "Gaywood": PartKind.TOWN, "Freebridge": PartKind.FORMER}.items():
        make_part(partnership, places[0], name=name, kind=told_by)
    partnership.sectors_sought.set([make_sector(name="Culture"), make_sector(name="Health")])
    organisation = make_organisation(name="'=Tate", authority=places[0], school=make_school())
    make_membership(partnership=partnership, organisation=organisation, role=MembershipRole.HOST, since="2016")

    content = export(kind, MODELS[kind].objects.all(), by=by, written_as=written_as)
    sheet = receive(content, by=by, kind=kind)

    assert (sheet.problem, sheet.counts) == ("", {"unchanged": 1})


def test_no_cell_of_a_workbook_is_a_formula_or_a_number():
    make_organisation(name="=1+1")
    content = export(
        SheetKind.MEMBERS, MemberOrganisation.objects.all(), by=make_superuser(), written_as=SheetFormat.XLSX
    )

    cells = [cell for row in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for cell in row if cell.value]

    assert {(cell.data_type, cell.number_format) for cell in cells} == {("s", "@")}
    assert "=1+1" in [cell.value for cell in cells]


def test_no_cell_of_csv_begins_like_a_formula():
    make_organisation(name="=1+1")

    content = export(
        SheetKind.MEMBERS, MemberOrganisation.objects.all(), by=make_superuser(), written_as=SheetFormat.CSV
    )

    assert rows_in(content, SheetFormat.CSV)[1][1] == "'=1+1"


@FORMATS
def test_no_address_of_a_person_is_in_it(written_as):
    make_partnership(contact_email="amina@person.example", takes_enquiries=True)

    content = export(SheetKind.PARTNERSHIPS, Partnership.objects.all(), by=make_superuser(), written_as=written_as)

    assert "person.example" not in str(rows_in(content, written_as))
    assert len(rows_in(content, written_as)) == 2


def test_an_export_is_audited():
    by = make_superuser()
    make_organisation()

    export(SheetKind.MEMBERS, MemberOrganisation.objects.all(), by=by, written_as=SheetFormat.CSV)

    entry = AuditEntry.objects.get(action=AuditAction.EXPORTED)
    assert (entry.by, entry.about) == (by, "Member organisations: 1 as CSV")


@pytest.mark.parametrize("kind", list(SheetKind))
def test_the_sheet_to_fill_in_has_the_headings_of_an_export_and_says_how(kind):
    by = make_superuser()
    make_sector(name="Culture")

    content = template(kind, by=by, written_as=SheetFormat.XLSX)

    exported = export(kind, MODELS[kind].objects.none(), by=by, written_as=SheetFormat.XLSX)
    assert rows_in(content, "xlsx") == rows_in(exported, "xlsx")
    guide = load_workbook(io.BytesIO(content))[exporting.GUIDE_TITLE]
    guide_rows = [[cell or "" for cell in row] for row in guide.iter_rows(values_only=True)]
    assert guide_rows[0] == exporting.GUIDE_HEADINGS
    assert [row[0] for row in guide_rows[1 : len(rows_in(content, "xlsx")[0]) + 1]] == rows_in(content, "xlsx")[0]


def test_the_guide_names_the_words_that_may_stand_in_a_column():
    make_sector(name="Culture")
    make_sector(name="Health")
    content = template(SheetKind.MEMBERS, by=make_superuser(), written_as=SheetFormat.XLSX)

    guide = load_workbook(io.BytesIO(content))[exporting.GUIDE_TITLE]

    allowed = {row[0]: row[3] for row in guide.iter_rows(values_only=True)}
    assert allowed["Sector"] == "One of: Culture; Health"


def test_exporting_asks_the_database_the_same_for_any_number_of_rows(django_assert_max_num_queries):
    by, counts = make_superuser(), []
    for _ in range(2):
        make_partnership(support_organisation=make_bridge()).sectors_sought.add(make_sector())
        with django_assert_max_num_queries(30) as captured:
            export(SheetKind.PARTNERSHIPS, Partnership.objects.all(), by=by, written_as=SheetFormat.CSV)
        counts.append(len(captured))

    assert counts[0] == counts[1]
