"""The councils that the committed data say are followed by others, and what would become of the real directory."""

import datetime

import pytest
from django.conf import settings
from django.db.models import Count

from lcep_site.loading.merging import load
from partnerships.curation import council_changes, council_moves
from partnerships.models import CouncilSuccession, LocalAuthority, Partnership, PartnershipPart

THE_DAY = datetime.date(2027, 4, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


@pytest.fixture(scope="module")
def directory(prepared_data):
    """The real directory, loaded once for this file and taken back after it."""
    with prepared_data():
        load(settings.BASE_DIR / "fixtures" / "directory", lambda tally: None)
        yield


def test_two_councils_are_planned_to_follow_those_of_surrey():
    districts = LocalAuthority.objects.filter(county="Surrey").values_list("gss_code", "name")

    rows = CouncilSuccession.objects.all()
    assert sorted(rows.values_list("gss_code", "name")) == sorted(districts)
    assert dict(rows.order_by().values_list("successor_name").annotate(Count("pk"))) == {
        "East Surrey": 5,
        "West Surrey": 6,
    }
    assert set(rows.values_list("on", "county")) == {(THE_DAY, "Surrey")}
    assert set(rows.values_list("source", flat=True)) == {
        "https://www.surreylgrhub.org/homepage/15/decision-on-local-government-reorganisation"
    }


def test_on_the_day_the_partnership_of_surrey_works_in_all_of_both():
    surrey = Partnership.objects.get(slug="surrey-cultural-education-partnership")

    changes = council_changes.due(THE_DAY)
    assert [(change.name, change.refused, change.parts) for change in changes] == [
        ("East Surrey", "", []),
        ("West Surrey", "", []),
    ]
    council_moves.carry_out(changes, {"East Surrey": "E06999998", "West Surrey": "E06999999"}, {})

    assert [authority.name for authority in surrey.authorities.all()] == ["East Surrey", "West Surrey"]
    assert not PartnershipPart.objects.filter(partnership=surrey).exists()
    assert LocalAuthority.objects.count() == 296 - 11 + 2
    assert council_changes.due(THE_DAY) == []
