"""Making rows what they were: what restoring an entry and undoing an act have in common."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from partnerships.versions.kinds import columns, lists, owners_of
from partnerships.versions.names import Names
from partnerships.versions.states import RowState

# What only makes sense beside an address, which versions never keep: it is off where there is none.
NEED_AN_ADDRESS = {"takes_enquiries": "contact_email"}


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

    @property
    def is_needed(self) -> bool:
        """Whether anything differs."""
        return self.now != self.then


def refuse_gone(changes: list[RowChange]) -> None:
    """Raise CannotPut when a row would refer to another that there is not, and that is not brought back with it."""
    wanted = defaultdict(set)
    for change in changes:
        for model, key in _references(change.model, change.then):
            wanted[model].add(key)
    back = {(change.model, change.key) for change in changes if change.then is not None}
    gone = {}
    for model, keys in wanted.items():
        there = set(model._base_manager.filter(pk__in=keys).order_by().values_list("pk", flat=True))
        if lost := {key for key in keys - there if (model, key) not in back}:
            gone[model] = lost
    names = Names(gone)
    if gone:
        raise CannotApply(
            f"The {model._meta.verbose_name} “{names.of(model, key).removesuffix(' (deleted)')}” is not there any more."
            for model, keys in gone.items()
            for key in sorted(keys)
        )


def apply(changes: list[RowChange], by) -> None:
    """Make every row what it shall be: rows go first, then rows change, then rows come back.

    Raises CannotPut when a row is not `by`'s to work with, before or after, or when the database refuses it.
    """
    changes = [change for change in changes if change.is_needed]
    refuse_gone(changes)
    try:
        with transaction.atomic():
            _refuse_others(changes, by)
            # Each model's in one go: asked row by row what hangs on it, a large import would take minutes.
            for model, going in groupby((one for one in changes if one.then is None), key=lambda one: one.model):
                # Some may have gone with others.
                model._base_manager.filter(pk__in=[one.key for one in going]).delete()
            for change in sorted(changes, key=lambda change: change.now is None):
                if change.then is not None:
                    _apply_row(change)
            _refuse_others([change for change in changes if change.then is not None], by)
    except IntegrityError:
        raise CannotApply(
            ["Something that came meanwhile stands in the way: the same name or the same pair."]
        ) from None


def _references(model: type[Model], state: RowState | None):
    if state is None:
        return
    for field in columns(model):
        # Who did something is not what the row is about: an account may be gone.
        if field.is_relation and field.editable and state[field.attname] is not None:
            yield field.related_model, state[field.attname]
    for name, (field, _) in lists(model).items():
        yield from ((field.related_model, key) for key in state[name])


def theirs(model: type[Model], user) -> QuerySet:
    """Return the rows of `model` that `user` may work with: a part without a rule of its own goes with its entry."""
    rows = model._default_manager.all()
    if hasattr(rows, "editable_by"):
        return rows.editable_by(user)
    for kind, part in owners_of(model):
        return rows.filter(**{f"{part.owner}__in": kind.model._default_manager.editable_by(user).values("pk")})
    return rows if user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}") else rows.none()


def _refuse_others(changes: list[RowChange], by) -> None:
    keys = defaultdict(set)
    for change in changes:
        keys[change.model].add(change.key)
    for model, wanted in keys.items():
        there = model._base_manager.filter(pk__in=wanted).count()
        if theirs(model, by).filter(pk__in=wanted).order_by().values("pk").distinct().count() < there:
            raise CannotApply([f"Some {model._meta.verbose_name_plural} in it belong to another Bridge Organisation."])


def _apply_row(change: RowChange) -> None:
    row = change.model._base_manager.filter(pk=change.key).first() or change.model()
    is_new = row.pk is None
    for field in columns(change.model):
        setattr(row, field.attname, _unless_gone(field, change.then[field.attname]))
    for flag, address in NEED_AN_ADDRESS.items():
        if hasattr(row, address) and not getattr(row, address) and hasattr(row, flag):
            setattr(row, flag, False)
    _check(row)
    row.save(force_insert=is_new)
    for name in lists(change.model):
        if is_new or change.now[name] != change.then[name]:
            getattr(row, name).set(change.then[name])


def _unless_gone(field, value):
    """Return `value`, or None when it is who once did something, whose account is gone."""
    is_person = field.is_relation and not field.editable
    if is_person and value and not field.related_model._base_manager.filter(pk=value).exists():
        return None
    return value


def _check(row: Model) -> None:
    """Raise CannotPut in words when `row` is not one that its form would take. What refers to rows was looked at."""
    others = [field.name for field in row._meta.concrete_fields if field.is_relation or not field.editable]
    try:
        row.full_clean(exclude=others, validate_constraints=True)
    except ValidationError as error:
        raise CannotApply(f"{row}: {' '.join(messages)}" for messages in error.message_dict.values()) from None
