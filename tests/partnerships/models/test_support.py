"""Whether somebody supports partnerships today, by what the source says and its dates."""

import datetime

import pytest

from partnerships.vocabulary import SupportAnswer
from tests.factories import make_authority, make_region
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db

YES, NO, NOT_KNOWN = SupportAnswer.YES, SupportAnswer.NO, SupportAnswer.NOT_KNOWN
PLANNED_SINCE, PLANNED_UNTIL = {"is_since_planned": True}, {"is_until_planned": True}
NIGHT_BEFORE, FIRST_DAY = datetime.date(2026, 8, 31), datetime.date(2026, 9, 1)


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        ({}, YES, YES),
        ({"since": "2026"}, YES, YES),
        ({"since": "2026-09"}, NOT_KNOWN, YES),
        ({"since": "2026-09-01"}, NOT_KNOWN, YES),
        ({"since": "2026-08", **PLANNED_SINCE}, NOT_KNOWN, NOT_KNOWN),
        ({"until": "2026"}, YES, YES),
        ({"until": "2026-08"}, YES, NO),
        ({"until": "2026-08-31"}, YES, NO),
        ({"until": "2026-08", **PLANNED_UNTIL}, YES, NOT_KNOWN),
        ({"answer": NOT_KNOWN, "since": "2023"}, NOT_KNOWN, NOT_KNOWN),
        ({"answer": NO}, NO, NO),
    ],
)
def test_a_yes_counts_between_its_dates_and_no_plan_makes_one(fields, before, after):
    support = make_present_support(**fields)

    assert (support.answer_on(NIGHT_BEFORE), support.answer_on(FIRST_DAY)) == (before, after)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"since": "2023"}, "since 2023"),
        ({"since": "2023", "until": "2024-03"}, "since 2023, until March 2024"),
        (
            {"since": "2025-09", "until": "2026-08", **PLANNED_SINCE, **PLANNED_UNTIL},
            "planned to begin: September 2025, planned to end: August 2026",
        ),
    ],
)
def test_its_dates_tell_plans_as_plans(fields, words):
    assert make_present_support(**fields).dates == words


def test_it_says_as_of_when_in_the_words_of_an_inexact_source():
    exact, inexact = make_present_support(as_of="2025-07"), make_present_support(as_of_said="undated")

    assert (exact.known_as_of, inexact.known_as_of) == ("July 2025", "undated")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"as_of": "2025-07"}, "as of July 2025"),
        ({"as_of_said": "2023-24"}, "as of 2023-24"),
        ({"as_of_said": "after 2023; the report has no date"}, "our source: after 2023; the report has no date"),
        ({"as_of": ""}, "as of an unknown date"),
    ],
)
def test_how_recent_it_is_reads_well_in_a_sentence(fields, words):
    assert make_present_support(**fields).how_recent == words


def test_its_area_is_told_in_names():
    somewhere = make_present_support([make_region(name="North West")], [make_authority(name="Leeds")])

    assert somewhere.area_words == "North West, Leeds"
    assert make_present_support(is_national=True).area_words == "England"
    assert make_present_support().area_words == ""


def test_where_nobody_was_found_it_is_called_so():
    nobody = make_present_support(answer=SupportAnswer.NOBODY, slug="nobody-in-the-north")

    assert (str(nobody), nobody.get_absolute_url()) == ("Nobody found", "/support/today/#nobody-in-the-north")
