"""The index of schools as each worker keeps it: made when it is first asked for, and anew with each edition."""

import datetime
import threading
from typing import TypeAlias

from partnerships.models import School, SchoolEdition
from partnerships.public_content.settled import Settled
from partnerships.schools.index import IndexedSchool, SchoolIndex

# What an edition is known by, even after another database was put in the place of this one.
EditionMark: TypeAlias = tuple[int, str, datetime.datetime] | None


def _mark() -> EditionMark:
    return SchoolEdition.objects.values_list("pk", "fingerprint", "imported_at").first()


_marks = Settled(_mark)
_lock = threading.Lock()
_kept: tuple[EditionMark, SchoolIndex] = (None, SchoolIndex([]))


def current() -> SchoolIndex:
    """Return the index of the schools that are open. One query, and more after an import."""
    global _kept
    mark = _marks.current()
    if _kept[0] == mark:
        return _kept[1]
    with _lock:
        if _kept[0] != mark:
            rows = School.objects.open().values_list("urn", "name", "town", "postcode", "easting", "northing")
            _kept = (mark, SchoolIndex(IndexedSchool(*row) for row in rows.iterator()))
        return _kept[1]
