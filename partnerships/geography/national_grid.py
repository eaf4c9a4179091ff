"""From the British National Grid to the latitude and longitude that maps on the web use.

The formulas and constants are those of Ordnance Survey's "A guide to coordinate systems in Great Britain": the grid is
converted to latitude and longitude on the Airy ellipsoid, and these to WGS84 by a Helmert transformation. The result
is right to about five metres anywhere in England.
"""

from math import atan2, cos, hypot, pi, radians, sin, sqrt, tan

# Airy 1830 and WGS84: semi-major and semi-minor axis in metres.
_AIRY = (6_377_563.396, 6_356_256.909)
_WGS84 = (6_378_137.0, 6_356_752.3142)
# The grid: scale on the central meridian, true origin, and the easting and northing that origin is given.
_SCALE = 0.9996012717
_LATITUDE, _LONGITUDE = radians(49), radians(-2)
_FALSE_EASTING, _FALSE_NORTHING = 400_000, -100_000
# From OSGB36 to WGS84: metres along the axes, a scale in parts per million, seconds of arc around the axes.
_TRANSLATION = (446.448, -125.157, 542.060)
_FACTOR = 1 - 20.4894e-6
_ROTATION = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))
_TOLERANCE = 0.00001  # metres
# Each makes the error of the latitude about a hundred times smaller.
_ITERATIONS = 8


def to_wgs84(easting: float, northing: float) -> tuple[float, float]:
    """Return the longitude and latitude in degrees of a point in metres on the British National Grid."""
    latitude, longitude = _airy(easting, northing)
    longitude, latitude = _on_ellipsoid(*_helmert(*_cartesian(latitude, longitude)))
    return longitude * 180 / pi, latitude * 180 / pi


def _airy(easting: float, northing: float) -> tuple[float, float]:
    """Return latitude and longitude in radians on the Airy ellipsoid."""
    a, b = _AIRY
    flatness = (a * a - b * b) / (a * a)
    latitude = (northing - _FALSE_NORTHING) / (a * _SCALE) + _LATITUDE
    while abs(rest := northing - _FALSE_NORTHING - _meridian(latitude)) >= _TOLERANCE:
        latitude += rest / (a * _SCALE)
    bend = 1 - flatness * sin(latitude) ** 2
    nu = a * _SCALE / sqrt(bend)
    rho = a * _SCALE * (1 - flatness) / bend**1.5
    eta, t, secant = nu / rho - 1, tan(latitude), 1 / cos(latitude)
    east = easting - _FALSE_EASTING
    return (
        latitude
        - t / (2 * rho * nu) * east**2
        + t / (24 * rho * nu**3) * (5 + 3 * t**2 + eta - 9 * t**2 * eta) * east**4
        - t / (720 * rho * nu**5) * (61 + 90 * t**2 + 45 * t**4) * east**6,
        _LONGITUDE
        + secant / nu * east
        - secant / (6 * nu**3) * (nu / rho + 2 * t**2) * east**3
        + secant / (120 * nu**5) * (5 + 28 * t**2 + 24 * t**4) * east**5
        - secant / (5040 * nu**7) * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6) * east**7,
    )


def _meridian(latitude: float) -> float:
    """Return how far `latitude` lies north of the true origin along the meridian, in metres on the grid."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    difference, total = latitude - _LATITUDE, latitude + _LATITUDE
    series = (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * difference
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(difference) * cos(total)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * difference) * cos(2 * total)
        - 35 / 24 * n**3 * sin(3 * difference) * cos(3 * total)
    )
    return b * _SCALE * series


def _cartesian(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Return a point of the Airy ellipsoid in metres from its centre, along three axes."""
    a, b = _AIRY
    nu = a / sqrt(1 - (a * a - b * b) / (a * a) * sin(latitude) ** 2)
    across = nu * cos(latitude)
    return across * cos(longitude), across * sin(longitude), b * b / (a * a) * nu * sin(latitude)


def _helmert(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Return a point of OSGB36, in metres along the axes, in WGS84."""
    (dx, dy, dz), (rx, ry, rz) = _TRANSLATION, _ROTATION
    return (
        dx + _FACTOR * x - rz * y + ry * z,
        dy + rz * x + _FACTOR * y - rx * z,
        dz - ry * x + rx * y + _FACTOR * z,
    )


def _on_ellipsoid(x: float, y: float, z: float) -> tuple[float, float]:
    """Return longitude and latitude in radians on WGS84 of a point near its surface."""
    a, b = _WGS84
    flatness = (a * a - b * b) / (a * a)
    across = hypot(x, y)
    latitude = atan2(z, across * (1 - flatness))
    for _ in range(_ITERATIONS):
        nu = a / sqrt(1 - flatness * sin(latitude) ** 2)
        latitude = atan2(z + flatness * nu * sin(latitude), across)
    return atan2(y, x), latitude
