"""Workbooks are read as a person sees them, and none of them can fill the memory."""

import datetime
import io
import zipfile

import pytest
from openpyxl.styles import Font

from members.sheets import workbooks
from members.sheets.cells import BadCell, UnreadableSheet
from members.sheets.reading import read
from partnerships.uploads import apart
from partnerships.uploads.refusals import Refused
from tests.members.sheets.sheet_files import xlsx_of

KNOWN = ["Name", "Since"]


def cells_of(*row, change=None):
    """Return the cells of a workbook's second row."""
    [(number, cells)] = read(xlsx_of(KNOWN, list(row), change=change), KNOWN).rows
    assert number == 2
    return cells


def with_part(content, name, part):
    """Return the workbook `content` with the file `name` in it replaced."""
    old, changed = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for old_name in old.namelist():
            new.writestr(old_name, part if old_name == name else old.read(old_name))
    return changed.getvalue()


@pytest.mark.parametrize(
    ("value", "read_as"),
    [("  Leeds", "  Leeds"), (2016, "2016"), (2016.0, "2016"), (1.5, "1.5"), (True, "Yes"), ("'=x", "=x")],
)
def test_a_value_is_read_as_it_is_seen(value, read_as):
    assert cells_of("A", value) == ["A", read_as]


@pytest.mark.parametrize(
    ("shown_as", "read_as"),
    [
        ("yyyy-mm-dd", "1 September 2017"),
        ("mmm-yy", "September 2017"),
        ('[$-809]mmmm\\ yyyy;"day"', "September 2017"),
        ("yyyy", "2017"),
    ],
)
def test_a_date_is_as_precise_as_the_sheet_shows_it(shown_as, read_as):
    def show(worksheet):
        worksheet["B2"].number_format = shown_as

    assert cells_of("A", datetime.datetime(2017, 9, 1), change=show) == ["A", read_as]


@pytest.mark.parametrize(("value", "reason"), [("=1+1", "formula"), ("#N/A", "error"), ("x" * 32_767, "end may be")])
def test_what_cannot_be_taken_for_what_it_says_is_marked(value, reason):
    _, cell = cells_of("A", value)

    assert isinstance(cell, BadCell)
    assert reason in cell.problem


def test_only_the_first_sheet_is_read_and_named():
    def add(worksheet):
        worksheet.parent.create_sheet("More").append(["not", "read"])

    sheet = read(xlsx_of(KNOWN, ["A", "B"], change=add), KNOWN)

    assert [*sheet.rows] == [(2, ["A", "B"])]
    assert sheet.notes == ["The file has 2 sheets. We read “Sheet”, the first that is not hidden."]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read(state):
    def hide(worksheet):
        worksheet.sheet_state = state
        shown = worksheet.parent.create_sheet("This year")
        shown.append(KNOWN)
        shown.append(["C", "D"])

    sheet = read(xlsx_of(KNOWN, ["A", "B"], change=hide), KNOWN)

    assert [*sheet.rows] == [(2, ["C", "D"])]
    assert sheet.notes == ["The file has 2 sheets. We read “This year”, the first that is not hidden."]


def test_hidden_rows_are_read_and_told():
    def hide(worksheet):
        for number in (2, 3):
            worksheet.row_dimensions[number].hidden = True

    sheet = read(xlsx_of(KNOWN, ["A", "B"], ["C", "D"], ["E", "F"], change=hide), KNOWN)

    assert [number for number, _ in sheet.rows] == [2, 3, 4]
    assert sheet.notes == ["2 rows of it are hidden, perhaps by a filter. What is hidden is read too."]
    assert read(xlsx_of(KNOWN), KNOWN).notes == []


def test_cells_that_are_only_formatted_are_none_wherever_they_are():
    def write(worksheet):
        worksheet["A1048576"].font = Font(bold=True)
        worksheet["ZZ2"].font = Font(bold=True)

    assert cells_of("A", "B", change=write) == ["A", "B"]


def test_rows_far_below_are_not_waited_for():
    def write(worksheet):
        worksheet["A1048576"] = "far"

    with pytest.raises(UnreadableSheet, match="beyond row 20,000"):
        list(read(xlsx_of(KNOWN, ["A", "B"], change=write), KNOWN).rows)


def test_columns_far_to_the_right_are_refused():
    def write(worksheet):
        worksheet["ZZ2"] = "far"

    with pytest.raises(UnreadableSheet, match="beyond column 100"):
        list(read(xlsx_of(KNOWN, ["A", "B"], change=write), KNOWN).rows)


def test_what_is_far_larger_unpacked_is_not_unpacked():
    bomb = with_part(xlsx_of(KNOWN), "xl/worksheets/sheet1.xml", b" " * (workbooks.MAX_UNPACKED_BYTES + 1))

    with pytest.raises(UnreadableSheet, match="far too large"):
        read(bomb, KNOWN)
    assert len(bomb) < 100_000


def test_xml_that_grows_is_refused():
    growing = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><worksheet>&b;</worksheet>'

    with pytest.raises(UnreadableSheet, match="not an XLSX file"):
        read(with_part(xlsx_of(KNOWN), "xl/worksheets/sheet1.xml", growing), KNOWN)


GROWING = '<?xml version="1.0"{}?><!DOCTYPE a [<!ENTITY b "{}">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>'  # noqa: E501
WRITTEN_OTHERWISE = {
    "utf-16": GROWING.format("", "x" * 9).encode("utf-16"),
    "utf-16 that says so": GROWING.format(' encoding="UTF-16"', "x" * 9).encode("utf-16"),
    "utf-16 without a mark, one end first": GROWING.format(' encoding="UTF-16"', "x").encode("utf-16-be"),
    "utf-16 without a mark, the other end first": GROWING.format(' encoding="UTF-16"', "x").encode("utf-16-le"),
    "utf-32": GROWING.format("", "x").encode("utf-32"),
    "of old mainframes": GROWING.format(' encoding="cp037"', "x").encode("cp037"),
    "one byte a letter": GROWING.format(' encoding="cp1026"', "x").encode("latin-1"),
    "utf-7": GROWING.format(' encoding="utf-7"', "x").encode("utf-7"),
    "with a mark": b"\xef\xbb\xbf" + GROWING.format("", "x").encode(),
}


@pytest.mark.parametrize("written", WRITTEN_OTHERWISE)
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "_rels/.rels"]
)
def test_xml_that_grows_is_refused_in_whatever_letters(written, part):
    with pytest.raises(UnreadableSheet, match="not an XLSX file"):
        read(with_part(xlsx_of(KNOWN), part, WRITTEN_OTHERWISE[written]), KNOWN)


def test_no_xml_grows_even_if_the_first_look_missed_it(monkeypatch):
    # The library itself forbids entities.
    monkeypatch.setattr(workbooks, "_may_grow", lambda xml: False)
    bomb = with_part(xlsx_of(KNOWN), "xl/worksheets/sheet1.xml", WRITTEN_OTHERWISE["utf-16"])

    with pytest.raises(Refused, match="not an XLSX file"):
        list(workbooks.rows_of(bomb, 100, 20_000, []))


def test_a_workbook_full_of_junk_is_read_no_longer_than_allowed_and_its_sender_told(monkeypatch):
    # As much as may be unpacked, of cells that say nothing.
    cells = b"<c/>" * ((workbooks.MAX_UNPACKED_BYTES - 200_000) // 4)
    part = b"<worksheet><sheetData><row>" + cells + b"</row></sheetData></worksheet>"
    limits = apart.Limits(processor_seconds=1, seconds=20)
    monkeypatch.setattr(apart.read, "__kwdefaults__", {"limits": limits})

    with pytest.raises(UnreadableSheet, match="takes too much time or memory|beyond column 100"):
        read(with_part(xlsx_of(KNOWN), "xl/worksheets/sheet1.xml", part), KNOWN)


@pytest.mark.parametrize(
    "part", [b"", b"<worksheet", b"<worksheet><sheetData><row r='x'></row></sheetData></worksheet>"]
)
def test_a_damaged_workbook_is_refused_in_words(part):
    with pytest.raises(UnreadableSheet, match="not an XLSX file|no row"):
        list(read(with_part(xlsx_of(KNOWN), "xl/worksheets/sheet1.xml", part), KNOWN).rows)


def test_a_zip_that_is_no_workbook_is_refused_in_words():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("letter.txt", "Dear")

    with pytest.raises(UnreadableSheet, match="not an XLSX file"):
        read(written.getvalue(), KNOWN)


def test_a_row_no_sheet_program_has_is_not_looked_for(monkeypatch):
    monkeypatch.setattr(workbooks, "LAST_ROW_OF_ANY", 50)
    content = xlsx_of(KNOWN, ["Tate", ""], change=lambda worksheet: worksheet.cell(1_000, 1, "far away"))

    numbers = [number for number, _ in workbooks.rows_of(content, 100, 20_000, [])]

    assert numbers == list(range(1, 51))
