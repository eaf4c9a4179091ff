"""How large the areas of partnerships are beside one another, as far as we know, and how far each reaches in words."""

from collections.abc import Sequence
from typing import NamedTuple

from partnerships.models import LocalAuthority, Partnership
from partnerships.search.snapshot.area_parts import AreaPart
from partnerships.search.snapshot.sets import Bits, Groups, Snapshot
from partnerships.text.sentences import listed
from partnerships.vocabulary import Scope


def smallest_first(snapshot: Snapshot, among: Bits, slug: str) -> Groups:
    """Return those `among`, who work in the local authority `slug`, by the number of local authorities they work in.

    Of those of one number come first who work in a part of that authority.
    """
    in_part = snapshot.in_part(slug)
    return [
        (size, bits) for size, group in snapshot.by_size(among) for bits in (group & in_part, group & ~in_part) if bits
    ]


class Extent(NamedTuple):
    """The area of a partnership: by each local authority the postcode districts of its part there, None for the whole.

    `is_of_town` says that it works in a part of which we know no more; `is_noted` that words tell more than these.
    """

    districts: dict[str, frozenset[str] | None]
    is_of_town: bool = False
    is_noted: bool = False

    @property
    def size(self) -> tuple[int, bool, bool]:
        """What to sort by, so that the smallest comes first: a part is smaller than the whole of as many."""
        is_in_known_part = any(part is not None for part in self.districts.values())
        return len(self.districts), not is_in_known_part, not self.is_of_town

    def is_smaller_than(self, other: "Extent") -> bool:
        """Whether we know that all of it lies within `other`, which is larger."""
        if other.is_of_town or other.is_noted or not other.districts.keys() >= self.districts.keys():
            return False
        pairs = [(own, other.districts[slug]) for slug, own in self.districts.items()]
        lies_within = all(theirs is None or (own and own <= theirs) for own, theirs in pairs)
        is_less = self.is_of_town or len(other.districts) > len(pairs) or any(own != theirs for own, theirs in pairs)
        return lies_within and is_less


def extent_of(snapshot: Snapshot, partnership: Partnership) -> Extent:
    """Return the area of `partnership`, whose `authorities` are prefetched."""
    districts: dict[str, frozenset[str] | None] = {place.slug: None for place in partnership.authorities.all()}
    parts = [part for part in snapshot.parts_worked_in(partnership.pk) if part.slug in districts]
    for part in parts:
        districts[part.slug] = (districts[part.slug] or frozenset()).union(part.districts)
    return Extent(
        districts,
        is_of_town=not parts and partnership.scope == Scope.TOWN,
        is_noted=not parts and bool(partnership.coverage_note),
    )


def first_is_smallest(extents: Sequence[Extent]) -> bool:
    """Whether we know that the first of several `extents` is smaller than each of the others."""
    return len(extents) > 1 and all(extents[0].is_smaller_than(other) for other in extents[1:])


def reach_in_words(
    partnership: Partnership, authority: LocalAuthority, county_size: int, parts: Sequence[AreaPart] = ()
) -> str:
    """Return how far `partnership`, which works in `authority`, reaches: "Works across the whole of Kent …".

    `parts` are those of it that it works in, if we know any. `county_size` is the number of authorities in the county
    of `authority`. For lists, prefetch `authorities`.
    """
    others = [other for other in partnership.authorities.all() if other != authority]
    if parts:
        beside = f", and in {_number(len(others), 'local authority', 'local authorities')}" if others else ""
        unknown = "" if all(part.districts for part in parts) else " We do not know which postcodes that takes in."
        return f"Works in part of {authority.in_sentence}, {listed(map(str, parts))}{beside}.{unknown}"
    if not others and partnership.scope == Scope.TOWN:
        return f"Works in part of {authority.in_sentence}."
    if not others:
        return f"Works in {authority.in_sentence} alone."
    same_county = bool(authority.county) and all(other.county == authority.county for other in others)
    if same_county and len(others) + 1 == county_size and partnership.coverage_note:
        # The note says in which, or that we do not know.
        return f"Works in parts of {authority.county}."
    if same_county and len(others) + 1 == county_size:
        return f"Works across the whole of {authority.county}, in all {county_size} of its districts."
    noun = ("district", "districts") if same_county else ("local authority", "local authorities")
    number = _number(len(others), *noun)
    return f"Works in {authority.in_sentence} and {number}{f' of {authority.county}' if same_county else ''}."


def _number(number: int, singular: str, plural: str) -> str:
    return f"one other {singular}" if number == 1 else f"{number} other {plural}"
