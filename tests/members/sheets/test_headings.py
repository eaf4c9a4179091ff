"""Which column is which is never guessed."""

import pytest

from members.sheets.lifecycle import WrongColumns
from tests.factories import make_superuser
from tests.members.sheets.sheet_files import preview

pytestmark = pytest.mark.django_db


def problems_with(*headings):
    """Return what is wrong with a sheet of member organisations that has `headings`."""
    with pytest.raises(WrongColumns) as refusal:
        preview(headings, ("x",) * len(headings), by=make_superuser())
    return refusal.value.problems


def test_an_unknown_column_is_told_with_what_may_be_meant():
    assert problems_with("Name", "Sectors", "Colour of door", "Sector") == [
        "We know no column “Sectors”. Did you mean “Sector”?",
        "We know no column “Colour of door”. Take it out, or give it one of the headings below.",
    ]


def test_a_missing_column_is_told():
    assert problems_with("Name") == ["There is no column “Sector”. It has to be there."]


def test_a_column_twice_or_without_heading_is_told():
    assert problems_with("Name", "Sector", "", "sector", "NAME") == [
        "Column C has cells but no heading.",
        "There are two columns “Sector”.",
        "There are two columns “Name”.",
    ]


def test_capitals_and_spaces_make_no_difference_to_headings():
    sheet = preview((" name", "SECTOR ", "local  authority"), ("A", "", ""), by=make_superuser())

    assert sheet.counts == {"error": 1}
