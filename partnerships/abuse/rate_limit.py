"""How many requests programs may send us, counted by network, in the database so that all processes count together.

A school or a council stands behind one network, so there is room for a class that works with the data.
"""

import datetime
import math
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from partnerships.abuse import spam
from partnerships.models import RequestCount

MAX_REQUESTS = 600
SPAN = datetime.timedelta(minutes=10)
KEPT_FOR = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Allowance:
    """How many requests are left until a new span begins, in whole seconds from now; `is_over` says none was left."""

    remaining: int
    seconds: int
    is_over: bool = False


def count(network: str, now: datetime.datetime | None = None) -> Allowance:
    """Count a request from `network` (see spam.network_of) and return what it has left. One not known has all."""
    now = now or timezone.now()
    since = datetime.datetime.fromtimestamp(
        now.timestamp() // SPAN.total_seconds() * SPAN.total_seconds(), datetime.UTC
    )
    seconds = math.ceil((since + SPAN - now).total_seconds())
    count_so_far = _increment(spam.sender_hash(network), since) if network else 0
    return Allowance(max(0, MAX_REQUESTS - count_so_far), seconds, is_over=count_so_far > MAX_REQUESTS)


def _increment(network_hash: str, since: datetime.datetime) -> int:
    """Count one more request of a network and return how many have come since `since`."""
    rows = RequestCount.objects.filter(network_hash=network_hash, since=since)
    if not rows.update(count=F("count") + 1):
        _, is_first = RequestCount.objects.get_or_create(network_hash=network_hash, since=since)
        rows.update(count=F("count") + 1)
        if is_first:
            RequestCount.objects.filter(since__lt=since - KEPT_FOR).delete()
    return rows.values_list("count", flat=True).get()
