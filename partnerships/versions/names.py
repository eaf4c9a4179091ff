"""What keys stand for, in words: the names of rows, also of those that are gone."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model, Q

from partnerships.models.publishable import Publishable
from partnerships.versions.histories import Content
from partnerships.versions.kinds import VersionedKind, columns, lists, versioned_models
from partnerships.versions.states import RowState, stored

Keys = dict[type[Model], set[int]]
NOT_YOURS = "another Bridge Organisation’s, not public"


class Names:
    """The names of all rows that some states refer to, read at once: one query for each model, two for what is gone.

    With a `viewer`, entries the public does not see and that are not theirs are not named.
    """

    def __init__(self, keys: Keys, viewer=None):
        self._names = {model: _names_of(model, wanted, viewer) for model, wanted in keys.items()}

    @classmethod
    def in_contents(cls, kind: VersionedKind, contents: Iterable[Content], viewer=None) -> "Names":
        """Return the names for what `contents` of an entry of `kind` refer to."""
        keys: Keys = defaultdict(set)
        for content in contents:
            _collect(keys, kind.model, [content.row])
            for part, states in content.parts.items():
                _collect(keys, part.model, states.values())
        return cls(keys, viewer)

    def of(self, model: type[Model], key: int) -> str:
        """Return the name of the row of `model` with that key."""
        return self._names.get(model, {}).get(key) or f"{model._meta.verbose_name} {key}"


def _collect(keys: Keys, model: type[Model], states: Iterable[RowState | None]) -> None:
    references = [field for field in columns(model) if field.is_relation]
    for state in states:
        if state is None:
            continue
        for field in references:
            if state[field.attname] is not None:
                keys[field.related_model].add(state[field.attname])
        for name, (field, _) in lists(model).items():
            keys[field.related_model].update(state[name])


def _names_of(model, keys: set[int], viewer) -> dict[int, str]:
    rows = model._base_manager.filter(pk__in=keys)
    names = {row.pk: str(row) for row in rows}
    if viewer is not None and issubclass(model, Publishable):
        shown = model._default_manager.published() | model._default_manager.editable_by(viewer)
        seen = set(shown.filter(pk__in=names).order_by().values_list("pk", flat=True))
        names = {key: name if key in seen else NOT_YOURS for key, name in names.items()}
    return names | _names_of_gone(model, keys - set(names), viewer)


def _names_of_gone(model, keys: set[int], viewer) -> dict[int, str]:
    if not keys or model not in versioned_models():
        return {}
    if viewer is not None and issubclass(model, Publishable):
        return {key: f"{model._meta.verbose_name} {key} (deleted)" for key in keys}
    last = {one.key: one.state for one in stored(model, Q(**{f"{model._meta.pk.attname}__in": keys})) if one.state}
    return {key: f"{model(**_plain(model, state))} (deleted)" for key, state in last.items()}


def _plain(model, state: RowState) -> RowState:
    return {field.attname: state[field.attname] for field in columns(model)}
