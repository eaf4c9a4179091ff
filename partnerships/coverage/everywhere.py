"""How each local authority of England is covered today, reckoned once for every change of the public content."""

import threading
from collections import Counter, defaultdict

from django.db import connection
from django.db.models import Count, Q

from partnerships.coverage.levels import (
    COUNTED_STAGES,
    NAMED_AT_MOST,
    AuthorityCoverage,
    NamedArea,
    NamedPartnership,
    covered_by,
)
from partnerships.models import LocalAuthority, Partnership, Region
from partnerships.models.places import published
from partnerships.public_content import stamp
from partnerships.vocabulary import WORKING_STAGES, Stage

_lock = threading.Lock()
_kept: tuple[int, tuple[AuthorityCoverage, ...]] | None = None


def coverage_by_authority() -> tuple[AuthorityCoverage, ...]:
    """Return all local authorities with who covers them, by region and name. One query, and three after a change.

    Inside a transaction they are read anew and not kept: what it has written nobody else sees yet.
    """
    global _kept
    if connection.in_atomic_block:
        return _read()
    # Read before the content: what is kept may be newer than its stamp, never older.
    now = stamp.current()
    with _lock:
        if _kept is None or _kept[0] != now:
            _kept = (now, _read())
        return _kept[1]


def coverage_in(region: Region) -> list[AuthorityCoverage]:
    """Return the local authorities of `region` with who covers them, by name."""
    return [coverage for coverage in coverage_by_authority() if coverage.region.gss_code == region.gss_code]


def _read() -> tuple[AuthorityCoverage, ...]:
    columns = ("pk", "gss_code", "name", "slug", "region__gss_code", "region__name", "region__slug")
    counts, named = _partnerships()
    return tuple(
        covered_by(NamedArea(*row[1:4]), NamedArea(*row[4:]), counts[row[0]], named[row[0]])
        for row in LocalAuthority.objects.order_by("region__position", "name").values_list(*columns)
    )


def _partnerships() -> tuple[dict[int, Counter[str]], dict[int, list[NamedPartnership]]]:
    """Return, by the keys of authorities, how many partnerships of each stage they have, and which, by name.

    However many there are, one query counts them and one names the few that are named.
    """
    links = Partnership.authorities.through.objects.order_by()
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    counted = links.filter(published(COUNTED_STAGES, "partnership"))
    for key, stage, number in counted.values_list("localauthority", "partnership__stage").annotate(Count("pk")):
        counts[key][stage] = number
    to_name = Q(pk__in=[])
    for stages in (WORKING_STAGES, [Stage.PROPOSED]):
        few = [key for key, there in counts.items() if 0 < sum(there[stage] for stage in stages) <= NAMED_AT_MOST]
        to_name |= published(stages, "partnership") & Q(localauthority__in=few)
    named: dict[int, list[NamedPartnership]] = defaultdict(list)
    columns = ("localauthority", "partnership__name", "partnership__slug", "partnership__stage")
    for key, *row in links.filter(to_name).order_by("partnership__name").values_list(*columns):
        named[key].append(NamedPartnership(*row))
    return counts, named
