"""What has changed since 2023: when, and that a plan stays one."""

import datetime

import pytest

from partnerships.models import Development
from tests.since_2023 import make_development

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(monkeypatch):
    """Make it 1 September 2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: datetime.date(2026, 9, 1))


@pytest.mark.parametrize(
    ("fields", "when", "is_past_plan"),
    [
        ({"date": "2025-11-05"}, "5 November 2025", False),
        ({"date": "2027", "date_said": "spring 2027", "is_planned": True}, "planned for spring 2027", False),
        ({"date": "2026-09", "is_planned": True}, "planned for September 2026", False),
        ({"date": "2026-08", "is_planned": True}, "was planned for August 2026", True),
    ],
)
def test_a_plan_is_told_as_one_also_when_its_date_has_passed(today, fields, when, is_past_plan):
    development = make_development(**fields)

    assert (development.when, development.is_past_plan) == (when, is_past_plan)


def test_a_plan_says_so_wherever_its_name_stands_alone():
    plan, done = make_development(title="New centre", is_planned=True), make_development(title="New centre")

    assert (str(plan), str(done)) == ("New centre (planned)", "New centre")
    later = make_development(date="2099", is_planned=True, what="It opens.")
    assert later.dated_summary == "Planned for 2099. It opens."


def test_the_newest_come_first():
    dates = ["2023", "2024-04", "2023-03-31", "2024-04-01"]
    for date in dates:
        make_development(date=date)

    newest_first = Development.objects.newest_first().values_list("date", flat=True)
    assert list(newest_first) == ["2024-04-01", "2024-04", "2023-03-31", "2023"]
