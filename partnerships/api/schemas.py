"""The published records as models of pydantic, from which the description of the interface is made."""

from functools import cache
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, create_model
from pydantic import Field as SchemaField

from partnerships.open_data import Field, ListField, RecordKind


class Strict(Schema):
    """A record with these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class ListEnvelope(Strict):
    """What stands around every answer."""

    licence: str = SchemaField(description="Under which licence the data may be used: its address.")
    attribution: str = SchemaField(description="What to write beside anything made of the data.")


class ListAddress(Strict):
    """A list and where it is."""

    name: str
    title: str
    url: str


class Index(ListEnvelope):
    """The lists there are."""

    lists: list[ListAddress]


class Problem(Strict):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[str] = SchemaField(default=[], description="What to put right, in sentences.")


@cache
def record_of(kind: RecordKind) -> type[Schema]:
    """Return the model of a record of `kind`."""
    name = _called(kind.name)
    return create_model(name, __base__=Strict, __doc__=kind.description, **_fields(kind.fields, name))


@cache
def list_of(kind: RecordKind) -> type[Schema]:
    """Return the model of a portion of a list of records of `kind`."""
    return create_model(
        f"{_called(kind.name)}List",
        __base__=ListEnvelope,
        total=(int, SchemaField(description="How many there are in all.")),
        next=(str | None, SchemaField(description="The address of what comes next; null at the end.")),
        results=(list[record_of(kind)], ...),
    )


@cache
def single_of(kind: RecordKind) -> type[Schema]:
    """Return the model of the answer with one record of `kind`."""
    return create_model(f"{_called(kind.name)}Single", __base__=ListEnvelope, result=(record_of(kind), ...))


def _fields(fields: tuple[Field | ListField, ...], within: str) -> dict[str, Any]:
    return {one.name: _part(one, within) if isinstance(one, ListField) else _single(one) for one in fields}


def _part(several: ListField, within: str):
    name = f"{within}{_called(several.name)}"
    part = create_model(name, __base__=Strict, __doc__=several.description, **_fields(several.fields, name))
    return list[part], SchemaField(description=several.words)


def _single(field: Field):
    kind = Literal[tuple(value for value, _ in field.choices)] if field.choices else field.type.python
    described = SchemaField(description=field.words, json_schema_extra=dict(field.type.json))
    return (kind if field.is_always_known else kind | None), described


def _called(name: str) -> str:
    return "".join(word.capitalize() for word in name.replace("_", "-").split("-"))
