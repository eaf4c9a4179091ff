"""No formula leaves in a sheet, and what leaves comes back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from members.sheets.cells import as_read, for_csv, for_xlsx
from partnerships.text.csv_files import FORMULA_STARTS

TEXTS = some.text(alphabet=some.sampled_from("'=+-@\t\rab 1é"), max_size=8)


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_nothing_in_csv_begins_like_a_formula(text):
    assert for_csv(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Leeds", "King's Lynn", "'tis", "a=b"])
def test_other_text_stays_as_it_is(text):
    assert (for_csv(text), for_xlsx(text), as_read(text)) == (text, text, text)


@given(TEXTS)
def test_what_goes_out_as_csv_comes_back(text):
    written = for_csv(text)

    assert not written.startswith(FORMULA_STARTS)
    assert as_read(written) == text


@given(TEXTS)
def test_what_goes_out_as_xlsx_comes_back(text):
    assert as_read(for_xlsx(text)) == text


def test_a_workbook_gets_no_character_that_xml_cannot_hold():
    assert for_xlsx("a\x00b\x0bc\nd") == "abc\nd"
