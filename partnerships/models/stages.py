"""What a stage that a source once showed says of today: it ages."""

import datetime

from django.db.models import Q

from partnerships.dates.months import MONTHS_A_YEAR, months_before
from partnerships.vocabulary import Stage

YEARS_KNOWN = 5
# What may change unnoticed. A suggestion stays one until a source tells of more, and what has ended has ended.
_AGEING = (Stage.EMERGING, Stage.ESTABLISHED, Stage.DORMANT)


def _oldest(today: datetime.date) -> str:
    return months_before(today, YEARS_KNOWN * MONTHS_A_YEAR).isoformat()


def stage_today(stage: str, as_of: str, today: datetime.date) -> str:
    """Return `stage`, shown by a source at the partial date `as_of`, or "" if it is not known for `today`.

    It is not when it is undated, or older than five years in full: all of "2021" counts until the end of 2026.
    """
    if stage not in _AGEING:
        return stage
    return stage if as_of and as_of >= _oldest(today)[: len(as_of)] else ""


def is_at(stage: str, today: datetime.date) -> Q:
    """Return the condition of partnerships that their stage_today() is `stage`."""
    oldest = _oldest(today)
    recent = Q(stage_as_of__gte=oldest) | Q(stage_as_of__in=[oldest[:4], oldest[:7]])
    if stage in _AGEING:
        return Q(stage=stage) & recent
    return Q(stage="") | Q(stage__in=_AGEING) & ~recent if stage == "" else Q(stage=stage)
