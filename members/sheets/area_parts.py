"""Parts of local authorities in a cell: "North Yorkshire: Whitby; North Yorkshire: YO11"."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Manager
from django.utils import timezone

from members.sheets.cell_kinds import CellProblem, OneRow, shortened
from partnerships.geography.parts import name_of, whereabouts_of
from partnerships.models import LocalAuthority, Partnership, PartnershipPart
from partnerships.text import pasted
from partnerships.vocabulary import Confidence
from partnerships.vocabulary.parts import PartKind

_DISTRICT = re.compile(r"[a-z]{1,2} ?\d[a-z\d]?", re.ASCII | re.IGNORECASE)
_FORMER = " (former council)"


class AreaParts:
    """Parts, each after its local authority and a colon; what is no postcode district and no former council is a town.

    They are read as rows that are not saved and belong to no partnership yet.
    """

    allowed = f"North Yorkshire: YO11; North Yorkshire: Whitby; North Yorkshire: Scarborough{_FORMER}"

    def __init__(self) -> None:
        self._authorities = OneRow(LocalAuthority.objects.all(), "local authority")

    def read(self, text: str) -> list[PartnershipPart]:
        pieces = [pasted.one_line(piece) for piece in text.replace("\n", ";").split(";")]
        parts = [self._part(piece) for piece in pieces if piece]
        return list({_identity(part): part for part in parts}.values())

    def write(self, value: Any) -> str:
        """Return the texts of `value`, a relation or what `read` returned, in alphabetical order."""
        parts: Iterable[PartnershipPart] = value.all() if isinstance(value, Manager) else value
        return "; ".join(sorted(map(_in_words, parts)))

    def _part(self, piece: str) -> PartnershipPart:
        place, _, name = (words.strip() for words in piece.rpartition(":"))
        if not place or not name:
            raise CellProblem(f"“{shortened(piece)}” is no part. Write it as {self.allowed.partition(';')[0]}.")
        kind = PartKind.TOWN
        if name.endswith(_FORMER):
            kind, name = PartKind.FORMER, name.removesuffix(_FORMER)
        elif _DISTRICT.fullmatch(name):
            kind = PartKind.DISTRICT
        authority: Any = self._authorities.read(place)
        return PartnershipPart(authority=authority, kind=kind, name=name_of(kind, name))


def new_among(parts: Iterable[PartnershipPart], partnership: Partnership | None) -> list[PartnershipPart]:
    """Return those of `parts` that `partnership` does not have yet: all if there is none."""
    there = {_identity(part) for part in partnership.parts.all()} if partnership else set()
    return [part for part in parts if _identity(part) not in there]


def look_up(part: PartnershipPart) -> bool:
    """Fill in where `part` is; return whether anything is known of it."""
    where = whereabouts_of(part.kind, part.name, *part.authority.codes)
    part.postcode_districts = " ".join(where.districts)
    part.easting, part.northing = where.easting, where.northing
    return bool(where.districts)


def give(partnership: Partnership, parts: list[PartnershipPart]) -> None:
    """Let `partnership` have these `parts` and no others. Those it has already keep where they were read."""
    today = timezone.localdate()
    wanted = {_identity(part) for part in parts}
    new = new_among(parts, partnership)
    for part in partnership.parts.all():
        if _identity(part) not in wanted:
            part.delete()
    for part in new:
        part.partnership, part.confidence = partnership, Confidence.STAFF
        part.source, part.as_of = f"Entered by staff, {today:%B %Y}", f"{today:%Y-%m}"
        part.save()


def _identity(part: PartnershipPart) -> tuple[int, str, str]:
    return part.authority_id, part.kind, part.name.casefold()


def _in_words(part: PartnershipPart) -> str:
    return f"{part.authority}: {part.name}{_FORMER if part.kind == PartKind.FORMER else ''}"
