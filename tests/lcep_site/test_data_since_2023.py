"""What the committed data say of the time since the Bridge role ended."""

import pytest
from django.conf import settings

from lcep_site.loading.merging import load
from partnerships.coverage import support_today
from partnerships.models import Development, PresentSupport
from partnerships.vocabulary import SupportAnswer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


@pytest.fixture(scope="module")
def directory(prepared_data):
    """The real directory, loaded once for this file and taken back after it."""
    with prepared_data():
        load(settings.BASE_DIR / "fixtures" / "directory", lambda tally: None)
        yield


def test_curious_minds_supports_partnerships_in_two_regions_and_nobody_elsewhere():
    supported = {part.region.name: part.support.names for part in support_today.by_region()}

    assert {region: names for region, names in supported.items() if names} == {
        "North West": ["Curious Minds"],
        "Yorkshire and The Humber": ["Curious Minds"],
    }


def test_where_nobody_was_found_no_organisation_stands_for_it():
    nobody = PresentSupport.objects.filter(answer=SupportAnswer.NOBODY)

    assert {row.area_words for row in nobody} == {"North East", "West Midlands", "East Midlands", "South West"}
    assert {row.name for row in nobody} == {""}
    assert not PresentSupport.objects.filter(name__icontains="no regional supporter").exists()


def test_plans_since_2023_are_plans():
    words = [development.when for development in Development.objects.filter(is_planned=True)]

    assert [word for word in words if not word.startswith(("planned for ", "was planned for "))] == []
    assert "planned for spring 2027" in words
