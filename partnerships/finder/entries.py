"""What somebody is told who types the name of an entry: what it is, and whom to ask in its area today."""

from typing import Any

from django.db.models import prefetch_related_objects

from partnerships.coverage.support_today import Support, support_by, support_in, support_in_region
from partnerships.finder import results
from partnerships.finder.answers import Answer, ThePage, ThePartnership
from partnerships.models import BridgeOrganisation, Partnership, Region

# Of those a member takes part in: its page has all of them.
SHOWN = 6


def of_entry(entry: results.Entry) -> Answer:
    """Return the answer for an `entry`, but for its notes."""
    # Any: each class checks its own fields.
    said: dict[str, Any] = {"heading": entry.name, "lede": entry.sentence}
    match entry.row:
        case Partnership() as partnership:
            return ThePartnership(partnership=partnership, support=_support_of([partnership]), **said)
        case BridgeOrganisation() as bridge:
            own, there = support_by(bridge, bridge.authorities.values_list("gss_code", flat=True))
            said["lede"] = f"{entry.sentence} {_today(own)}"
            return ThePage(page=bridge, bridge=bridge, support=there, **said)
        case Region() as region:
            return ThePage(page=region, support=support_in_region(region), **said)
    partnerships = entry.partnerships[:SHOWN]
    prefetch_related_objects(partnerships, "authorities")
    support = _support_of(partnerships) if partnerships else None
    return ThePage(page=entry.row, partnerships=partnerships, support=support, **said)


def _support_of(partnerships: list[Partnership]) -> Support:
    return support_in(place.gss_code for partnership in partnerships for place in partnership.authorities.all())


def _today(own: Support) -> str:
    """Return what is known of the support that one organisation gives today, in sentences."""
    if own.given:
        return " ".join(
            f"It supports partnerships today in {row.area_in_sentence} ({row.how_recent})." for row in own.given
        )
    as_of = f" ({own.rows[0].how_recent})" if own.rows else ""
    if own.others:
        return f"Whether it supports partnerships today is not known{as_of}."
    return f"We know of no support for partnerships that it gives today{as_of}."
