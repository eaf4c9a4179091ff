"""How sure the directory is of what it says, and of when the stages of its entries are."""

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

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


class Sureness(NamedTuple):
    """How many rows of a kind there are, and how well supported: a Share for each word of `Confidence` in use."""

    words: str
    number: int
    shares: list[Share]


def by_confidence(kinds: Mapping[str, QuerySet[Any]]) -> list[Sureness]:
    """Return how well the rows of each kind are supported, by what it is called.

    All have shares of the same words in the same order: those that any row of any kind bears. One query a kind.
    """
    labels = {value: Confidence(value).label for value in Confidence.values} | {"": "Not known"}
    counted = {
        words: dict(rows.order_by().values_list("confidence").annotate(number=Count("pk")))
        for words, rows in kinds.items()
    }
    used = [value for value in labels if any(numbers.get(value) for numbers in counted.values())]
    return [
        Sureness(words, total, [_share(labels[value], numbers.get(value, 0), total) for value in used])
        for words, numbers in counted.items()
        for total in [sum(numbers.values())]
    ]


def by_age(today: datetime.date) -> list[Share]:
    """Return how long ago, by `today`, a source showed the stage of the published partnerships, without proposed ones.

    One query.
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
    counted = {f"age_{number}": Count("pk", filter=q) for number, q in enumerate(ages.values())}
    total, *numbers = Partnership.objects.published().formed().aggregate(total=Count("pk"), **counted).values()
    return [_share(words, number, total) for words, number in zip(ages, numbers, strict=True)]


def _share(words: str, number: int, total: int) -> Share:
    return Share(words, number, round(100 * number / total) if total else 0)
