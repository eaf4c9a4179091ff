"""From the National Grid to latitude and longitude."""

import pytest

from partnerships.geography.national_grid import to_wgs84

METRE = 0.00001  # degrees, near enough


def test_a_point_of_the_grid_lies_where_ordnance_survey_says():
    # The worked example of its guide, moved to WGS84.
    assert to_wgs84(651_409.903, 313_177.270) == pytest.approx((1.71605, 52.65798), abs=METRE)


def test_to_the_east_and_to_the_north_are_so_on_the_globe():
    here, east, north = to_wgs84(430_000, 434_000), to_wgs84(431_000, 434_000), to_wgs84(430_000, 435_000)

    assert east[0] - here[0] == pytest.approx(0.0152, abs=0.0002)
    assert north[1] - here[1] == pytest.approx(0.0090, abs=0.0001)
