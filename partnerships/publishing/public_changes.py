"""Which entries are new and which parts of them changed, found by comparing snapshots of what the public sees.

Every way of editing counts alike: the back office, the committed data, or a program. `take_snapshots` compares what
each published entry says in public with what it said in its last snapshot. What was changed and changed back in between
is no change. It is run daily; see `send_digest` in members.
"""

import datetime
import hashlib
import json
from array import array
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from partnerships.models import Partnership, PublicChange, PublishedSnapshot, Region
from partnerships.vocabulary import BELONGING_ROLES, MembershipRole, PublicationState

_BATCH = 500

# The parts of a snapshot as stored: by name, a fingerprint of the facts and the day (ISO) they changed, if they did.
StoredParts = dict[str, list[Any]]


@dataclass(frozen=True)
class Part:
    """What a part of an entry consists of in public: `columns` of its own, and of each row that `relation` leads to.

    Those of the rows are `each`; only rows as in `only` count. All are told by paths. Raise `edition` when it reads
    something else: the next snapshots then begin this part afresh, and no entry seems changed by it.
    """

    columns: tuple[str, ...] = ()
    relation: str = ""
    each: tuple[str, ...] = ()
    only: dict[str, Any] = field(default_factory=dict)
    edition: str = "1"


_TAKING_PART = ("organisation_id", "role")
_BESIDE_IT = set(MembershipRole) - set(BELONGING_ROLES)
# Each part of an entry in words that can follow "What changed:".
PARTS: dict[str, Part] = {
    "its names": Part(("name",), "names", ("name", "kind")),
    "what it says of itself": Part(("summary", "about", "vision", "mission")),
    "its stage": Part(("stage", "stage_as_of", "stage_date_said", "stage_note", "established", "ended"), edition="2"),
    "its story": Part((), "story", ("kind", "what", "date", "date_said")),
    "where it works": Part(("scope", "coverage_note"), "authorities", ("pk",)),
    "the parts of local authorities it works in": Part(
        (), "parts", ("authority_id", "kind", "name", "postcode_districts")
    ),
    "its priorities": Part((), "stated_priorities", ("priority_id", "wording")),
    # The reverse name of a model above this package.
    "its members": Part((), "memberships", _TAKING_PART, only={"until": "", "role__in": sorted(BELONGING_ROLES)}),
    "its partners, funders and supporters": Part(
        (), "memberships", _TAKING_PART, only={"until": "", "role__in": sorted(_BESIDE_IT)}
    ),
    "how to join": Part(("takes_new_members", "how_to_join", "joining_page"), "sectors_sought", ("pk",), edition="2"),
    "who looks after it": Part(("host", "legal_form", "support_organisation_id")),
    "its web pages": Part(("website",), "links", ("url",)),
    "what was published elsewhere about it": Part(
        (),
        "publishedelsewhere_set",
        ("title", "description", "date", "url"),
        only={"publication": PublicationState.PUBLISHED},
    ),
}


@dataclass(frozen=True)
class EntryChange:
    """That an entry is new, or which parts of it changed (names of PARTS)."""

    partnership: Partnership
    is_new: bool
    parts: list[str]


@transaction.atomic
def take_snapshots(today: datetime.date | None = None) -> int:
    """Compare every published entry with its snapshot, keep what is new or changed as of `today`; return how many are.

    The very first run takes the entries as they are: none of them is new. Only keys are all held in memory.
    """
    today = today or timezone.localdate()
    new_since = today if PublishedSnapshot.objects.exists() else None
    keys = array("q", Partnership.objects.published().order_by("pk").values_list("pk", flat=True))
    batches = (keys[start : start + _BATCH].tolist() for start in range(0, len(keys), _BATCH))
    return sum(_take_some(batch, new_since, today) for batch in batches)


def _take_some(keys: list[int], new_since: datetime.date | None, today: datetime.date) -> int:
    """Do what take_snapshots does for entries with `keys`; those without a snapshot are listed since `new_since`."""
    kept = PublishedSnapshot.objects.filter(partnership__in=keys).select_for_update()
    snapshots = {snapshot.partnership_id: snapshot for snapshot in kept}
    new, changed = [], []
    for key, now in _parts_of(keys).items():
        snapshot = snapshots.get(key)
        if snapshot is None:
            new.append(PublishedSnapshot(partnership_id=key, listed_on=new_since, parts=now))
        elif parts := _renewed(snapshot.parts, now, today):
            days = [datetime.date.fromisoformat(day) for _, day in parts.values() if day]
            snapshot.parts, snapshot.changed_on = parts, max(days, default=None)
            changed.append(snapshot)
    PublishedSnapshot.objects.bulk_create(new, ignore_conflicts=True)
    PublishedSnapshot.objects.bulk_update(changed, ["parts", "changed_on"])
    news = [snapshot for snapshot in new if snapshot.listed_on]
    news += [snapshot for snapshot in changed if snapshot.changed_on == today]
    rows = [_logged(snapshot, today) for snapshot in news]
    # A second run on one day updates what the first logged.
    PublicChange.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["partnership", "on"], update_fields=["parts"]
    )
    return len(rows)


def log() -> QuerySet[PublicChange]:
    """Return the changes, day by day, of each entry that is still public, the latest first."""
    # Joined: to look up the few changes asked for, not every partnership.
    public = PublicChange.objects.filter(partnership__publication=PublicationState.PUBLISHED)
    return public.select_related("partnership").order_by("-on", "-pk")


def log_of(region: Region) -> QuerySet[PublicChange]:
    """Return the changes of the entries that work in `region`."""
    covering = Partnership.authorities.through.objects.filter(
        partnership=OuterRef("partnership"), localauthority__region=region
    )
    return log().filter(Exists(covering))


def between(since: datetime.date, until: datetime.date) -> list[EntryChange]:
    """Return the changes from `since` on and before `until`: new entries first, each group by name."""
    first_day, end = since.isoformat(), until.isoformat()
    changes = {}
    # A part may have changed in the period and another one after it: the latest day alone would hide the first.
    with_news = Q(changed_on__gte=since) | Q(listed_on__gte=since, listed_on__lt=until)
    for snapshot in PublishedSnapshot.objects.filter(with_news, partnership__publication=PublicationState.PUBLISHED):
        parts = [name for name in PARTS if first_day <= (snapshot.parts.get(name, ["", ""])[1] or "") < end]
        is_new = snapshot.listed_on is not None and since <= snapshot.listed_on < until
        if is_new or parts:
            changes[snapshot.partnership_id] = is_new, parts
    partnerships = Partnership.objects.for_cards().prefetch_related("priorities").in_bulk(list(changes))
    listed = [EntryChange(partnerships[pk], *change) for pk, change in changes.items()]
    return sorted(listed, key=lambda change: (not change.is_new, change.partnership.name.casefold()))


def _logged(snapshot: PublishedSnapshot, today: datetime.date) -> PublicChange:
    is_new, day = snapshot.listed_on == today, today.isoformat()
    parts = [name for name in PARTS if snapshot.parts.get(name, ["", None])[1] == day]
    return PublicChange(partnership_id=snapshot.partnership_id, on=today, is_new=is_new, parts=parts)


def _parts_of(keys: list[int]) -> dict[int, StoredParts]:
    """Return the parts of the published entries with `keys` as they are now. One query, and one for each relation."""
    stored: dict[int, StoredParts] = {key: {} for key in keys}
    entries = Partnership.objects.published().order_by().filter(pk__in=keys)
    own = sorted({column for part in PARTS.values() for column in part.columns})
    values = {entry["pk"]: entry for entry in entries.values("pk", *own)}
    for name, part in PARTS.items():
        rows = _rows_of(part, keys)
        for key, entry in values.items():
            facts = [*(entry[column] for column in part.columns), *sorted(rows.get(key, []))]
            fingerprint = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:24]
            stored[key][name] = [f"{part.edition}:{fingerprint}", None]
    return {key: stored[key] for key in values}


def _rows_of(part: Part, keys: list[int]) -> dict[int, list[Any]]:
    """Return what each row says to which `part` leads from the partnerships with `keys`: its one value, or a list."""
    rows: dict[int, list[Any]] = {}
    if part.relation:
        conditions = {f"{part.relation}__{path}": value for path, value in {"isnull": False, **part.only}.items()}
        found = Partnership.objects.order_by().filter(pk__in=keys, **conditions)
        for key, *said in found.values_list("pk", *(f"{part.relation}__{column}" for column in part.each)):
            rows.setdefault(key, []).append(said if len(said) > 1 else said[0])
    return rows


def _renewed(before: StoredParts, now: StoredParts, today: datetime.date) -> StoredParts:
    """Return the parts with today's day where they changed; empty when none did."""
    parts = {}
    for name, (fingerprint, _) in now.items():
        previous, day = before.get(name, ["", None])
        is_comparable = previous.partition(":")[0] == fingerprint.partition(":")[0]
        parts[name] = [fingerprint, today.isoformat() if is_comparable and previous != fingerprint else day]
    return parts if parts != before else {}
