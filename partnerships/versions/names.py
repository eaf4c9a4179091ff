"""What keys stand for, in words: the names of rows, also of those that are gone."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import Model, Q
from django.utils.formats import date_format

from partnerships.models import CouncilSuccession, LocalAuthority
from partnerships.models.publishable import PublishableQuerySet
from partnerships.versions.histories import Content
from partnerships.versions.kinds import columns, editable_rows, versioned_models
from partnerships.versions.states import references, stored

Keys = dict[type[Model], set[int]]
NOT_YOURS = "another Bridge Organisation’s, not public"


class Names:
    """The names of all rows that some states refer to, read at once: one query for each model, two for what is gone.

    With a `viewer`, entries the public does not see and that are not theirs are not named.
    """

    def __init__(self, keys: Keys, viewer: User | None = None):
        self._names = {model: _names_of(model, wanted, viewer) for model, wanted in keys.items()}

    @classmethod
    def in_contents(cls, model: type[Model], contents: Iterable[Content], viewer: User | None = None) -> "Names":
        """Return the names for what `contents` of an entry of `model` refer to."""
        keys: Keys = defaultdict(set)
        for content in contents:
            states = [(model, content.row)] if content.row else []
            states += [(part.model, state) for part, rows in content.parts.items() for state in rows.values()]
            for of_model, state in states:
                for _, related, key in references(of_model, state):
                    keys[related].add(key)
        return cls(keys, viewer)

    def of(self, model: type[Model], key: int) -> str:
        """Return the name of the row of `model` with that key; “local authority 12” when it never had one."""
        return self._names.get(model, {}).get(key) or f"{model._meta.verbose_name} {key}"


def _names_of(model: type[Model], keys: set[int], viewer: User | None) -> dict[int, str]:
    names = {row.pk: str(row) for row in model._base_manager.filter(pk__in=keys)}
    rows = model._default_manager.all()
    if viewer is not None and isinstance(rows, PublishableQuerySet):
        shown = rows.published() | editable_rows(model, viewer)
        seen = set(shown.filter(pk__in=names).order_by().values_list("pk", flat=True))
        names = {key: name if key in seen else NOT_YOURS for key, name in names.items()}
    return names | _names_of_gone(model, keys - set(names), viewer)


def _names_of_gone(model: type[Model], keys: set[int], viewer: User | None) -> dict[int, str]:
    if keys and model is LocalAuthority:
        former = CouncilSuccession.objects.filter(former_key__in=keys).values_list("former_key", "name", "on")
        return {key: f"{name} (until {date_format(on, 'j F Y')})" for key, name, on in former if key}
    if not keys or model not in versioned_models():
        return {}
    if viewer is not None and isinstance(model._default_manager.all(), PublishableQuerySet):
        return {key: f"{model._meta.verbose_name} {key} (deleted)" for key in keys}
    last = {version.key: version.state for version in stored(model, Q(id__in=keys)) if version.state}
    names = [field.attname for field in columns(model)]
    return {key: f"{model(**{name: state[name] for name in names})} (deleted)" for key, state in last.items()}
