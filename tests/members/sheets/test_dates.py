"""Dates as people and sheet programs write them."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from members.sheets.dates import NotADate, partial_date
from partnerships.dates.partial_dates import in_words

UNDERSTOOD = [
    ("2016", "2016"),
    ("2017-09", "2017-09"),
    ("2018-05-03", "2018-05-03"),
    ("September 2017", "2017-09"),
    ("sept. 2017", "2017-09"),
    ("  SEP   2017 ", "2017-09"),
    ("3 May 2018", "2018-05-03"),
    ("3rd May, 2018", "2018-05-03"),
    ("03/05/2018", "2018-05-03"),
    ("3.5.2018", "2018-05-03"),
    ("09/2017", "2017-09"),
    ("Sep-17", "2017-09"),
    ("03-May-18", "2018-05-03"),
    ("May 99", "1999-05"),
]
NOT_UNDERSTOOD = [
    *("", "last year", "31 February 2018", "13/2017", "05/13/2018", "20167", "1066", "Maybe 2018", "17-Sep", "2999"),
    *("२०१६", "3 3 2018", "0 May 2018", "42617"),
]


@pytest.mark.parametrize(("written", "kept"), UNDERSTOOD)
def test_a_date_is_understood(written, kept):
    assert partial_date(written) == kept


@pytest.mark.parametrize("written", NOT_UNDERSTOOD)
def test_no_date_is_made_of_anything_else(written):
    with pytest.raises(NotADate):
        partial_date(written)


@given(some.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2026, 1, 1)))
def test_what_is_shown_in_words_is_understood_again(day):
    for kept in (str(day), str(day)[:7], str(day)[:4]):
        assert partial_date(in_words(kept)) == kept
