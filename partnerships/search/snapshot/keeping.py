"""The snapshot each worker keeps, brought up to date when somebody asks for it after a change."""

from functools import lru_cache

from django.urls import get_script_prefix

from partnerships.public_content.changes import Changes
from partnerships.public_content.renewed import Renewed
from partnerships.search.snapshot import reading
from partnerships.search.snapshot.sets import Snapshot

# From so many partnerships on it is quicker to read all anew.
MAX_TOUCHED = 500


def current() -> Snapshot:
    """Return the snapshot of the public content as it is now. One query, and six more after a change.

    Inside a transaction it is read anew and not kept: what the transaction has written nobody else sees yet.
    """
    return _kept_at(get_script_prefix()).current()


def forget() -> None:
    """Read it anew next time, as in another database."""
    _kept_at.cache_clear()


@lru_cache(maxsize=2)
def _kept_at(prefix: str) -> Renewed[Snapshot]:
    """Return what is kept for a site mounted at `prefix`: with that begin the links of what is drawn for a snapshot."""
    return Renewed(reading.whole, _renewed, is_of_a_day=True)


def _renewed(old: Snapshot, changed: Changes) -> Snapshot:
    if len(changed.partnerships) > MAX_TOUCHED:
        return reading.whole()
    return reading.renewed(old, changed.partnerships)
