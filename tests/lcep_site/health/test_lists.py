"""The look at postcodes and schools: whether they are there, and of when."""

import pytest

from lcep_site.health import lists
from lcep_site.health.findings import HealthState
from partnerships.models import Postcode, PostcodeEdition, School, SchoolEdition

pytestmark = pytest.mark.django_db
GOOD, ATTENTION, BROKEN = HealthState


def test_lists_of_last_month_are_good_and_say_of_when_they_are(all_well, month):
    for found in (lists.postcodes(), lists.schools()):
        assert found.state == GOOD and f"{month:%B %Y}" in found.words
        assert dict(found.figures)["Rows"] == "1"


@pytest.mark.parametrize(
    ("model", "look", "command"),
    [(Postcode, lists.postcodes, "import_postcodes"), (School, lists.schools, "import_schools")],
)
def test_an_empty_list_is_not_working(all_well, model, look, command):
    model.objects.all().delete()

    found = look()

    assert found.state == BROKEN and found.words.endswith(f"python manage.py {command}")


def test_an_old_list_needs_attention(all_well, month):
    long_ago = month.replace(year=month.year - 2)
    PostcodeEdition.objects.update(name=f"ONS Postcode Directory, {long_ago:%B %Y}")
    SchoolEdition.objects.update(as_of=f"{long_ago:%Y-%m-%d}")

    for found in (lists.postcodes(), lists.schools()):
        assert found.state == ATTENTION and f"{long_ago:%B %Y}" in found.words


def test_of_an_edition_that_does_not_say_of_when_it_is_the_loading_counts(all_well, month):
    PostcodeEdition.objects.update(name="ONS Postcode Directory, edition not known")
    assert (lists.postcodes().state, "loaded in" in lists.postcodes().words) == (GOOD, True)

    PostcodeEdition.objects.update(imported_at=f"{month.year - 3}-01-01T00:00:00Z")
    assert lists.postcodes().state == ATTENTION
