"""What people call partnerships beside the names they have: the beginning of one, and a place with "LCEP" behind it."""

import re

from partnerships.coverage.reaching import reaching
from partnerships.finder import results
from partnerships.finder.gazetteer import Gazetteer
from partnerships.finder.results import Choice, Resolved
from partnerships.geography.place_names import NamedPlace, PlaceKind, key_of, partnership_key
from partnerships.models import Partnership
from partnerships.search import figures
from partnerships.search.snapshot import keeping

CHOICES_SHOWN = 12
# One word begins the names of too much to be the name of anything.
LEAST_WORDS = 2
_OF_PLACE = re.compile(r"(?:lcep (?:for|of|in) )?(.+?)(?: lcep)?")


def begun_by(text: str, gazetteer: Gazetteer) -> Resolved | None:
    """Return the partnership whose name begins with all of `text`, or the question which of several; else None."""
    key = key_of(text)
    if len(key.split()) < LEAST_WORDS:
        return None
    names: dict[str, NamedPlace] = {}
    for name in gazetteer.names:
        if name.kind == PlaceKind.PARTNERSHIP and name.key.startswith(f"{key} "):
            names.setdefault(name.of, name)
    return _one_of(list(names.values()))


def of_place(place: Resolved | None, gazetteer: Gazetteer) -> Resolved | None:
    """Return the partnership that is meant by a `place` with "LCEP" behind it: the only one at work there.

    Where there are several it is asked which; where there is none, or very many, `place` is the answer.
    """
    if not isinstance(place, results.Place):
        return None
    snapshot = keeping.current()
    slugs = [authority.slug for authority in place.authorities]
    there = snapshot.having("authority", slugs) & figures.working(snapshot)
    if place.sole_authority:
        there &= ~reaching(snapshot, place.sole_authority.slug, place.districts).outside
    names = {name.name: name for name in gazetteer.names if name.kind == PlaceKind.PARTNERSHIP}
    keys = snapshot.keys_of(there)
    if len(keys) > CHOICES_SHOWN:
        return place
    found = Partnership.objects.published().filter(pk__in=keys).order_by("name").values_list("name", flat=True)
    return _one_of([names[name] for name in found if name in names]) or place


def place_in(text: str) -> str:
    """Return the name of the place in "Camden LCEP" or "LCEP for Camden"; "" if it speaks of no partnership."""
    key = partnership_key(text)
    found = _OF_PLACE.fullmatch(key)
    return found[1] if found and found[1] != key else ""


def _one_of(names: list[NamedPlace]) -> Resolved | None:
    if len(names) == 1 and names[0].read:
        meaning: Resolved | None = names[0].read()
        return meaning
    choices = [Choice(name.of, name.of) for name in sorted(names, key=lambda name: name.of)[:CHOICES_SHOWN]]
    return results.Ambiguous("partnership", choices) if len(choices) > 1 else None
