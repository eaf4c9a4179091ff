"""An address in any text of the database: a note, a description, somebody else's message, an error.

Every text column of every model is looked through, so that a column added tomorrow is found without anybody thinking
of it. Erasing, this comes last: it takes the address out of what the other stores have left.
"""

import json
import re
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from partnerships.privacy.stores import DataStore, HeldItem
from partnerships.search import text_index

REMOVED = "[address removed]"
# What stands further from the address is somebody else's; who reads this only needs to see what it is about.
_SHOWN_AROUND = 60
_TEXT = (models.CharField, models.TextField, models.JSONField)


class Mention(NamedTuple):
    """A row that mentions `address` in `field`; `text` is all that stands there."""

    address: str
    field: models.Field
    row: models.Model
    text: str


def text_columns(length: int = 0) -> Iterator[tuple[type[models.Model], list[models.Field]]]:
    """Yield every model of the database with those of its text columns that can hold `length` characters."""
    for model in apps.get_models():
        if model._meta.managed and not model._meta.proxy:
            texts = [field for field in model._meta.local_concrete_fields if isinstance(field, _TEXT)]
            yield model, [field for field in texts if (field.max_length or length) >= length]


def _mentions_of(address: str) -> Iterator[Mention]:
    """Yield every mention of `address`, one for each column of a row."""
    # In JSON, all but ASCII letters may be escaped.
    spellings = {address, json.dumps(address)[1:-1]}
    for model, columns in text_columns(len(address)):
        texts = {f"text_of_{field.name}": Cast(field.name, TextField()) for field in columns}
        mentions_it = Q(*((f"{text}__icontains", each) for text in texts for each in spellings), _connector=Q.OR)
        rows = model._base_manager.annotate(**texts).filter(mentions_it).order_by("pk") if texts else ()
        for row, field in product(rows, columns):
            if _without(address, value := getattr(row, field.attname)) != value:
                yield Mention(address, field, row, getattr(row, f"text_of_{field.name}"))


def _describe(mention: Mention) -> HeldItem:
    around = f".{{0,{_SHOWN_AROUND}}}"
    shown = re.search(f"{around}{re.escape(mention.address)}{around}", mention.text, re.IGNORECASE | re.DOTALL)
    return {
        "where": f"{mention.row._meta.verbose_name} {mention.row.pk}, {mention.field.verbose_name}",
        "words": shown.group() if shown else "",
    }


def _erase(mentions: list[Mention]) -> int:
    erased = 0
    for address, field, row, _ in mentions:
        value = _without(address, getattr(row, field.attname))
        if isinstance(value, str):
            value = value[: field.max_length]
        # Through the queryset: this is no edit, and a version of the row would keep what is removed.
        erased += type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
    if erased:
        text_index.rebuild()
    return erased


def _without(address: str, value: Any) -> Any:
    """Return `value`, text or what JSON can hold, without `address`.

    Only as a whole: jo@school.example is not a part of mary-jo@school.example.
    """
    if isinstance(value, str):
        return re.sub(rf"(?<![\w.+-]){re.escape(address)}(?![\w-]|\.\w)", REMOVED, value, flags=re.IGNORECASE)
    if isinstance(value, list):
        return [_without(address, item) for item in value]
    if isinstance(value, dict):
        return {_without(address, key): _without(address, item) for key, item in value.items()}
    return value


MENTIONS = DataStore(
    "Mentions in any text",
    rows=lambda address: [list(_mentions_of(address))],
    describe=_describe,
    erase_rows=_erase,
    order=90,
)
