"""The whole past of one entry and its parts, read at once in as many queries as it has kinds of parts."""

from dataclasses import dataclass, field

from django.db.models import Max, Model, Q, QuerySet

from partnerships.models import Revision
from partnerships.versions.kinds import VersionedPart, kind_of
from partnerships.versions.states import RowState, StoredVersion, live, stored


@dataclass(frozen=True)
class Content:
    """An entry at one moment: its own row, None when there was none, and its parts by their keys."""

    row: RowState | None
    parts: dict[VersionedPart, dict[int, RowState]] = field(default_factory=dict)


class History:
    """All versions of an entry of `model` with the key `pk`, and of what is or was a part of it."""

    def __init__(self, model: type[Model], pk: int):
        self.kind, self.pk = kind_of(model), pk
        self.own = stored(model, Q(**{model._meta.pk.attname: pk}))
        self.parts: dict[VersionedPart, list[StoredVersion]] = {
            part: self._versions_of(part) for part in self.kind.parts
        }
        self.keys = self._keys()

    def at(self, revision: int | None) -> Content:
        """Return what it was after the revision of that key; before all of them for None."""
        row, parts = None, {}
        for one in self.own:
            if revision is not None and one.revision <= revision:
                row = one.state
        for part, versions in self.parts.items():
            last = {one.key: one.state for one in versions if revision is not None and one.revision <= revision}
            parts[part] = {key: state for key, state in last.items() if self._belongs(part, state)}
        return Content(row, parts)

    def before(self, revision: int) -> int | None:
        """Return the key of the revision before that one, None for the first."""
        return max((key for key in self.keys if key < revision), default=None)

    def _versions_of(self, part: VersionedPart) -> list[StoredVersion]:
        ever = part.model.versions.filter(**{part.owner_key: self.pk}).order_by().values(part.model._meta.pk.attname)
        return stored(part.model, Q(**{f"{part.model._meta.pk.attname}__in": ever}))

    def _belongs(self, part, state: RowState | None) -> bool:
        return state is not None and state[part.owner_key] == self.pk

    def _keys(self) -> list[int]:
        """Return the keys of the revisions that touched it, the latest first. A part may come from elsewhere, or go."""
        found = {one.revision for one in self.own}
        for part, versions in self.parts.items():
            belonged: dict[int, bool] = {}
            for one in versions:
                belongs = self._belongs(part, one.state)
                if belongs or belonged.get(one.key):
                    found.add(one.revision)
                belonged[one.key] = belongs
        return sorted(found, reverse=True)


def now(entry: Model) -> Content:
    """Return what `entry` and its parts are in the database now."""
    rows = type(entry)._base_manager.filter(pk=entry.pk)
    parts = {
        part: live(part.model._base_manager.filter(**{part.owner: entry.pk})) for part in kind_of(type(entry)).parts
    }
    return Content(live(rows).get(entry.pk), parts)


def content(entry: Model, at: Revision) -> Content:
    """Return what `entry` and its parts were after the revision `at`."""
    return History(type(entry), entry.pk).at(at.pk)


def revisions_of(entry: Model) -> QuerySet[Revision]:
    """Return the revisions that touched `entry` or a part of it, the latest first."""
    return Revision.objects.filter(pk__in=History(type(entry), entry.pk).keys)


def latest_key(entry: Model) -> int:
    """Return the key of the last revision of `entry` or of what is or was a part of it; 0 when there is none."""
    model = type(entry)
    keys = [model.versions.filter(**{model._meta.pk.attname: entry.pk})]
    for part in kind_of(model).parts:
        key = part.model._meta.pk.attname
        ever = part.model.versions.filter(**{part.owner_key: entry.pk}).order_by().values(key)
        keys.append(part.model.versions.filter(**{f"{key}__in": ever}))
    return max(rows.aggregate(last=Max("revision"))["last"] or 0 for rows in keys)
