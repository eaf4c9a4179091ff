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
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from partnerships.models import Partnership, PartnershipPriority, PublicChange, PublishedSnapshot
from partnerships.vocabulary import BELONGING_ROLES, PublicationState

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


def _keys(related: Any) -> list[int]:
    return sorted(row.pk for row in related.all())


# Each part of an entry in words that can follow "What changed:", and what of the public page it is made of.
PARTS: dict[str, Callable[[Partnership], Facts]] = {
    "its names": lambda entry: [entry.name, *sorted([name.name, name.kind] for name in entry.names.all())],
    "what it says of itself": lambda entry: [entry.summary, entry.about, entry.vision, entry.mission],
    "its stage": lambda entry: [entry.stage, entry.established, entry.ended],
    "where it works": lambda entry: [entry.scope, entry.coverage_note, *_keys(entry.authorities)],
    "its priorities": lambda entry: sorted([each.priority_id, each.wording] for each in entry.stated_priorities.all()),
    "its members": _members,
    "how to join": lambda entry: [entry.takes_new_members, entry.how_to_join, *_keys(entry.sectors_sought)],
    "who looks after it": lambda entry: [entry.host, entry.legal_form, entry.support_organisation_id],
    "its web pages": lambda entry: [entry.website, *sorted(link.url for link in entry.links.all())],
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
    stated = PartnershipPriority.objects.only("partnership", "priority", "wording")
    published = Partnership.objects.published().prefetch_related(
        "names", "links", "authorities", "sectors_sought", "memberships", Prefetch("stated_priorities", stated)
    )
    for partnership in published.iterator(chunk_size=_BATCH):
        snapshot = snapshots.get(partnership.pk)
        if snapshot is None:
            listed_on = today if snapshots else None
            new.append(PublishedSnapshot(partnership=partnership, listed_on=listed_on, parts=_parts(partnership)))
        elif parts := _renewed(snapshot.parts, _parts(partnership), today):
            days = [datetime.date.fromisoformat(day) for _, day in parts.values() if day]
            snapshot.parts, snapshot.changed_on = parts, max(days, default=None)
            changed.append(snapshot)
    PublishedSnapshot.objects.bulk_create(new, ignore_conflicts=True)
    PublishedSnapshot.objects.bulk_update(changed, ["parts", "changed_on"], batch_size=_BATCH)
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
    public = PublicChange.objects.filter(partnership__in=Partnership.objects.published().order_by().values("pk"))
    return public.select_related("partnership").order_by("-on", "-pk")


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


def _parts(partnership: Partnership) -> StoredParts:
    facts = {name: json.dumps(facts_of(partnership)).encode() for name, facts_of in PARTS.items()}
    return {name: [f"{EDITION}:{hashlib.sha256(said).hexdigest()[:24]}", None] for name, said in facts.items()}


def _renewed(before: StoredParts, now: StoredParts, today: datetime.date) -> StoredParts:
    """Return the parts with today's day where they changed; empty when none did."""
    parts = {}
    for name, (fingerprint, _) in now.items():
        previous, day = before.get(name, ["", None])
        is_comparable = previous.startswith(f"{EDITION}:")
        parts[name] = [fingerprint, today.isoformat() if is_comparable and previous != fingerprint else day]
    return parts if parts != before else {}
