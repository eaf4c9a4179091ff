"""Records as a sheet, read as a spreadsheet reads it."""

import csv
import io

import pytest

from partnerships.open_data import sheets
from partnerships.text import csv_files
from tests.factories import make_authority, make_partnership
from tests.partnerships.open_data.test_kinds import kind_called

pytestmark = pytest.mark.django_db


def read(lines):
    """Return the rows of a CSV by their headings."""
    return list(csv.DictReader(io.StringIO("".join(lines))))


def as_sheet(name="partnerships"):
    """Return all records of a kind as rows of a sheet."""
    kind = kind_called(name)
    return read(csv_files.lines(sheets.whole_sheet(kind, kind.rows())))


def in_the_dump(sheet):
    """Return the rows of a sheet of the dump."""
    rows = [line for row in sheet.kind.read(sheet.kind.rows()) for line in sheet.lines_of(row)]
    return read(csv_files.lines([sheet.headings, *rows]))


def test_values_stand_in_their_columns_as_programs_expect_them():
    make_partnership(name="Ünder, “One” Roof", is_pilot=True, checked_on="2026-11-24", checked_by="its chair")

    [row] = as_sheet()

    assert (row["name"], row["is_pilot"], row["checked_on"]) == ("Ünder, “One” Roof", "true", "2026-11-24")
    assert (row["takes_new_members"], row["stage"]) == ("", "")


def test_several_parts_share_a_cell():
    make_partnership([make_authority(gss_code="E08000035"), make_authority(gss_code="E08000032")])

    [row] = as_sheet()

    assert sorted(row["authorities"].split("; ")) == ["E08000032", "E08000035"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_could_run_as_a_formula_cannot(start):
    partnership = make_partnership(summary=f"{start}SUM(A1)")
    partnership.names.create(name=f"{start}A1")

    [row] = as_sheet()

    assert (row["summary"], row["other_names"]) == (f"'{start}SUM(A1)", f"'{start}A1")


def test_a_number_below_nought_stays_a_number():
    make_authority(easting=300_000, northing=100_000)

    [row] = as_sheet("authorities")

    assert float(row["longitude"]) < 0


def test_what_a_part_holds_is_kept_apart_in_the_dump():
    partnership = make_partnership([make_authority(name="Leeds"), make_authority(name="York")])
    kind = kind_called("partnerships")
    parts = next(field for field in kind.parts if field.name == "authorities")

    rows = in_the_dump(sheets.DumpSheet(kind, parts))
    [main] = in_the_dump(sheets.DumpSheet(kind))

    assert {(row["partnership_id"], row["name"]) for row in rows} == {
        (str(partnership.pk), "Leeds"),
        (str(partnership.pk), "York"),
    }
    assert ("authorities" in main, "metres" in main) == (False, False)
