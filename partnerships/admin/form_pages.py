"""What the page of a form says: what has to be put right, which parts it has, and how what is typed has to look."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.forms import BaseForm

from partnerships.dates.partial_dates import PartialDateField

# Shorter forms are seen at a glance.
LEAST_PARTS = 4


# How what is typed has to look, which is said before anybody gets it wrong.
FORMATS: dict[type[Any], str] = {
    PartialDateField: "Such as 2016, 2016-09 or 2016-09-20.",
    models.DateField: "Such as 20/09/2016.",
    models.URLField: "Such as https://example.org/.",
    models.EmailField: "Such as name@example.org.",
}


def with_format(field: Any, db_field: Any) -> Any:
    """Return the form field of `db_field` with a help text that also says how what is typed there has to look."""
    kind = next((kind for kind in FORMATS if isinstance(db_field, kind)), None)
    if field is None or kind is None or isinstance(db_field, models.DateTimeField) or has_calendar(field):
        return field
    field.help_text = f"{field.help_text} {FORMATS[kind]}".strip()
    return field


def has_calendar(field: Any) -> bool:
    """Return whether the browser itself offers days to choose from."""
    return getattr(field.widget, "input_type", "") == "date"


def problems_of(form: BaseForm, inlines: Sequence[Any]) -> list[tuple[str, str]]:
    """Return what is wrong with a form that was sent and the rows below it, in order, each with the id of its place.

    What is about no single field has no place, "": it stands above the fields.
    """
    problems = list(_of_fields(form)) if form.is_bound else []
    for inline in inlines:
        rows, what = inline.formset, str(inline.opts.verbose_name)
        if rows.is_bound:
            problems += [(f"{_title(inline)}: {words}", f"{rows.prefix}-group") for words in rows.non_form_errors()]
            for number, row in enumerate(rows.forms, 1):
                problems += [(f"{what.capitalize()} {number}: {words}", place) for words, place in _of_fields(row)]
    return problems


def _of_fields(form: BaseForm) -> Iterator[tuple[str, str]]:
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS or form[name].is_hidden:
            place = "" if not form.prefix else str(form.prefix)
            yield from ((str(words), place) for words in errors)
        else:
            field = form[name]
            yield from ((f"{field.label}: {words}", field.id_for_label or str(field.auto_id)) for words in errors)


def parts_of(fieldsets: Any, inlines: Sequence[Any]) -> list[tuple[str, str]]:
    """Return the parts of a long form, each with its title and the id of its place; none of a short one."""
    parts = [(part.name, f"fieldset-0-{number}-heading") for number, part in enumerate(fieldsets) if part.name]
    parts += [(_title(inline), f"{inline.formset.prefix}-group") for inline in inlines]
    return parts if len(parts) >= LEAST_PARTS else []


def _title(inline: Any) -> str:
    title = str(inline.opts.verbose_name_plural)
    return title[:1].upper() + title[1:]
