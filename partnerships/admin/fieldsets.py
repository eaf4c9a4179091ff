"""Groups of fields on a form."""

from typing import Any


def fieldset(heading: str | None, *fields: str, description: str | None = None) -> tuple[str | None, Any]:
    """Return the group of `fields` under a `heading`, as Django's admin takes it."""
    return heading, {"fields": fields, "description": description}
