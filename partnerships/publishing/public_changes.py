"""Which entries are new and what of them has changed, found by looking, not by being told.

Every way of editing counts alike: the back office, the committed data, or a program. `notice` compares what each
published entry says in public with what it said at the last look. What was changed and changed back in between is no
news. It is run daily; see `send_digest` in members.
"""

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from partnerships.models import Partnership, PartnershipPriority, PublicChange, PublishedSnapshot
from partnerships.vocabulary import BELONGING_ROLES

# Raise this when PARTS changes what it reads: the next look then starts afresh, and no entry seems changed by it.
EDITION = "1"
_ROWS_AT_ONCE = 200


def _members(partnership: Partnership) -> list:
    """Return the current members with their roles. `memberships` is the reverse name of a model above this package."""
    current = [member for member in partnership.memberships.all() if not member.until]
    return sorted([member.organisation_id, member.role] for member in current if member.role in BELONGING_ROLES)


# Each part of an entry in words that can follow "What changed:", and what of the public page it is made of.
PARTS: dict[str, Callable[[Partnership], list]] = {
    "its names": lambda one: [one.name, *sorted([name.name, name.kind] for name in one.names.all())],
    "what it says of itself": lambda one: [one.summary, one.about, one.vision, one.mission],
    "its stage": lambda one: [one.stage, one.established, one.ended],
    "where it works": lambda one: [one.scope, one.coverage_note, *sorted(place.pk for place in one.authorities.all())],
    "its priorities": lambda one: sorted([said.priority_id, said.wording] for said in one.stated_priorities.all()),
    "its members": _members,
    "how to join": lambda one: [
        one.takes_new_members,
        one.how_to_join,
        *sorted(sector.pk for sector in one.sectors_sought.all()),
    ],
    "who looks after it": lambda one: [one.host, one.legal_form, one.support_organisation_id],
    "its web pages": lambda one: [one.website, *sorted(link.url for link in one.links.all())],
}


@dataclass(frozen=True)
class EntryChange:
    """That an entry is new, or which parts of it changed."""

    partnership: Partnership
    is_new: bool
    parts: list[str]


@transaction.atomic
def take_snapshots(today: datetime.date | None = None) -> int:
    """Look at every published entry and keep what is new or has changed, as of `today`; return how many are.

    The very first look takes the entries as they are: none of them is new.
    """
    today = today or timezone.localdate()
    noticed = {seen.partnership_id: seen for seen in PublishedSnapshot.objects.select_for_update()}
    new, changed = [], []
    for partnership in _as_published().iterator(chunk_size=_ROWS_AT_ONCE):
        seen = noticed.get(partnership.pk)
        if seen is None:
            listed_on = today if noticed else None
            new.append(PublishedSnapshot(partnership=partnership, listed_on=listed_on, parts=_parts(partnership)))
        elif parts := _renewed(seen.parts, _parts(partnership), today):
            days = [datetime.date.fromisoformat(day) for _, day in parts.values() if day]
            seen.changed_on = max(days, default=None)
            seen.parts = parts
            changed.append(seen)
    PublishedSnapshot.objects.bulk_create(new, ignore_conflicts=True)
    PublishedSnapshot.objects.bulk_update(changed, ["parts", "changed_on"], batch_size=_ROWS_AT_ONCE)
    _log([*(seen for seen in new if seen.listed_on), *(seen for seen in changed if seen.changed_on == today)], today)
    return len([seen for seen in new if seen.listed_on]) + len([seen for seen in changed if seen.changed_on == today])


def log() -> QuerySet[PublicChange]:
    """Return what was noticed of each entry that is still public, day by day, the latest first. See `notice`."""
    public = PublicChange.objects.filter(partnership__in=Partnership.objects.published().order_by().values("pk"))
    return public.select_related("partnership").order_by("-on", "-pk")


def between(since: datetime.date, until: datetime.date) -> list[EntryChange]:
    """Return what was noticed from `since` on and before `until`: new entries first, each by name. See `notice`."""
    days = (since.isoformat(), until.isoformat())
    changes = []
    for seen in PublishedSnapshot.objects.filter(partnership__in=_with_news(since, until)).select_related(
        "partnership"
    ):
        parts = [name for name in PARTS if days[0] <= (seen.parts.get(name, ["", ""])[1] or "") < days[1]]
        is_new = seen.listed_on is not None and since <= seen.listed_on < until
        if is_new or parts:
            changes.append((seen.partnership_id, is_new, parts))
    found = Partnership.objects.for_cards().prefetch_related("priorities").in_bulk([pk for pk, _, _ in changes])
    listed = [EntryChange(found[pk], is_new, parts) for pk, is_new, parts in changes]
    return sorted(listed, key=lambda change: (not change.is_new, change.partnership.name.casefold()))


def _log(noticed: list[PublishedSnapshot], today: datetime.date) -> None:
    """Keep that these were new or changed `today`; a second look on one day adds to what the first one kept."""
    day = today.isoformat()
    rows = [
        PublicChange(
            partnership_id=seen.partnership_id,
            on=today,
            is_new=seen.listed_on == today,
            parts=[name for name in PARTS if seen.parts.get(name, ["", None])[1] == day],
        )
        for seen in noticed
    ]
    PublicChange.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["partnership", "on"], update_fields=["parts"]
    )


def _with_news(since: datetime.date, until: datetime.date):
    # A part may have changed in the period and another one after it: the latest day alone would hide the first.
    recent = PublishedSnapshot.objects.filter(changed_on__gte=since) | PublishedSnapshot.objects.filter(
        listed_on__gte=since, listed_on__lt=until
    )
    return Partnership.objects.published().filter(pk__in=recent.values("partnership"))


def _as_published():
    stated = PartnershipPriority.objects.only("partnership", "priority", "wording")
    return Partnership.objects.published().prefetch_related(
        "names", "links", "authorities", "sectors_sought", "memberships", Prefetch("stated_priorities", stated)
    )


def _parts(partnership: Partnership) -> dict[str, list]:
    return {name: [_fingerprint(read(partnership)), None] for name, read in PARTS.items()}


def _fingerprint(value: list) -> str:
    digest = hashlib.sha256(json.dumps(value).encode()).hexdigest()
    return f"{EDITION}:{digest[:24]}"


def _renewed(before: dict[str, list], now: dict[str, list], today: datetime.date) -> dict[str, list]:
    """Return the parts with today's day where they changed; empty when nothing did."""
    parts = {}
    for name, (fingerprint, _) in now.items():
        seen, day = before.get(name, ["", None])
        is_comparable = seen.startswith(f"{EDITION}:")
        parts[name] = [fingerprint, today.isoformat() if is_comparable and seen != fingerprint else day]
    return parts if parts != before else {}
