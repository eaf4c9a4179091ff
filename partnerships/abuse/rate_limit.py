"""How often one sender, an address or a network, may do something, counted in the database for all processes together.

A school or a council stands behind one network, so there is room for a class or a training day. Senders are kept for
a day, by keyed hashes that cannot be turned back. Only files are counted in memory: who reads must not wait for a
database that is being written to.
"""

import datetime
import math
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import OperationalError, connection
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from partnerships.database import trouble, waiting
from partnerships.database.trouble import Trouble
from partnerships.models import FormSubmission, RequestCount

# Of programs, by network, in spans one after another.
MAX_REQUESTS = 600
SPAN = datetime.timedelta(minutes=10)
MAX_FILES_A_MINUTE = 60
KEPT_FOR = datetime.timedelta(days=1)
_SENT_LATELY = (
    f"(SELECT count(*) FROM {FormSubmission._meta.db_table} WHERE form = %s AND sender_hash = %s AND at > %s)"
)


@dataclass(frozen=True)
class Limit:
    """A form may be sent `most` times within `span`, whenever that began."""

    most: int
    span: datetime.timedelta

    def is_reached(self, form: str, sender: str) -> bool:
        """Return whether `sender`, an address or a network ("" when not known), has sent `form` that often lately."""
        return are_reached(form, (self, sender))[0]


def are_reached(form: str, *limits: tuple[Limit, str]) -> list[bool]:
    """Return of each of `limits`, with the sender it is for, what Limit.is_reached says. One query."""
    now, parameters = timezone.now(), []
    for limit, sender in limits:
        parameters += [form, sender_hash(sender), connection.ops.adapt_datetimefield_value(now - limit.span)]
    with connection.cursor() as cursor:
        # In plain SQL: to have it made of models takes ten times as long as the database takes to answer it.
        cursor.execute(f"SELECT {', '.join([_SENT_LATELY] * len(limits))}", parameters)
        sent = cursor.fetchone()
    return [bool(sender) and number >= limit.most for number, (limit, sender) in zip(sent, limits, strict=True)]


def remember(form: str, *senders: str) -> None:
    """Note that `form` was sent now by `senders`, of which "" stands for one not known; older notes are deleted."""
    remember_all([(form, sender) for sender in senders])


def remember_all(sent: Iterable[tuple[str, str]]) -> None:
    """Note forms that were sent now, each with its sender, as `remember` does."""
    hashes = [(form, sender_hash(sender)) for form, sender in sent if sender]
    FormSubmission.objects.bulk_create([FormSubmission(form=form, sender_hash=known) for form, known in hashes])
    FormSubmission.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()


@dataclass(frozen=True)
class Allowance:
    """How many requests are left until a new span begins, in whole seconds from now; `is_over` says none was left."""

    remaining: int
    seconds: int
    is_over: bool = False


def count(network: str, now: datetime.datetime | None = None) -> Allowance:
    """Count a request from `network` (see networks.network_of) and return what it has left. One not known has all."""
    now = now or timezone.now()
    span = SPAN.total_seconds()
    since = datetime.datetime.fromtimestamp(now.timestamp() // span * span, datetime.UTC)
    seconds = math.ceil((since + SPAN - now).total_seconds())
    count_so_far = _increment(sender_hash(network), since) if network else 0
    return Allowance(max(0, MAX_REQUESTS - count_so_far), seconds, is_over=count_so_far > MAX_REQUESTS)


@dataclass
class MemoryLimit:
    """A network may ask each process `most` times in each `span`, in seconds. Safe to use from several threads."""

    most: int
    span: int
    _number: int = 0
    _counts: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def seconds_to_wait(self, network: str, now: float | None = None) -> int:
        """Count a request of `network`, "" if not known, and return how long it has to wait: 0 if not at all."""
        now = time.time() if now is None else now
        number, passed = divmod(now, self.span)
        with self._lock:
            if number != self._number:
                self._number = int(number)
                self._counts.clear()
            self._counts[network] += bool(network)
            return math.ceil(self.span - passed) if self._counts[network] > self.most else 0


# What the database could not take yet: requests by the network's hash and when their span began.
_waiting: Counter[tuple[str, datetime.datetime]] = Counter()


def _increment(network_hash: str, since: datetime.datetime) -> int:
    """Count one more request of a network and return how many have come since `since`, as far as is known.

    Who reads does not wait for somebody who writes, nor fail on a full disk: it is counted with the next one.
    """
    number = 1 + _waiting.pop((network_hash, since), 0)
    try:
        with waiting.hardly():
            return _add(network_hash, since, number)
    except OperationalError as error:
        if trouble.of(error) is not Trouble.UNABLE:
            raise
        for key in [key for key in list(_waiting) if key[1] < since]:
            _waiting.pop(key, None)
        _waiting[network_hash, since] += number
        return number


def _add(network_hash: str, since: datetime.datetime, number: int) -> int:
    rows = RequestCount.objects.filter(network_hash=network_hash, since=since)
    if not rows.update(count=F("count") + number):
        _, is_first = RequestCount.objects.get_or_create(network_hash=network_hash, since=since)
        rows.update(count=F("count") + number)
        if is_first:
            RequestCount.objects.filter(since__lt=since - KEPT_FOR).delete()
    return rows.values_list("count", flat=True).get()


def sender_hash(value: str) -> str:
    """Return the keyed hash that stands for an address or a network."""
    return salted_hmac("partnerships.spam.who", value.casefold(), algorithm="sha256").hexdigest()
