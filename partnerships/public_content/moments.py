"""The moment of the public content for which something is made of it: all that goes into it is asked for at that."""

import datetime
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import NamedTuple

from django.urls import get_script_prefix
from django.utils import timezone

from partnerships.public_content import stamp


class Moment(NamedTuple):
    """The stamp of the content, the day in London, and where the site is mounted."""

    stamp: int
    day: datetime.date
    prefix: str


class _Making(threading.local):
    """What this thread makes: for which moment, and whether all of it is for the first one that is asked for."""

    moment: Moment | None = None
    is_of_one: bool = False


_making = _Making()
# What may be of a moment ago may be so old, in seconds.
LATELY = 2
# When any thread last asked for the stamp, on a clock that only goes on, and what it was; and that day in London.
_last_seen: tuple[float, int, datetime.date] | None = None


def now() -> Moment:
    """Return the moment this thread is making something for, without a query, or else this one, with one query.

    It must be asked for before the content is read: what is newer than its stamp does no harm.
    """
    moment = _making.moment or at(stamp.current())
    if _making.is_of_one:
        _making.moment = moment
    return moment


def at(seen: int) -> Moment:
    """Return this moment, at which the content has the stamp `seen`, which was just asked for."""
    global _last_seen
    moment = Moment(seen, timezone.localdate(), get_script_prefix())
    _last_seen = monotonic(), seen, moment.day
    return moment


def last_seen() -> tuple[Moment, datetime.datetime] | None:
    """Return the last moment whose stamp this process was told, and when that was; None if it was told none.

    Without a query: for when the database answers nobody.
    """
    if not (last := _last_seen):
        return None
    asked, seen, day = last
    return Moment(seen, day, get_script_prefix()), timezone.now() - datetime.timedelta(seconds=monotonic() - asked)


@contextmanager
def made_for(moment: Moment) -> Iterator[None]:
    """Let this thread make something for `moment` inside."""
    with _as_it_was():
        _making.moment = moment
        yield


@contextmanager
def one() -> Iterator[None]:
    """Let all that this thread makes inside be for one moment. It must not change the content meanwhile."""
    with _as_it_was():
        _making.is_of_one = True
        yield


@contextmanager
def lately() -> Iterator[None]:
    """Let all that this thread makes inside be for a moment at most LATELY ago: without a query, if any was asked for.

    It is for answers that their readers keep for longer than that.
    """
    last = _last_seen
    if last and monotonic() - last[0] < LATELY:
        moment = Moment(last[1], timezone.localdate(), get_script_prefix())
    else:
        moment = now()
    with made_for(moment):
        yield


@contextmanager
def _as_it_was() -> Iterator[None]:
    outer = _making.moment, _making.is_of_one
    try:
        yield
    finally:
        _making.moment, _making.is_of_one = outer
