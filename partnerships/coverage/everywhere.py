"""How each local authority of England is covered today, reckoned anew only where something changed."""

from collections import Counter
from collections.abc import Iterable

from django.utils import timezone

from partnerships.coverage.levels import (
    NAMED_AT_MOST,
    AuthorityCoverage,
    Counts,
    NamedArea,
    NamedPartnership,
    covered_by,
)
from partnerships.models import LocalAuthority, Partnership, Region
from partnerships.models.stages import stage_on_map, stage_today
from partnerships.public_content.kept import Kept
from partnerships.search.facets import NOT_KNOWN
from partnerships.search.snapshot import keeping
from partnerships.search.snapshot.pieces import Bits
from partnerships.search.snapshot.sets import Snapshot, union
from partnerships.vocabulary import WORKING_STAGES, Stage

Coverages = tuple[AuthorityCoverage, ...]
_kept: Kept[str, Coverages] = Kept(1)


def coverage_by_authority() -> Coverages:
    """Return all local authorities with who covers them, by region and name. One query, and some after a change.

    Inside a transaction they are read anew and not kept: what it has written nobody else sees yet.
    """
    return _kept.of("England", lambda: _of(keeping.current()))


def coverage_in(region: Region) -> list[AuthorityCoverage]:
    """Return the local authorities of `region` with who covers them, by name."""
    return [coverage for coverage in coverage_by_authority() if coverage.region.gss_code == region.gss_code]


def names_of_authorities(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return the GSS code and the name of every local authority."""
    return [(area.gss_code, area.name) for area, _ in _areas(snapshot)]


def _of(snapshot: Snapshot) -> Coverages:
    """Return who covers what in `snapshot`: of earlier ones is kept what was told of the same partnerships."""
    areas, having = _areas(snapshot), snapshot.sets["authority"]
    there = {area: having.get(area.slug, 0) for area, _ in areas}
    coverages: dict[NamedArea, AuthorityCoverage] = snapshot.pieces.kept(there)
    counts = {area.slug: _counts(snapshot, area.slug) for area, _ in areas if area not in coverages}
    named = _named(snapshot, counts.keys())
    for area, region in areas:
        if area not in coverages:
            coverages[area] = covered_by(area, region, counts[area.slug], named[area.slug])
            snapshot.pieces.keep(area, there[area], coverages[area])
    return tuple(coverages[area] for area, _ in areas)


def _areas(snapshot: Snapshot) -> list[tuple[NamedArea, NamedArea]]:
    """Return every authority with its region, in their order."""
    if found := snapshot.pieces.kept({LocalAuthority: 0}):
        return found[LocalAuthority]
    columns = ("gss_code", "name", "slug", "region__gss_code", "region__name", "region__slug")
    rows = LocalAuthority.objects.order_by("region__position", "name").values_list(*columns)
    areas = [(NamedArea(*row[:3]), NamedArea(*row[3:])) for row in rows]
    snapshot.pieces.keep(LocalAuthority, 0, areas)
    return areas


def _counts(snapshot: Snapshot, slug: str) -> Counts:
    """Return how many of those in the local authority `slug` are at each stage that counts."""
    whole, in_part = (_by_stage(snapshot, bits) for bits in (snapshot.in_whole(slug), snapshot.in_part(slug)))
    proposed = (snapshot.having("authority", [slug]) & snapshot.proposed).bit_count()
    if proposed:
        whole[Stage.PROPOSED] = proposed
    return Counts(whole, in_part)


def _by_stage(snapshot: Snapshot, there: Bits) -> Counter[str]:
    """Return how many of those `there` are at each stage at which they work."""
    counts = {stage: _at_stages(snapshot, [stage]) & there for stage in WORKING_STAGES}
    return Counter({stage: bits.bit_count() for stage, bits in counts.items() if bits})


def _at_stages(snapshot: Snapshot, stages: Iterable[str]) -> Bits:
    return snapshot.having("stage", (stage or NOT_KNOWN for stage in stages))


def _named(snapshot: Snapshot, slugs: Iterable[str]) -> dict[str, list[NamedPartnership]]:
    """Return, by the `slugs` of authorities, the partnerships to name there if they are few, by name. One query."""
    kinds = _at_stages(snapshot, WORKING_STAGES), snapshot.proposed
    keys: dict[str, list[int]] = {}
    for slug in slugs:
        there = [snapshot.having("authority", [slug]) & kind for kind in kinds]
        keys[slug] = snapshot.keys_of(union(bits for bits in there if bits.bit_count() <= NAMED_AT_MOST))
    wanted, today = {key for few in keys.values() for key in few}, timezone.localdate()
    columns = ("pk", "name", "slug", "stage", "stage_as_of", "stage_date_said")
    rows = Partnership.objects.published().filter(pk__in=wanted).values_list(*columns)
    found = {
        key: NamedPartnership(name, slug, stage_today(stage, as_of, today), stage_on_map(stage, as_of, said, today))
        for key, name, slug, stage, as_of, said in rows
    }
    return {
        place: [_with_parts(snapshot, place, key, found[key]) for key in few if key in found]
        for place, few in keys.items()
    }


def _with_parts(snapshot: Snapshot, place: str, key: int, named: NamedPartnership) -> NamedPartnership:
    """Return the partnership `named`, of this `key`, with the parts it works in of the authority `place`."""
    parts = tuple(part for part in snapshot.parts_worked_in(key) if part.slug == place)
    return named._replace(parts=parts) if parts else named
