"""Versions of entries: what changed when and by whom, what it was before, and bringing that back.

    versions.revisions_of(entry)                    the revisions that changed it or a part of it, the latest first
    versions.History(model, key).at(revision)       what the entry was then, with its parts
    versions.changed_since(model, keys, revision)   which entries changed after it
    versions.differences_between(model, old, new)   field by field, in words
    versions.restore(entry, revision, by=user)      make it as it was then
    versions.undo(revision, by=user)                put all that one act changed as it was before
    versions.undo_some(revision, rows, by=user)     the same for some of its rows
    versions.backfill()                             keep versions of what was written in bulk
    versions.keep_new(model, keys)                  the same for some rows that are new

The rows are kept by models/versions.py. Modules: kinds (the parts of entries), states (what rows are and were),
histories (one entry's whole past), names and differences (all of it in words), applying (rows made as they were),
bringing_back (an entry, or all of one act), undoing_later (acts that a worker takes back). Another app registers its
own parts in its AppConfig.ready(). What is imported here is for everybody; forms/edit_conflicts.py, which compares an
entry with a form, also uses the modules.
"""

from partnerships.versions.applying import CannotApply
from partnerships.versions.bringing_back import (
    RowKey,
    first_of,
    restore,
    rows_to_undo,
    undo,
    undo_some,
    why_not_undo,
    would_change,
)
from partnerships.versions.differences import changes_by_revision, changing, differences_between
from partnerships.versions.histories import History, changed_since, latest_key, newest_key, revisions_of
from partnerships.versions.kinds import VersionedPart, parts_of, register
from partnerships.versions.states import backfill, keep_new
