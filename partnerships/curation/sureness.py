"""How sure the directory is of its entries, and of when their stages are."""

import datetime
from typing import NamedTuple

from django.db.models import Count, Q

from partnerships.dates.months import MONTHS_A_YEAR, months_before
from partnerships.models import Partnership
from partnerships.models.stages import YEARS_KNOWN
from partnerships.vocabulary import Confidence

# Up to how many years ago a source showed the stage, and what that is called.
_AGES = ((1, "In the last year"), (YEARS_KNOWN, f"One to {YEARS_KNOWN} years ago"))


class Share(NamedTuple):
    """How many entries of all are of a sort, and how many in a hundred that is, rounded."""

    words: str
    number: int
    percent: int


def shares(today: datetime.date) -> tuple[list[Share], list[Share]]:
    """Return the published partnerships, without proposed ones, by how well they are supported, and by age.

    Their age is when a source showed their stage, by `today`. One query.
    """
    # A year or a month alone counts with all its days, so it is compared with as much of the limit.
    limits = [months_before(today, years * MONTHS_A_YEAR).isoformat() for years, _ in _AGES]
    since = [Q(stage_as_of__gte=limit) | Q(stage_as_of__in=[limit[:4], limit[:7]]) for limit in limits]
    undated = Q(stage_as_of="")
    ages = {
        _AGES[0][1]: since[0],
        _AGES[1][1]: since[1] & ~since[0],
        f"Over {YEARS_KNOWN} years ago": ~since[1] & ~undated,
        "Undated, or no stage known": undated,
    }
    sure = {Confidence(value).label: Q(confidence=value) for value in Confidence} | {"Not known": Q(confidence="")}
    counted = {f"sort_{number}": Count("pk", filter=q) for number, q in enumerate([*sure.values(), *ages.values()])}
    rows = Partnership.objects.published().formed()
    total, *numbers = rows.aggregate(total=Count("pk"), **counted).values()
    found = [
        Share(words, number, round(100 * number / total)) if total else Share(words, number, 0)
        for words, number in zip([*sure, *ages], numbers, strict=True)
    ]
    return [share for share in found[: len(sure)] if share.number], found[len(sure) :]
