"""The whole past of one entry and its parts, read at once in as many queries as it has kinds of parts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeGuard

from django.db.models import Max, Model, Q, QuerySet

from partnerships.models import Revision
from partnerships.versions.kinds import VersionedPart, kind_of, version_rows
from partnerships.versions.states import RowState, StoredVersion, live, stored


@dataclass(frozen=True)
class Content:
    """An entry at one moment: its own row, None when there was none, and its parts by their keys."""

    row: RowState | None
    parts: dict[VersionedPart, dict[int, RowState]] = field(default_factory=dict)


class History:
    """All versions of an entry of `model` with the key `pk`, and of what is or was a part of it.

    `keys` are those of the revisions that touched it, the latest first.
    """

    def __init__(self, model: type[Model], pk: int):
        self.kind, self.pk = kind_of(model), pk
        self._own = stored(model, Q(**{model._meta.pk.attname: pk}))
        self._parts = {part: self._versions_of(part) for part in self.kind.parts}
        self.keys = self._keys()

    def at(self, revision: int | None) -> Content:
        """Return what it was after the revision with that key; for None, before all of them."""
        row: RowState | None = None
        for version in _until(self._own, revision):
            row = version.state
        parts = {}
        for part, versions in self._parts.items():
            last = {version.key: version.state for version in _until(versions, revision)}
            parts[part] = {key: state for key, state in last.items() if self._belongs(state, part)}
        return Content(row, parts)

    def before(self, revision: int) -> int | None:
        """Return the key of the revision before that one, None for the first."""
        return max((key for key in self.keys if key < revision), default=None)

    def _versions_of(self, part: VersionedPart) -> list[StoredVersion]:
        key = part.model._meta.pk.attname
        ever = version_rows(part.model).filter(**{part.owner_key: self.pk}).order_by().values(key)
        return stored(part.model, Q(**{f"{key}__in": ever}))

    def _belongs(self, state: RowState | None, part: VersionedPart) -> TypeGuard[RowState]:
        return state is not None and state[part.owner_key] == self.pk

    def _keys(self) -> list[int]:
        keys = {version.revision for version in self._own}
        for part, versions in self._parts.items():
            # A revision that moved a part to another entry, or deleted it, touched this one too.
            belonged: dict[int, bool] = {}
            for version in versions:
                belongs = self._belongs(version.state, part)
                if belongs or belonged.get(version.key):
                    keys.add(version.revision)
                belonged[version.key] = belongs
        return sorted(keys, reverse=True)


def _until(versions: Iterable[StoredVersion], revision: int | None) -> list[StoredVersion]:
    """Return those of `versions` that came with or before `revision`; none of them for None."""
    return [version for version in versions if revision is not None and version.revision <= revision]


def now(entry: Model) -> Content:
    """Return what `entry` and its parts are in the database now."""
    rows = type(entry)._base_manager.filter(pk=entry.pk)
    parts = {
        part: live(part.model._base_manager.filter(**{part.owner: entry.pk})) for part in kind_of(type(entry)).parts
    }
    return Content(live(rows).get(entry.pk), parts)


def revisions_of(entry: Model) -> QuerySet[Revision]:
    """Return the revisions that touched `entry` or a part of it, the latest first."""
    return Revision.objects.filter(pk__in=History(type(entry), entry.pk).keys)


def latest_key(entry: Model) -> int:
    """Return the key of the last revision of `entry` or of what is or was a part of it; 0 when there is none."""
    model = type(entry)
    versions = [version_rows(model).filter(**{model._meta.pk.attname: entry.pk})]
    for part in kind_of(model).parts:
        key = part.model._meta.pk.attname
        ever = version_rows(part.model).filter(**{part.owner_key: entry.pk}).order_by().values(key)
        versions.append(version_rows(part.model).filter(**{f"{key}__in": ever}))
    return max(rows.aggregate(last=Max("revision"))["last"] or 0 for rows in versions)
