"""What is published of who supports partnerships in the area of a place or a partnership, and who did until 2023."""

from collections.abc import Iterable
from typing import Any

from partnerships import models
from partnerships.coverage.support_today import Support, support_of
from partnerships.dates.partial_dates import PartialDateField
from partnerships.published_kinds.fields import Field, reference


def _codes_of(row: Any) -> Iterable[str]:
    """Return the GSS codes of the area of `row`, which is complete, or read with its local authorities."""
    if isinstance(row, models.LocalAuthority):
        return [row.gss_code]
    if "authorities" in row.read_parts:
        return [place["gss_code"] for place in row.read_parts["authorities"]]
    return [authority.gss_code for authority in row.authorities.all()]


def fill_support(rows: list[Any]) -> None:
    """Give each of `rows` what SUPPORT_THERE reads: who gives support in its area today."""
    support = support_of({row.pk: _codes_of(row) for row in rows})
    for row in rows:
        row.support_there = support[row.pk]


def _as_of(support: Support) -> str:
    """Return as of when each of those who give support is known to: "2025-07; undated"."""
    latest = {row.name: row.as_of or row.as_of_said or "undated" for row in reversed(support.given)}
    return "; ".join(latest[name] for name in support.names)


SUPPORT_THERE = (
    Field(
        "area_supported_by",
        str,
        "Who supports partnerships today in its area or in part of it, several with “; ” between them. Null where we "
        "know of nobody.",
        lambda row: "; ".join(row.support_there.names),
    ),
    Field(
        "area_supported_as_of",
        str,
        "As of when that is known, for each of them: a year, month or day, words such as “2023-24”, or “undated”.",
        lambda row: _as_of(row.support_there),
    ),
)
ROLE_UNTIL = Field(
    "bridge_role_until",
    PartialDateField,
    "When the Bridge role of that organisation ended.",
    lambda row: row.bridge.role_until if row.bridge else None,
)
FORMER_BRIDGE = (
    *reference("bridge", "The Bridge Organisation of its area until March 2023. Nobody holds that role today."),
    ROLE_UNTIL,
)
