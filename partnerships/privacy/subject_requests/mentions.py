"""An address in any text of the database: a note, a description, somebody else's message, an error.

Every text column of every model is looked through, so that a column added tomorrow is found without anybody thinking
of it. Erasing, this comes last: it takes the address out of what the other stores have left.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from partnerships.privacy.subject_requests.registry import DataStore, HeldItem
from partnerships.search import text_index

REMOVED = "[address removed]"
# What stands further from the address is somebody else's; who reads this only needs to see what it is about.
_SHOWN_AROUND = 60
_TEXT = (models.CharField, models.TextField, models.JSONField)


def text_columns(length: int = 0) -> Iterator[tuple[type[models.Model], models.Field]]:
    """Yield every text column of the database that can hold `length` characters, with its model."""
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            for field in model._meta.local_concrete_fields:
                if isinstance(field, _TEXT) and (field.max_length or length) >= length:
                    yield model, field


def _pattern(address: str) -> re.Pattern[str]:
    """Return what finds `address` as a whole: jo@school.example is not a part of mary-jo@school.example."""
    return re.compile(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", re.IGNORECASE)


def _rows(address: str) -> Iterator[tuple[models.Field, models.Model, str]]:
    """Yield every row that mentions `address`, once for each such column: the column, the row and the column's text."""
    pattern = _pattern(address)
    # JSON may be kept with all but ASCII letters escaped.
    escaped = json.dumps(address)[1:-1]
    mentions_it = Q(text_of_column__icontains=address) | Q(text_of_column__icontains=escaped)
    for model, field in text_columns(len(address)):
        # Any: what the query adds to a row is no attribute of its model.
        rows: QuerySet[Any] = model._base_manager.annotate(text_of_column=Cast(field.name, TextField()))
        for row in rows.filter(mentions_it).order_by("pk"):
            value = getattr(row, field.attname)
            if _without(value, pattern) != value:
                yield field, row, row.text_of_column


def _find(address: str) -> list[HeldItem]:
    around = f".{{0,{_SHOWN_AROUND}}}"
    shown = re.compile(f"{around}{re.escape(address)}{around}", re.IGNORECASE | re.DOTALL)
    return [
        {
            "where": f"{row._meta.verbose_name} {row.pk}, {field.verbose_name}",
            "words": match.group() if (match := shown.search(text)) else "",
        }
        for field, row, text in _rows(address)
    ]


def _erase(address: str) -> int:
    pattern, erased = _pattern(address), 0
    for field, row, _ in list(_rows(address)):
        value = _without(getattr(row, field.attname), pattern)
        if isinstance(value, str):
            value = value[: field.max_length]
        # Through the queryset: this is no edit, and a version of the row would keep what is removed.
        erased += type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
    if erased:
        text_index.rebuild()
    return erased


def _without(value: Any, pattern: re.Pattern[str]) -> Any:
    """Return `value`, text or what JSON can hold, without what `pattern` finds."""
    if isinstance(value, str):
        return pattern.sub(REMOVED, value)
    if isinstance(value, list):
        return [_without(item, pattern) for item in value]
    if isinstance(value, dict):
        return {_without(key, pattern): _without(item, pattern) for key, item in value.items()}
    return value


MENTIONS = DataStore("Mentions in any text", _find, _erase, order=90)
