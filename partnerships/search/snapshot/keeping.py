"""The snapshot each worker keeps, brought up to date when somebody asks for it after a change."""

import threading
from dataclasses import replace

from django.db import connection
from django.urls import get_script_prefix

from partnerships.public_content import changes, stamp
from partnerships.search.snapshot import reading
from partnerships.search.snapshot.kept_cards import Cards
from partnerships.search.snapshot.sets import Snapshot

# From so many partnerships on it is quicker to read all anew.
MAX_TOUCHED = 500
_lock = threading.Lock()
_kept: Snapshot | None = None


def current() -> Snapshot:
    """Return the snapshot of the public content as it is now. One query, and six more after a change.

    Inside a transaction it is read anew and not kept: what the transaction has written nobody else sees yet.
    """
    if connection.in_atomic_block:
        return reading.whole()
    kept, now = _kept, stamp.current()
    if kept is None or kept.stamp != now or kept.mounted_at != get_script_prefix():
        return _brought_up_to_date(now)
    return kept


def _brought_up_to_date(now: int) -> Snapshot:
    """Return the snapshot after the change with the stamp `now`: one thread makes it while the others wait for it."""
    global _kept
    with _lock:
        if _kept is None or _kept.stamp != now:
            _kept = _read(_kept)
        if _kept.mounted_at != get_script_prefix():
            _kept = replace(_kept, cards=Cards(), parts={}, mounted_at=get_script_prefix())
        return _kept


def _read(old: Snapshot | None) -> Snapshot:
    with changes.reading() as now:
        if old is None:
            return reading.whole(now.stamp, now.mark)
        changed = changes.since(old.mark)
        if changed.is_everything or len(changed.partnerships) > MAX_TOUCHED:
            return reading.whole(now.stamp, now.mark)
        return reading.renewed(old, changed.partnerships, now.stamp, now.mark)
