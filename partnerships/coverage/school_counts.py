"""How many state-funded schools are open in a place: those of the register, by the postcodes they have."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any, TypeAlias

from django.db.models import Count, Value
from django.db.models.functions import Left, StrIndex

from partnerships.models import School
from partnerships.public_content.settled import Settled
from partnerships.search.snapshot.area_parts import AreaPart

# By the GSS code of a local authority, and there by postcode district ("LS11").
Counts: TypeAlias = Mapping[str, Mapping[str, int]]


def _counted() -> Counts:
    district = Left("postcode", StrIndex("postcode", Value(" ")) - 1)
    schools = School.objects.open().state_funded().exclude(authority=None).order_by()
    rows = schools.values("authority__gss_code").annotate(district=district, number=Count("pk"))
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for code, name, number in rows.values_list("authority__gss_code", "district", "number"):
        counts[code][name] = number
    return dict(counts)


_kept = Settled(_counted)


# Any: it makes more of the rows than their models know.
def fill(rows: Iterable[Any], codes_of: Callable[[Any], Iterable[str]]) -> None:
    """Give each of `rows` its `schools`: how many there are in the area of which `codes_of` returns the codes.

    They are GSS codes, one with a postcode district behind it ("E06000065 YO11") being of that part. It is None without
    a register, and where no code is known.
    """
    counts = _kept.current()
    for row in rows:
        codes = [code.partition(" ") for code in set(codes_of(row))]
        there = [counts.get(code, {}) for code, _, district in codes if not district]
        in_parts = sum(counts.get(code, {}).get(district, 0) for code, _, district in codes if district)
        row.schools = sum(chain.from_iterable(each.values() for each in there), in_parts) if counts and codes else None


def by_authority() -> dict[str, int]:
    """Return how many there are in each local authority that has any, by GSS code; nothing without a register."""
    return {code: sum(districts.values()) for code, districts in _kept.current().items()}


def schools_in(gss_codes: Iterable[str], parts: Iterable[AreaPart] = ()) -> int | None:
    """Return how many there are in local authorities: of one with `parts` only in these.

    None without a register, and where we know no district of a part. One query.
    """
    counts, there = _kept.current(), list(parts)
    if not counts or not all(part.districts for part in there):
        return None
    within: dict[str, set[str]] = defaultdict(set)
    for part in there:
        within[part.gss_code].update(part.districts)
    return sum(
        number
        for code in gss_codes
        for district, number in counts.get(code, {}).items()
        if code not in within or district in within[code]
    )
