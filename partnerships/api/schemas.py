"""The published records as models of pydantic, from which the description of the interface is made."""

from functools import cache
from types import GenericAlias
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
    name = _class_name(kind.name)
    return create_model(name, __base__=Strict, __doc__=kind.description, **_fields(kind.fields, name))


@cache
def list_of(kind: RecordKind) -> type[Schema]:
    """Return the model of a page of a list of records of `kind`."""
    results: Any = (GenericAlias(list, record_of(kind)), ...)
    return create_model(
        f"{_class_name(kind.name)}List",
        __base__=ListEnvelope,
        total=(int, SchemaField(description="How many there are in all.")),
        next=(str | None, SchemaField(description="The address of what comes next; null at the end.")),
        results=results,
    )


@cache
def single_of(kind: RecordKind) -> type[Schema]:
    """Return the model of the answer with one record of `kind`."""
    return create_model(f"{_class_name(kind.name)}Single", __base__=ListEnvelope, result=(record_of(kind), ...))


def _fields(fields: tuple[Field | ListField, ...], within: str) -> dict[str, Any]:
    return {field.name: _parts(field, within) if isinstance(field, ListField) else _single(field) for field in fields}


def _parts(field: ListField, within: str) -> tuple[Any, Any]:
    """Return the type and the description of a field with several parts, in the model called `within`."""
    name = f"{within}{_class_name(field.name)}"
    part = create_model(name, __base__=Strict, __doc__=field.description, **_fields(field.fields, name))
    return GenericAlias(list, part), SchemaField(description=field.full_description)


def _single(field: Field) -> tuple[Any, Any]:
    """Return the type and the description of a field with one value."""
    value_type: Any = Literal[tuple(value for value, _ in field.choices)] if field.choices else field.type.python
    described = SchemaField(description=field.full_description, json_schema_extra=dict(field.type.json))
    return (value_type if field.is_always_known else value_type | None), described


def _class_name(name: str) -> str:
    return "".join(word.capitalize() for word in name.replace("_", "-").split("-"))
