"""A long list, a page at a time: each page goes on right after the last row of the one before.

So nothing is skipped and nothing comes twice, whatever is added to the list or taken from it meanwhile.
"""

from typing import Any

from django.db.models import F, Q, QuerySet

from partnerships.forms.lists import Order
from partnerships.signed_links import NotOurLink, SignedToken

CURSOR = SignedToken(salt="partnerships.api.cursor")


class NotOurCursor(Exception):
    """The cursor was not made by us, or for a list in another order."""


def page(rows: QuerySet[Any], order: Order, cursor: str, size: int) -> tuple[QuerySet[Any], "Cursor"]:
    """Return up to `size` + 1 of `rows` in `order`, from after `cursor` on ("" for the beginning), and how to go on.

    Raises NotOurCursor.
    """
    last = Cursor(order)
    if cursor:
        rows = rows.filter(_after(order, last.read(cursor)))
    ordered = [F(name).desc(nulls_last=True) if is_down else F(name).asc(nulls_last=True) for name, is_down in order]
    return rows.order_by(*ordered)[: size + 1], last


class Cursor:
    """Where a page ends, as a signed text."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._names = [f"{'-' if is_down else ''}{name}" for name, is_down in order]

    def at(self, row: Any) -> str:
        """Return the cursor of what comes after `row`."""
        values = [getattr(row, name) for name, _ in self._order]
        written = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
        return CURSOR.token([self._names, written])

    def read(self, cursor: str) -> list[Any]:
        """Return the values of the row before the page. Raises NotOurCursor."""
        try:
            names, values = CURSOR.read(cursor)
        except NotOurLink as error:
            raise NotOurCursor from error
        if names != self._names:
            raise NotOurCursor
        return values


def _after(order: Order, values: list[Any]) -> Q:
    """Return what holds for the rows after the one with `values` in the columns of `order`; null comes last."""
    after, same = Q(pk__in=[]), Q()
    for (name, is_down), value in zip(order, values, strict=True):
        if value is not None:
            beyond = Q(**{f"{name}__{'lt' if is_down else 'gt'}": value}) | Q(**{f"{name}__isnull": True})
            after |= same & beyond
        same &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return after
