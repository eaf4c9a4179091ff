"""Every kind of record that is published: those declared here or registered by another app, and those of listings."""

from partnerships.open_data import bridge_kinds, partnership_kinds, place_kinds
from partnerships.open_data.listing_kinds import listing_kinds
from partnerships.open_data.shapes import RecordKind

_DECLARED = (
    partnership_kinds.PARTNERSHIPS,
    partnership_kinds.PROPOSED,
    place_kinds.REGIONS,
    place_kinds.AUTHORITIES,
    place_kinds.PRIORITIES,
    place_kinds.SECTORS,
    bridge_kinds.BRIDGES,
    bridge_kinds.PROGRAMMES,
    bridge_kinds.SUPPORT_OFFERS,
    partnership_kinds.CHANGES,
)
_of_others: list[RecordKind] = []


def register(*kinds: RecordKind) -> None:
    """Publish `kinds` of another app from now on, after those of this one."""
    _of_others.extend(kinds)


def every_kind() -> list[RecordKind]:
    """Return all kinds that are published, in the order in which they are told."""
    return [*_DECLARED, *listing_kinds(), *_of_others]
