"""Versions of entries: what changed when and by whom, what it was before, and bringing that back.

    versions.revisions_of(entry)                    the acts that changed it or a part of it, the latest first
    versions.content(entry, at=revision)            what it was then, with its parts
    versions.differences(entry, older, newer)       field by field, in words
    versions.restore(entry, revision, by=user)      make it as it was then
    versions.undo(revision, by=user)                put all that one act changed as it was before
    versions.catch_up(words="…")                    keep versions of what was written in bulk

The rows are kept by models/versions.py. Modules: kinds (which entries, and their parts), states (what rows are and
were), histories (one entry's whole past), names and differences (all of it in words), putting (rows made as they were),
restoring, undoing, catching_up. Another app registers its own kinds and parts in its AppConfig.ready().
"""

from partnerships.versions.applying import CannotApply
from partnerships.versions.backfill import backfill
from partnerships.versions.differences import Difference, changes_by_revision, differences, differences_between
from partnerships.versions.histories import History, content, latest_key, revisions_of
from partnerships.versions.kinds import VersionedPart, kind_of, register
from partnerships.versions.restoring import restore, would_change
from partnerships.versions.undoing import undo, why_not_undo

__all__ = [
    "CannotApply",
    "Difference",
    "History",
    "VersionedPart",
    "backfill",
    "changes_by_revision",
    "content",
    "differences",
    "differences_between",
    "kind_of",
    "latest_key",
    "register",
    "restore",
    "revisions_of",
    "undo",
    "why_not_undo",
    "would_change",
]
