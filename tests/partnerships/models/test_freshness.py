"""When an entry is due a check, and what everybody is told about its last one."""

import datetime

import pytest
from django.utils import timezone

from partnerships.dates.months import months_before
from partnerships.models import Partnership
from partnerships.vocabulary import CHECK_EVERY_MONTHS, Stage
from tests.factories import make_authority, make_partnership

pytestmark = pytest.mark.django_db

ONE_DAY = datetime.timedelta(days=1)


def checked(on):
    """Return the fields of an entry that was checked then, or never."""
    return {"checked_on": on, "checked_by": "the partnership"} if on else {}


@pytest.mark.parametrize(
    ("stage", "months"),
    [("", 6), (Stage.EMERGING, 6), (Stage.ESTABLISHED, 6), (Stage.DORMANT, 12)],
)
def test_an_entry_is_due_once_the_months_of_its_stage_are_over(stage, months):
    today = timezone.localdate()
    last = months_before(today, months)
    due = make_partnership(stage=stage, **checked(last))
    fresh = make_partnership(stage=stage, **checked(last + ONE_DAY))

    assert [*Partnership.objects.due_a_check(today)] == [due]
    assert (due.is_due_a_check, fresh.is_due_a_check) == (True, False)


def test_an_entry_that_was_never_checked_is_due_since_it_was_put_together():
    today = timezone.localdate()
    compiled = make_partnership(compiled_on=today - 9 * ONE_DAY)
    unknown = make_partnership()

    assert {*Partnership.objects.due_a_check(today)} == {compiled, unknown}
    assert (compiled.check_due_on, unknown.check_due_on) == (today - 9 * ONE_DAY, today)


@pytest.mark.parametrize("stage", [Stage.PROPOSED, Stage.ENDED])
def test_what_was_only_suggested_or_has_ended_is_never_due(stage):
    entry = make_partnership(stage=stage)

    assert [*Partnership.objects.due_a_check(timezone.localdate())] == []
    assert (entry.check_due_on, entry.is_due_a_check) == (None, False)


def test_the_question_to_many_and_to_one_have_the_same_answer_on_every_day_of_two_years():
    authorities = [make_authority()]
    days = [datetime.date(2026, 1, 1) + number * ONE_DAY for number in range(0, 730, 7)]
    entries = [make_partnership(authorities, **checked(day)) for day in (*days[:8], datetime.date(2026, 8, 31))]

    for today in days:
        due = {*Partnership.objects.due_a_check(today)}
        assert due == {entry for entry in entries if entry.check_due_on <= today}


def test_every_stage_says_how_often():
    assert set(CHECK_EVERY_MONTHS) == {"", *Stage}


def test_the_words_say_who_checked_and_when():
    entry = Partnership(checked_on=timezone.localdate(), checked_by="Arch")

    assert entry.checked_words == f"Checked on {timezone.localdate():%-d %B %Y} by Arch"


def test_the_words_do_not_call_an_old_check_a_check():
    day = timezone.localdate() - 366 * ONE_DAY

    assert Partnership(**checked(day)).checked_words == f"Not checked since {day:%-d %B %Y}, over a year ago"


def test_the_words_say_that_nobody_has_checked_yet():
    assert Partnership().checked_words == "Not checked yet"
