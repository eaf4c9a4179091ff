"""Subscribers as a sheet: only one's own, only confirmed, and audited."""

import datetime

import pytest

from members.mailing_list import subscriber_sheet
from members.models import Subscriber
from partnerships.models import AuditEntry
from tests.factories import make_authority, make_bridge, make_officer, make_region, make_subscriber, make_superuser

pytestmark = pytest.mark.django_db

CONFIRMED = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)


@pytest.fixture
def territory():
    """A Bridge Organisation with an authority in Yorkshire, and one in London."""
    yorkshire, london = make_region(name="Yorkshire"), make_region(name="London")
    ive, a_new_direction = make_bridge(), make_bridge()
    make_authority(region=yorkshire, bridge=ive)
    make_authority(region=london, bridge=a_new_direction)
    return {"yorkshire": yorkshire, "london": london, "ive": ive}


def test_an_officer_gets_those_of_their_region_with_no_other_regions_and_a_superuser_all(territory):
    regions = [territory["yorkshire"], territory["london"]]
    make_subscriber(regions, email="both@reader.example", kinds=["opportunities", "gone"], confirmed_at=CONFIRMED)
    make_subscriber([territory["london"]], email="london@reader.example", confirmed_at=CONFIRMED)
    make_subscriber(email="everything@reader.example", confirmed_at=CONFIRMED)
    make_subscriber([territory["yorkshire"]], email="waits@reader.example", confirmed_at=None)

    ours = subscriber_sheet.rows(Subscriber.objects.all(), by=make_officer(territory["ive"]))
    all_of_them = subscriber_sheet.rows(Subscriber.objects.all(), by=make_superuser())

    assert ours[1:] == [["both@reader.example", "Yorkshire", "Opportunities", "2026-07-01"]]
    assert all_of_them[1:] == [
        ["both@reader.example", "Yorkshire, London", "Opportunities", "2026-07-01"],
        ["everything@reader.example", "", "", "2026-07-01"],
        ["london@reader.example", "London", "", "2026-07-01"],
    ]


def test_an_export_is_audited_in_numbers(territory):
    officer = make_officer(territory["ive"])
    make_subscriber([territory["yorkshire"]], email="jo@reader.example")

    subscriber_sheet.rows(Subscriber.objects.all(), by=officer)

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.by, entry.about, entry.details) == (
        "subscribers_exported",
        officer,
        "1 subscriber",
        {"regions": ["Yorkshire"]},
    )


@pytest.mark.parametrize("number", [1, 3])
def test_an_export_asks_the_database_the_same_for_any_number(territory, django_assert_num_queries, number):
    officer = make_officer(territory["ive"])
    for _ in range(number):
        make_subscriber([territory["yorkshire"]])

    with django_assert_num_queries(6):
        subscriber_sheet.rows(Subscriber.objects.all(), by=officer)
