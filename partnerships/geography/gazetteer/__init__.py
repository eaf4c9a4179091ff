"""What a place is called → where it is: authorities, counties, regions, partnerships, towns and former councils.

Import the names below from here.
"""

from partnerships.geography.gazetteer.gazetteer import Gazetteer, is_ambiguous
from partnerships.geography.gazetteer.places import NATION_NAMES, NamedPlace, PlaceKind

__all__ = ["NATION_NAMES", "Gazetteer", "NamedPlace", "PlaceKind", "is_ambiguous"]
