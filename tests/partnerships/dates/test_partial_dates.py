"""Dates that are only known in part."""

import pytest
from django.core.exceptions import ValidationError

from partnerships.dates.partial_dates import PartialDateField, in_words, span_in_words, validate_partial_date


@pytest.mark.parametrize("value", ["2016", "2017-09", "2015-04-01", "2024-02-29"])
def test_a_year_a_month_and_a_day_are_partial_dates(value):
    assert PartialDateField().clean(value, None) == value


@pytest.mark.parametrize(
    "value",
    ["16", "2016-", "2016-9", "2016-13", "2016-00", "2015-02-29", "2015-04-31", "0000", "2016-09-1", "1 April 2015"]
    + ["２０１６", "2016\n", " 2016", "2016-04-01T00:00", "about 2016"],
)
def test_what_is_no_day_month_or_year_is_refused_with_examples_of_what_is(value):
    with pytest.raises(ValidationError) as refusal:
        validate_partial_date(value)

    assert refusal.value.messages == ["Enter a year (2016), a month (2017-09) or a day (2015-04-01)."]


@pytest.mark.parametrize(
    ("value", "words"),
    [("2016", "2016"), ("2017-09", "September 2017"), ("2015-04-01", "1 April 2015"), ("", ""), (None, "")],
)
def test_partial_dates_are_read_out_as_precisely_as_they_are_known(value, words):
    assert in_words(value) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2016", "2019-04-01", "from 2016 to 1 April 2019"),
        ("2016", "", "from 2016"),
        ("", "2019-04", "until April 2019"),
        ("", "", ""),
    ],
)
def test_spans_say_only_what_is_known(start, end, words):
    assert span_in_words(start, end) == words


def test_partial_dates_sort_as_text_with_the_vaguer_one_first():
    assert sorted(["2016-04-01", "2017", "2016", "2016-04"]) == ["2016", "2016-04", "2016-04-01", "2017"]


def test_a_migration_of_the_field_leaves_out_its_fixed_length():
    assert "max_length" not in PartialDateField().deconstruct()[3]
