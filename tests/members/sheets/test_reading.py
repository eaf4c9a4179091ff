"""Files become rows of cells, whatever program wrote them; what is no sheet is refused in words."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from members.sheets import reading
from members.sheets.cells import UnreadableSheet, for_csv
from members.sheets.reading import read
from partnerships.text.invisible import visible
from tests.members.sheets.sheet_files import xlsx_of

KNOWN = ["Entry", "Name", "Sector"]
ROWS = [(2, ["", "Café Müller", "Culture"])]
TEXT = "Entry,Name,Sector\n,Café Müller,Culture\n"


def rows_in(content):
    """Return the headings and the rows of `content`, all read."""
    sheet = read(content, KNOWN)
    return sheet.headings, list(sheet.rows)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
    ],
    ids=["plain", "marked", "utf-16", "utf-16-le", "utf-16-be", "windows lines", "old mac lines", "semicolons", "tabs"],
)
def test_csv_of_every_dialect_is_read(content):
    assert rows_in(content) == (KNOWN, ROWS)


def test_windows_letters_are_read_with_a_note():
    sheet = read(TEXT.encode("cp1252"), KNOWN)

    assert list(sheet.rows) == ROWS
    assert len(sheet.notes) == 1


def test_utf_8_needs_no_note():
    assert read(TEXT.encode(), KNOWN).notes == []


def test_empty_rows_are_passed_over_and_numbers_stay_those_of_the_sheet_program():
    headings, rows = rows_in(b"\n;;\nName;Sector;;\n;;;\nA;B;;\n")

    assert (headings, rows) == (["Name", "Sector"], [(5, ["A", "B", "", ""])])


def test_a_first_line_that_names_the_separator_is_no_row():
    assert rows_in(b"sep=;\r\nName;Sector\r\nA;B\r\n") == (["Name", "Sector"], [(3, ["A", "B"])])


def test_a_cell_may_have_lines_and_separators():
    _, rows = rows_in(b'Name,Sector\n"A, ""B""\nC",D\n')

    assert rows == [(2, ['A, "B"\nC', "D"])]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b",,,\n,,\n", "no row with anything in it"),
        (b"\xd0\xcf\x11\xe0abc", "old Excel file"),
        (b"PK\x03\x04 not a zip", "not an XLSX file"),
        (b"%PDF\0\0", "neither CSV nor XLSX"),
        (b"Name\nCaf\x81\x8d\n", "cannot tell its letters"),
        (b"\xff\xfeN", "damaged"),
        (b'Name,Sector\nA,"B\nC,D\n', "Row 2 cannot be read: a quotation mark is missing"),
        (b'Name,Sector\n1,A\n2,"B\n3,"C"\n', "Row 3 cannot be read: a quotation mark is missing"),
        (b"Name\n" + b"x" * reading.MAX_BYTES, "larger than 5 MB"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(content, reason):
    with pytest.raises(UnreadableSheet, match=reason):
        rows_in(content)


def test_a_cell_too_long_for_csv_names_its_row():
    with pytest.raises(UnreadableSheet, match="Row 3"):
        rows_in(b"Name\nA\n" + b"x" * 140_000 + b"\n")


@given(some.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(content):
    try:
        rows_in(content)
    except UnreadableSheet as refusal:
        assert str(refusal).endswith(".")


CELLS = some.text(some.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(
    lambda text: visible(text).strip()
)


@given(some.lists(some.tuples(CELLS, CELLS), min_size=1, max_size=5), some.sampled_from(",;\t"))
def test_what_a_csv_program_writes_is_read_again(pairs, delimiter):
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter)
    writer.writerows([["Name", "Sector"], *([for_csv(cell) for cell in pair] for pair in pairs)])

    _, rows = rows_in(written.getvalue().encode())

    assert [tuple(cells) for _, cells in rows] == pairs


@pytest.mark.parametrize(
    ("content", "total"),
    [(xlsx_of(["Name", "Sector"], *(["A", "B"] for _ in range(30))), 31), (b"Name\nA\nB\n", 3)],
    ids=["xlsx", "csv"],
)
def test_about_how_many_rows_there_are_is_known_when_only_the_headings_are_read(content, total):
    sheet = read(content, KNOWN, reading.ONLY_HEADINGS)

    assert (sheet.headings[0], list(sheet.rows), sheet.total) == ("Name", [], total)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("headings", [["entry", "NAME", "Sector!"], ["Who", "What", "Where"]])
def test_the_delimiter_is_found_though_the_headings_are_written_otherwise_or_unknown(delimiter, headings):
    content = "\n".join([delimiter.join(headings), delimiter.join(["A", "B", "C"])]).encode()

    assert read(content, KNOWN).headings == headings
