"""The OpenAPI document as it is committed: what the interface promised when somebody last changed that on purpose."""

import json
from pathlib import Path

from partnerships.api.documentation import openapi_schema

COMMITTED = Path(__file__).with_name("openapi.json")


def as_text() -> str:
    """Return the document as the interface describes itself now: keys in order, so that a diff shows what changed."""
    return json.dumps(openapi_schema(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
