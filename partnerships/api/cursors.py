"""A long list, a page at a time: each page goes on right after the last row of the one before.

So nothing is skipped and nothing comes twice, whatever is added to the list or taken from it meanwhile.
"""

from typing import Any, NamedTuple

from django.db.models import Q

from partnerships.forms.list_answers import ListAnswer
from partnerships.open_data import RecordKind
from partnerships.published_kinds.table import Order
from partnerships.search.facets import ordering
from partnerships.signed_links import NotOurLink, SignedToken

CURSOR = SignedToken(salt="partnerships.api.cursor")


class CursorPage(NamedTuple):
    """Some rows of a list, and the cursor of those after them, "" at the end."""

    rows: list[Any]
    cursor: str


def page(kind: RecordKind, answer: ListAnswer, cursor: str, size: int) -> CursorPage:
    """Return up to `size` rows of `answer`, prepared, from after `cursor` on ("" for the beginning).

    A cursor is a signed text. Raises NotOurLink for one we did not make, or of another order.
    """
    columns = [f"{'-' if is_down else ''}{name}" for name, is_down in answer.order]
    columns_then, values = CURSOR.read(cursor) if cursor else (columns, None)
    if columns_then != columns:
        raise NotOurLink
    in_page = _rows_after if answer.matches is None else _matches_after
    found, last = in_page(kind, answer, values, size)
    return CursorPage(found, CURSOR.token([columns, list(map(_written, last))]) if last else "")


def _rows_after(
    kind: RecordKind, answer: ListAnswer, values: list[Any] | None, size: int
) -> tuple[list[Any], list[Any]]:
    """Return up to `size` rows after the one with `values`, and those of the last if there are more."""
    rows = kind.prepare(answer.rows)
    rows = rows.filter(_after(answer.order, values)) if values else rows
    found = list(rows.order_by(*ordering(answer.order))[: size + 1])
    last = [getattr(found[size - 1], name) for name, _ in answer.order] if len(found) > size else []
    return found[:size], last


def _matches_after(
    kind: RecordKind, answer: ListAnswer, values: list[Any] | None, size: int
) -> tuple[list[Any], list[Any]]:
    """Return the same of what is held in memory: the database is asked for these rows only."""
    matches = answer.matches
    assert matches is not None, "these are rows of the database"
    listed = matches.listed(0, size + 1)
    if values:
        *sorted_by, name, _ = values
        listed = matches.after(sorted_by[0] if sorted_by else None, name, kind.rows(), size + 1)
    rows = kind.prepare(kind.rows().filter(pk__in=[key for key, _ in listed[:size]])).in_bulk()
    found = [(rows[key], sorted_by) for key, sorted_by in listed[:size] if key in rows]
    for row, sorted_by in found if matches.has_metres else ():
        row.metres = sorted_by
    last: list[Any] = []
    if len(listed) > size and found:
        row, sorted_by = found[-1]
        last = [sorted_by, row.name, row.pk][-len(answer.order) :]
    return [row for row, _ in found], last


def _written(value: Any) -> Any:
    """Return `value` as a cursor holds it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def _after(order: Order, values: list[Any]) -> Q:
    """Return what holds for the rows after the one with `values` in the columns of `order`; null comes last."""
    after, same = Q(pk__in=[]), Q()
    for (name, is_down), value in zip(order, values, strict=True):
        if value is not None:
            beyond = Q(**{f"{name}__{'lt' if is_down else 'gt'}": value}) | Q(**{f"{name}__isnull": True})
            after |= same & beyond
        same &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return after
