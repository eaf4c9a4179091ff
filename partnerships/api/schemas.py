"""What the interface answers, as JSON Schemas: the published records in the words of their declarations."""

from typing import Any

from partnerships.open_data import RecordKind
from partnerships.published_kinds.fields import Field, ListField

Schema = dict[str, Any]
Schemas = dict[str, Schema]

TEXT, NUMBER, WHOLE = ({"type": name} for name in ("string", "number", "integer"))


def reference(name: str) -> Schema:
    """Return the schema that stands for the one called `name`."""
    return {"$ref": f"#/components/schemas/{name}"}


def listed(items: Schema) -> Schema:
    """Return the schema of a list of `items`."""
    return {"type": "array", "items": items}


def or_null(schema: Schema) -> Schema:
    """Return the schema of a value that is null when it is not known."""
    return {"anyOf": [schema, {"type": "null"}]}


def described(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def record(name: str, description: str, properties: Schemas, optional: tuple[str, ...] = ()) -> Schemas:
    """Return, by its name, the schema of an object with these `properties` and no others, by their names."""
    titled = {
        property: schema if "$ref" in schema else {"title": property.replace("_", " ").title(), **schema}
        for property, schema in properties.items()
    }
    shown = {"description": description} if description else {}
    required = [property for property in properties if property not in optional]
    schema = {"title": name, "type": "object", **shown, "properties": titled, "required": required}
    return {name: {**schema, "additionalProperties": False}}


def answer(name: str, description: str, properties: Schemas) -> Schemas:
    """Return, by its name, the schema of an answer with `properties` and what stands around every answer."""
    licence = described(TEXT, "Under which licence the data may be used: its address.")
    attribution = described(TEXT, "What to write beside anything made of the data.")
    return record(name, description, {"licence": licence, "attribution": attribution, **properties})


INDEX = {
    **record("ListAddress", "A list and where it is.", {"name": TEXT, "title": TEXT, "url": TEXT}),
    **answer("Index", "The lists there are.", {"lists": listed(reference("ListAddress"))}),
}


def of_kind(kind: RecordKind) -> Schemas:
    """Return the schemas of a record of `kind`, of a page of a list of them, and of one alone, by their names."""
    name = class_name(kind.name)
    page = {
        "total": described(WHOLE, "How many there are in all."),
        "next": described(or_null(TEXT), "The address of what comes next; null at the end."),
        "results": listed(reference(name)),
    }
    single = answer(f"{name}Single", "", {"result": reference(name)}) if kind.has_slug else {}
    return _records(name, kind.description, kind.fields) | answer(f"{name}List", "", page) | single


def class_name(name: str) -> str:
    """Return `name` as the name of a schema: "SupportOffers" for "support-offers"."""
    return "".join(word.capitalize() for word in name.replace("_", "-").split("-"))


def _records(name: str, description: str, fields: tuple[Field | ListField, ...]) -> Schemas:
    """Return the schemas of records with `fields`, called `name`, and of their parts, by their names."""
    properties: Schemas = {}
    parts: Schemas = {}
    for field in fields:
        if isinstance(field, ListField):
            name_of_parts = f"{name}{class_name(field.name)}"
            parts |= _records(name_of_parts, field.description, field.fields)
            schema = listed(reference(name_of_parts))
        else:
            schema = _value(field)
        properties[field.name] = described(schema, field.full_description)
    return record(name, description, properties) | parts


def _value(field: Field) -> Schema:
    schema = {"enum": [value for value, _ in field.choices], **TEXT} if field.choices else field.format.json
    return {**(schema if field.is_always_known else or_null(schema)), **field.format.json_rules}
