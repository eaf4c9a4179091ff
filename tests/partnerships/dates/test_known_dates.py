"""What is known has a date that has begun; only a plan, or what is announced, lies ahead."""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import DateField, DateTimeField
from django.utils import timezone

from partnerships.dates.known_days import KnownDayField
from partnerships.dates.partial_dates import PartialDateField, validate_known

ANNOUNCED = {"Programme.starts", "Programme.ends", "ProgrammeRound.opens", "ProgrammeRound.closes"}
PLANNED = {
    "PresentSupport.since": "is_since_planned",
    "PresentSupport.until": "is_until_planned",
    "Development.date": "is_planned",
}
# Deadlines, days that are set by law, and what the site or the official register writes by itself.
OTHER_DAYS = {
    *("NewsItem.closes_on", "CouncilSuccession.on", "School.closed_on", "Enquiry.due_on", "PublicChange.on"),
    *("MonthlyFigures.month", "FinderCount.month", "DailyRun.day"),
    *("PublishedSnapshot.listed_on", "PublishedSnapshot.changed_on", "Digest.since", "Digest.until"),
}


def fields_of(kind):
    """Return the fields of that class of all our models, by the names of model and field."""
    models = [model for app in ("partnerships", "members") for model in apps.get_app_config(app).get_models()]
    fields = [field for model in models if not hasattr(model, "history_object") for field in model._meta.local_fields]
    return {f"{field.model.__name__}.{field.name}": field for field in fields if isinstance(field, kind)}


DATES = fields_of((PartialDateField, KnownDayField))


def refuses(field, value, code="ahead", **planned):
    """Whether a row with `value` in `field` is told beside it what `code` stands for: that this is still to come."""
    row = field.model(**{field.name: value}, **planned)
    try:
        row.clean_fields(exclude=[other.name for other in field.model._meta.fields if other is not field])
    except ValidationError as refusal:
        return [error.code for error in refusal.error_dict[field.name]] == [code]
    return False


def days():
    """Return today and tomorrow."""
    return timezone.localdate(), timezone.localdate() + datetime.timedelta(days=1)


@pytest.mark.parametrize("name", DATES)
def test_no_date_of_what_is_known_is_still_to_come(name):
    today, tomorrow = days()

    assert not refuses(DATES[name], today.isoformat())
    assert refuses(DATES[name], tomorrow.isoformat()) == (name not in ANNOUNCED)


@pytest.mark.parametrize(("name", "flag"), PLANNED.items())
def test_a_plan_may_be_of_a_date_to_come(name, flag):
    tomorrow = days()[1].isoformat()

    assert not refuses(DATES[name], tomorrow, **{flag: True})


def test_every_other_day_is_one_that_may_be_to_come_or_that_nobody_types():
    assert {name for name, field in fields_of(DateField).items() if not isinstance(field, DateTimeField)} == (
        OTHER_DAYS | fields_of(KnownDayField).keys()
    )
    assert {name for name, field in DATES.items() if getattr(field, "may_be_ahead", False)} == ANNOUNCED
    assert {name: field.planned for name, field in DATES.items() if getattr(field, "planned", "")} == PLANNED


@pytest.mark.parametrize("length", [4, 7, 10])
def test_this_year_this_month_and_today_have_begun(length):
    validate_known(days()[0].isoformat()[:length])


@pytest.mark.parametrize("name", DATES)
def test_no_date_is_of_a_year_that_cannot_be_meant(name):
    """The slip of a finger, such as 0202 for 2020, whatever the row says it plans."""
    planned = {PLANNED[name]: True} if name in PLANNED else {}

    assert not refuses(DATES[name], "1900-01-01", "year", **planned)
    assert refuses(DATES[name], "1899-12-31", "year", **planned)
    assert refuses(DATES[name], "2999-01-01", "ahead" if name not in ANNOUNCED | PLANNED.keys() else "year", **planned)


def test_the_year_to_come_is_told_with_what_to_do():
    year = days()[0].year + 1

    with pytest.raises(ValidationError) as refusal:
        validate_known(str(year))

    assert refusal.value.messages == [f"{year} is still to come. Enter one that has begun."]


def test_the_committed_files_are_loaded_by_any_clock_and_the_database_knows_nothing_of_it():
    assert PartialDateField().clean("2999", None) == "2999"
    assert PartialDateField(planned="is_planned").deconstruct()[1:] == PartialDateField().deconstruct()[1:]
    assert KnownDayField().deconstruct()[1] == "django.db.models.DateField"
