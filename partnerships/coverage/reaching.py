"""Whether those that work in parts of a local authority reach a place in it."""

from collections.abc import Collection
from functools import reduce
from operator import and_
from typing import NamedTuple

from partnerships.search.snapshot.pieces import Bits
from partnerships.search.snapshot.sets import Snapshot, union


class Reaching(NamedTuple):
    """Of those that work in parts of a local authority: who reaches all of a place, and who, as we know, none of it.

    Of the others we do not know.
    """

    inside: Bits = 0
    outside: Bits = 0


def reaching(snapshot: Snapshot, slug: str, districts: Collection[str]) -> Reaching:
    """Return who reaches a place in the local authority `slug` that lies in these postcode `districts`.

    Without any, we do not know in which part of the authority it lies, or it is all of it.
    """
    parts = snapshot.parts_of.get(slug, ())
    if not parts or not districts:
        return Reaching()
    inside = reduce(and_, (union(bits for part, bits in parts if district in part.districts) for district in districts))
    # Where the districts of a part are not known, it may be there.
    may_be = union(bits for part, bits in parts if not part.districts or set(districts) & set(part.districts))
    return Reaching(inside, snapshot.in_part(slug) & ~may_be)
