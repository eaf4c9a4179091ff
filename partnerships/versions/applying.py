"""Making rows what they were: what restoring an entry and undoing a revision have in common."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Field, Model

from partnerships.models import Partnership
from partnerships.versions.kinds import columns, editable_rows, many_to_many_fields
from partnerships.versions.names import Names
from partnerships.versions.states import RowState, references


class CannotApply(Exception):
    """What was cannot be brought back; `reasons` says why, in sentences."""

    def __init__(self, reasons: Iterable[str]):
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


@dataclass(frozen=True)
class RowChange:
    """The row of `model` with the `key`, as it is `now` and as it shall be `then`; None is no row."""

    model: type[Model]
    key: int
    now: RowState | None
    then: RowState | None


def keys_by_model(changes: Iterable[RowChange]) -> dict[type[Model], set[int]]:
    """Return the keys of the rows that `changes` are about, by their models."""
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for change in changes:
        keys[change.model].add(change.key)
    return keys


def refuse_gone(changes: list[RowChange]) -> None:
    """Raise CannotApply when a row would refer to one that is not there and that is not brought back with it."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    brought_back = keys_by_model(change for change in changes if change.then is not None)
    for change in changes:
        for field, model, key in references(change.model, change.then) if change.then else ():
            # Who did something is not what the row is about: an account may be gone.
            if field.editable:
                wanted[model].add(key)
    gone = {}
    for model, keys in wanted.items():
        there = model._base_manager.filter(pk__in=keys).order_by().values_list("pk", flat=True)
        if lost := keys.difference(there, brought_back.get(model, ())):
            gone[model] = lost
    if gone:
        names = Names(gone)
        raise CannotApply(
            f"The {model._meta.verbose_name} “{names.of(model, key).removesuffix(' (deleted)')}” is not there any more."
            for model, keys in gone.items()
            for key in sorted(keys)
        )


def apply(changes: list[RowChange], by: User) -> None:
    """Make every row what it shall be: rows go first, then rows change, then rows come back.

    Raises CannotApply when a row is not `by`'s to work with, before or after, or when the database refuses it.
    """
    refuse_gone(changes)
    try:
        with transaction.atomic():
            refuse_others(changes, by)
            # Each model's in one go: asked row by row what depends on it, a large import would take minutes.
            for model, keys in keys_by_model(change for change in changes if change.then is None).items():
                # Some may have gone with others.
                model._base_manager.filter(pk__in=keys).delete()
            for change in sorted(changes, key=lambda change: change.now is None):
                if change.then is not None:
                    _apply_row(change.model, change.key, change.now, change.then)
            refuse_others([change for change in changes if change.then is not None], by)
    except IntegrityError:
        reason = "Something that came meanwhile stands in the way: the same name or the same pair."
        raise CannotApply([reason]) from None


def refuse_others(changes: Iterable[RowChange], by: User) -> None:
    """Raise CannotApply when a row there is now is not `by`'s to work with."""
    for model, keys in keys_by_model(changes).items():
        there = model._base_manager.filter(pk__in=keys).count()
        if editable_rows(model, by).filter(pk__in=keys).order_by().values("pk").distinct().count() < there:
            raise CannotApply([f"Some {model._meta.verbose_name_plural} in it belong to another Bridge Organisation."])


def _apply_row(model: type[Model], key: int, now: RowState | None, then: RowState) -> None:
    row = model._base_manager.filter(pk=key).first() or model()
    is_new = row.pk is None
    for field in columns(model):
        setattr(row, field.attname, _unless_gone(field, then[field.attname]))
    # It only makes sense beside an address, which versions never keep.
    if isinstance(row, Partnership) and not row.contact_email:
        row.takes_enquiries = False
    # Its references are left out: `refuse_gone` has looked at them.
    others = [field.name for field in row._meta.concrete_fields if field.is_relation or not field.editable]
    try:
        row.full_clean(exclude=others, validate_constraints=True)
    except ValidationError as error:
        raise CannotApply(f"{row}: {' '.join(messages)}" for messages in error.message_dict.values()) from None
    row.save(force_insert=is_new)
    for name in many_to_many_fields(model):
        if is_new or now is None or now[name] != then[name]:
            getattr(row, name).set(then[name])


def _unless_gone(field: Field, value: Any) -> Any:
    """Return `value`, or None when it is who once did something, whose account is gone."""
    if value and field.related_model is not None and not field.editable:
        return value if field.related_model._base_manager.filter(pk=value).exists() else None
    return value
