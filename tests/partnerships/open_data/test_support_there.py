"""Who supports a partnership, who does so in its area, and whose area it was: three names for three facts."""

import pytest

from partnerships.open_data.registry import every_kind
from tests.factories import make_authority, make_bridge, make_partnership, make_region
from tests.since_2023 import make_present_support

pytestmark = pytest.mark.django_db
KINDS = ("partnerships", "authorities", "cold-spots", "regions", "bridges")


def records(name):
    """Return the records of the kind called `name`."""
    [kind] = [kind for kind in every_kind() if kind.name == name]
    return [kind.record(row) for row in kind.read(kind.rows())]


@pytest.fixture
def leeds():
    """An authority with a partnership, beside one without any, in a region of its own that was that of one Bridge."""
    region = make_region(name="North")
    bridge = make_bridge(name="IVE", role_until="2023-03-31")
    make_authority(name="Hull", region=region, bridge=bridge)
    leeds = make_authority(name="Leeds", region=region, bridge=bridge)
    make_partnership([leeds], name="Leeds33")
    return leeds


@pytest.mark.parametrize("name", KINDS)
def test_every_file_says_who_supports_partnerships_in_an_area_and_as_of_when(leeds, name):
    make_present_support([leeds.region], name="Curious Minds", as_of="2025-07")
    make_present_support([leeds.region], name="Other", as_of="2024", as_of_said="2023-24")
    make_present_support([leeds.region], name="Third", as_of_said="undated", as_of="")

    record = records(name)[0]

    assert record["area_supported_by"] == "Curious Minds; Other; Third"
    assert record["area_supported_as_of"] == "2025-07; 2024; undated"


@pytest.mark.parametrize("name", KINDS)
def test_where_nobody_is_known_files_say_nothing(leeds, name):
    make_present_support([leeds.region], name="Over", until="2024")
    make_present_support([make_region()], name="Elsewhere")

    record = records(name)[0]

    assert (record["area_supported_by"], record["area_supported_as_of"]) == (None, None)


def test_who_supports_the_partnership_itself_is_another_fact(leeds):
    make_present_support([leeds.region], name="Curious Minds")

    [record] = records("partnerships")

    assert (record["supported_by"], record["area_supported_by"]) == (None, "Curious Minds")


@pytest.mark.parametrize("name", ["partnerships", "authorities", "cold-spots"])
def test_whose_area_it_was_is_told_with_its_end(leeds, name):
    record = records(name)[0]

    assert (record["bridge"], record["bridge_role_until"]) == ("ive", "2023-03-31")
