"""The whole past of one entry and its parts, read at once in as many queries as it has kinds of parts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TypeGuard

from django.db.models import Max, Model, Q, QuerySet

from partnerships.models import Revision
from partnerships.versions.kinds import VersionedPart, parts_of, version_rows
from partnerships.versions.states import RowState, StoredVersion, live, stored


@dataclass(frozen=True)
class Content:
    """An entry at one moment: its own row, None when there was none, and its parts by their keys."""

    row: RowState | None
    parts: dict[VersionedPart, dict[int, RowState]] = field(default_factory=dict)


class History:
    """All versions of an entry of `model` with the key `pk`, and of what is or was a part of it.

    `keys` are those of the revisions that touched it, the latest first. Of several of one act in a row, it is the last.
    """

    def __init__(self, model: type[Model], pk: int):
        self.model, self.pk = model, pk
        self._own = stored(model, Q(id=pk))
        self._parts = {part: stored(part.model, _was_part(part, pk)) for part in parts_of(model)}
        self.keys = self._keys()

    def at(self, revision: int | None) -> Content:
        """Return what it was after the revision with that key; for None, before all of them."""
        parts = {}
        for part, versions in self._parts.items():
            rows = _rows_after(versions, revision).items()
            parts[part] = {key: state for key, state in rows if self._belongs(state, part)}
        return Content(_rows_after(self._own, revision).get(self.pk), parts)

    def before(self, revision: int) -> int | None:
        """Return the key of the revision before that one, None for the first."""
        return max((key for key in self.keys if key < revision), default=None)

    def _belongs(self, state: RowState | None, part: VersionedPart) -> TypeGuard[RowState]:
        return state is not None and state[part.owner_key] == self.pk

    def _keys(self) -> list[int]:
        acts = {version.revision: version.act for version in chain(self._own, *self._parts.values())}
        keys = {version.revision for version in self._own}
        for part, versions in self._parts.items():
            # A revision that moved a part to another entry, or deleted it, touched this one too.
            belonged: dict[int, bool] = {}
            for version in versions:
                belongs = self._belongs(version.state, part)
                if belongs or belonged.get(version.key):
                    keys.add(version.revision)
                belonged[version.key] = belongs
        in_order = sorted(keys, reverse=True)
        return [key for later, key in pairwise([0, *in_order]) if acts[key] != acts.get(later)]


def _rows_after(versions: Iterable[StoredVersion], revision: int | None) -> dict[int, RowState | None]:
    """Return by their keys what rows were after `revision`; no rows for None. `versions` are the earliest first."""
    return {version.key: version.state for version in versions if revision and version.revision <= revision}


def _was_part(part: VersionedPart, entry_key: int) -> Q:
    """Return the condition for versions of the rows that are or ever were such a part of an entry."""
    return Q(id__in=version_rows(part.model).filter(**{part.owner_key: entry_key}).order_by().values("id"))


def now(entry: Model) -> Content:
    """Return what `entry` and its parts are in the database now."""
    model, key = type(entry), entry.pk
    parts = {part: live(part.model._base_manager.filter(**{part.owner: key})) for part in parts_of(model)}
    return Content(live(model._base_manager.filter(pk=key)).get(key), parts)


def revisions_of(entry: Model) -> QuerySet[Revision]:
    """Return the revisions that touched `entry` or a part of it, the latest first."""
    return Revision.objects.filter(pk__in=History(type(entry), entry.pk).keys)


def latest_key(entry: Model) -> int:
    """Return the key of the last revision of `entry` or of what is or was a part of it; 0 when there is none."""
    model = type(entry)
    versions = [version_rows(model).filter(id=entry.pk)]
    versions += [version_rows(part.model).filter(_was_part(part, entry.pk)) for part in parts_of(model)]
    return max(rows.aggregate(last=Max("revision"))["last"] or 0 for rows in versions)


def newest_key() -> int:
    """Return the key of the last revision of all, to tell later what has changed since; 0 when there is none."""
    return Revision.objects.aggregate(last=Max("pk"))["last"] or 0


def changed_since(model: type[Model], keys: Collection[int], revision: int) -> set[int]:
    """Return which entries of `model` with these `keys` a later revision than `revision` touched, or a part of them."""
    changed = set(version_rows(model).filter(id__in=keys, revision__gt=revision).values_list("id", flat=True))
    for part in parts_of(model):
        later = version_rows(part.model).filter(revision__gt=revision, **{f"{part.owner_key}__in": keys})
        changed.update(later.values_list(part.owner_key, flat=True))
    return changed
