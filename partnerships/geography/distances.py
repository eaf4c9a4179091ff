"""Distances in miles.

They are measured in a straight line on the British National Grid, whose scale differs from the ground's by under 0.1 %
anywhere in England; rounding to a whole mile is the larger error.
"""

METRES_A_MILE = 1609.344


def whole_miles(metres: float) -> int:
    """Return `metres` to the nearest whole mile."""
    return round(metres / METRES_A_MILE)
