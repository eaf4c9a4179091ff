"""Which entries are new and which parts of them changed, found by comparing snapshots of what the public sees.

Every way of editing counts alike: the back office, the committed data, or a program. `take_snapshots` compares what
each published entry says in public with what it said in its last snapshot. What was changed and changed back in between
is no change. It is run daily; see `send_digest` in members.
"""

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from partnerships.models import Partnership, PartnershipPriority, PublicChange, PublishedSnapshot
from partnerships.models.directory import PartnershipQuerySet
from partnerships.vocabulary import BELONGING_ROLES

# Raise this when PARTS changes what it reads: the next snapshots then start afresh, and no entry seems changed by it.
EDITION = "1"
_BATCH = 200

# What a part of an entry consists of in public: anything JSON can hold.
Facts = list[Any]
# The parts of a snapshot as stored: by name, a fingerprint of the facts and the day (ISO) they changed, if they did.
StoredParts = dict[str, list[Any]]


def _members(partnership: Partnership) -> Facts:
    """Return the current members with their roles. `memberships` is the reverse name of a model above this package."""
    current = [member for member in partnership.memberships.all() if not member.until]
    return sorted([member.organisation_id, member.role] for member in current if member.role in BELONGING_ROLES)


# Each part of an entry in words that can follow "What changed:", and what of the public page it is made of.
PARTS: dict[str, Callable[[Partnership], Facts]] = {
    "its names": lambda partnership: [
        partnership.name,
        *sorted([name.name, name.kind] for name in partnership.names.all()),
    ],
    "what it says of itself": lambda partnership: [
        partnership.summary,
        partnership.about,
        partnership.vision,
        partnership.mission,
    ],
    "its stage": lambda partnership: [partnership.stage, partnership.established, partnership.ended],
    "where it works": lambda partnership: [
        partnership.scope,
        partnership.coverage_note,
        *sorted(authority.pk for authority in partnership.authorities.all()),
    ],
    "its priorities": lambda partnership: sorted(
        [statement.priority_id, statement.wording] for statement in partnership.stated_priorities.all()
    ),
    "its members": _members,
    "how to join": lambda partnership: [
        partnership.takes_new_members,
        partnership.how_to_join,
        *sorted(sector.pk for sector in partnership.sectors_sought.all()),
    ],
    "who looks after it": lambda partnership: [
        partnership.host,
        partnership.legal_form,
        partnership.support_organisation_id,
    ],
    "its web pages": lambda partnership: [partnership.website, *sorted(link.url for link in partnership.links.all())],
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

    The very first run takes the entries as they are: none of them is new.
    """
    today = today or timezone.localdate()
    snapshots = {snapshot.partnership_id: snapshot for snapshot in PublishedSnapshot.objects.select_for_update()}
    new, changed = [], []
    for partnership in _as_published().iterator(chunk_size=_BATCH):
        snapshot = snapshots.get(partnership.pk)
        if snapshot is None:
            listed_on = today if snapshots else None
            new.append(PublishedSnapshot(partnership=partnership, listed_on=listed_on, parts=_parts(partnership)))
        elif parts := _renewed(snapshot.parts, _parts(partnership), today):
            days = [datetime.date.fromisoformat(day) for _, day in parts.values() if day]
            snapshot.changed_on = max(days, default=None)
            snapshot.parts = parts
            changed.append(snapshot)
    PublishedSnapshot.objects.bulk_create(new, ignore_conflicts=True)
    PublishedSnapshot.objects.bulk_update(changed, ["parts", "changed_on"], batch_size=_BATCH)
    to_log = [snapshot for snapshot in new if snapshot.listed_on]
    to_log += [snapshot for snapshot in changed if snapshot.changed_on == today]
    _log(to_log, today)
    return len(to_log)


def log() -> QuerySet[PublicChange]:
    """Return the changes, day by day, of each entry that is still public, the latest first."""
    public = PublicChange.objects.filter(partnership__in=Partnership.objects.published().order_by().values("pk"))
    return public.select_related("partnership").order_by("-on", "-pk")


def between(since: datetime.date, until: datetime.date) -> list[EntryChange]:
    """Return the changes from `since` on and before `until`: new entries first, each group by name."""
    first_day, end = since.isoformat(), until.isoformat()
    changes = []
    snapshots = PublishedSnapshot.objects.filter(partnership__in=_with_news(since, until))
    for snapshot in snapshots.select_related("partnership"):
        parts = [name for name in PARTS if first_day <= (snapshot.parts.get(name, ["", ""])[1] or "") < end]
        is_new = snapshot.listed_on is not None and since <= snapshot.listed_on < until
        if is_new or parts:
            changes.append((snapshot.partnership_id, is_new, parts))
    cards = Partnership.objects.for_cards().prefetch_related("priorities")
    partnerships = cards.in_bulk([pk for pk, _, _ in changes])
    listed = [EntryChange(partnerships[pk], is_new, parts) for pk, is_new, parts in changes]
    return sorted(listed, key=lambda change: (not change.is_new, change.partnership.name.casefold()))


def _log(snapshots: list[PublishedSnapshot], today: datetime.date) -> None:
    """Write one PublicChange for each of `snapshots`, new or changed `today`; a second run on one day updates it."""
    day = today.isoformat()
    rows = [
        PublicChange(
            partnership_id=snapshot.partnership_id,
            on=today,
            is_new=snapshot.listed_on == today,
            parts=[name for name in PARTS if snapshot.parts.get(name, ["", None])[1] == day],
        )
        for snapshot in snapshots
    ]
    PublicChange.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["partnership", "on"], update_fields=["parts"]
    )


def _with_news(since: datetime.date, until: datetime.date) -> PartnershipQuerySet:
    # A part may have changed in the period and another one after it: the latest day alone would hide the first.
    recent = PublishedSnapshot.objects.filter(changed_on__gte=since) | PublishedSnapshot.objects.filter(
        listed_on__gte=since, listed_on__lt=until
    )
    return Partnership.objects.published().filter(pk__in=recent.values("partnership"))


def _as_published() -> PartnershipQuerySet:
    stated = PartnershipPriority.objects.only("partnership", "priority", "wording")
    return Partnership.objects.published().prefetch_related(
        "names", "links", "authorities", "sectors_sought", "memberships", Prefetch("stated_priorities", stated)
    )


def _parts(partnership: Partnership) -> StoredParts:
    return {name: [_fingerprint(facts_of(partnership)), None] for name, facts_of in PARTS.items()}


def _fingerprint(facts: Facts) -> str:
    digest = hashlib.sha256(json.dumps(facts).encode()).hexdigest()
    return f"{EDITION}:{digest[:24]}"


def _renewed(before: StoredParts, now: StoredParts, today: datetime.date) -> StoredParts:
    """Return the parts with today's day where they changed; empty when none did."""
    parts = {}
    for name, (fingerprint, _) in now.items():
        previous, day = before.get(name, ["", None])
        is_comparable = previous.startswith(f"{EDITION}:")
        parts[name] = [fingerprint, today.isoformat() if is_comparable and previous != fingerprint else day]
    return parts if parts != before else {}
