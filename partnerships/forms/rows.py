"""Forms of rows in the back office: their fields, and what the database would refuse in words beside its field."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, F, Func, Q, UniqueConstraint

from partnerships.forms.base import AddressField, EndOfAddressField, LineField, PublicLinesField, WebAddressField
from partnerships.forms.moments import DayField, MomentField, MomentInput
from partnerships.text.sentences import listed

# How the text, or the moment, of a model's field is typed in the back office, for `formfield_overrides`.
TYPED_FIELDS: dict[type[Any], dict[str, Any]] = {
    models.CharField: {"form_class": LineField},
    models.SlugField: {"form_class": EndOfAddressField},
    models.TextField: {"form_class": PublicLinesField},
    models.EmailField: {"form_class": AddressField},
    models.URLField: {"form_class": WebAddressField},
    models.DateField: {"form_class": DayField},
    models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
}
TWICE = "This stands here twice. Change one of the two, or delete it"


class RowForm(forms.ModelForm):
    """A form of a row. A constraint that what was typed breaks is told beside a field, as long as the form has it."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Add `error`; what a constraint of the row says goes to its field."""
        if field is None and hasattr(error, "error_dict"):
            placed: dict[str, list[ValidationError]] = defaultdict(list)
            for name, errors in error.error_dict.items():
                for each in errors:
                    beside, words = self._placed(name, each)
                    placed[beside].append(words)
            error = ValidationError(dict(placed))
        super().add_error(field, error)

    def field_beside(self, names: list[str]) -> str:
        """Return which of the fields `names` a message about all of them stands beside: an empty one, else the first.

        NON_FIELD_ERRORS if the form shows none of them.
        """
        shown = [name for name in names if name in self.fields and not self[name].is_hidden]
        empty = [name for name in shown if self.cleaned_data.get(name) in (None, "", False)]
        return next(iter([*empty, *shown]), NON_FIELD_ERRORS)

    def _placed(self, name: str, error: ValidationError) -> tuple[str, ValidationError]:
        if unique_check := (error.params or {}).get("unique_check"):
            return self._of_another(list(unique_check))
        constraint = self._constraint_that_says(error) if name == NON_FIELD_ERRORS else None
        if constraint is None:
            return name, error
        names = list(dict.fromkeys(fields_of(constraint)))
        if constraint.violation_error_message == constraint.default_violation_error_message:
            error = ValidationError(f"It cannot be saved so. Look at what stands under {self._labels(names)}")
        # Of what must be the only one, the last field is what was typed; of others the empty one.
        last = [name for name in names[::-1] if name in self.fields][:1]
        return self.field_beside(last if isinstance(constraint, UniqueConstraint) else names), error

    def _of_another(self, names: list[str]) -> tuple[str, ValidationError]:
        """Return the refusal of a row that has the same in the fields `names` as another.

        In the words of the field, where the form gave it some.
        """
        # Not the row that rows below a form belong to.
        typed = [name for name in names if not isinstance(self.fields.get(name), forms.models.InlineForeignKeyField)]
        what = self.instance._meta.verbose_name
        beside = self.field_beside(typed[::-1])
        own = self.fields[beside].error_messages.get("unique") if [beside] == names else None
        words = f"There is another {what} with the same {self._labels(typed)}. Change that one, or enter another"
        return beside, ValidationError(own or words, code="unique")

    def _labels(self, names: list[str]) -> str:
        return listed(f"“{self.instance._meta.get_field(name).verbose_name}”" for name in names)

    def _constraint_that_says(self, error: ValidationError) -> BaseConstraint | None:
        said = str(error.message)
        constraints = self.instance._meta.constraints
        return next((each for each in constraints if each.get_violation_error_message() == said), None)


def fields_of(constraint: BaseConstraint) -> Iterator[str]:
    """Yield the names of the fields that `constraint` is about, as it names them."""
    if isinstance(constraint, UniqueConstraint):
        yield from constraint.fields
    elif isinstance(constraint, CheckConstraint):
        yield from _fields_in(constraint.condition)


def _fields_in(condition: Any) -> Iterator[str]:
    if isinstance(condition, Q):
        for child in condition.children:
            yield from _fields_in(child)
    elif isinstance(condition, Func):
        yield from _referred_to(condition.get_source_expressions())
    else:
        name, value = condition
        yield name.partition("__")[0]
        yield from _referred_to([value])


def _referred_to(values: Iterable[Any]) -> Iterator[str]:
    references: list[Any] = [value for value in values if isinstance(value, F)]
    return (reference.name for reference in references)
