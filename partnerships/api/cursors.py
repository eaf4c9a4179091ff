"""A long list, a page at a time: each page goes on right after the last row of the one before.

So nothing is skipped and nothing comes twice, whatever is added to the list or taken from it meanwhile.
"""

from typing import Any

from django.db.models import Q, QuerySet

from partnerships.published_kinds.table import Order
from partnerships.search.facets import ordering
from partnerships.signed_links import NotOurLink, SignedToken

CURSOR = SignedToken(salt="partnerships.api.cursor")


def page(rows: QuerySet[Any], order: Order, cursor: str, size: int) -> tuple[list[Any], str]:
    """Return up to `size` of `rows` in `order`, from after `cursor` on ("" for the beginning), and the next cursor.

    That is a signed text, "" at the end. Raises NotOurLink for a cursor we did not make, or of another order.
    """
    columns = [f"{'-' if is_down else ''}{name}" for name, is_down in order]
    if cursor:
        columns_then, values = CURSOR.read(cursor)
        if columns_then != columns:
            raise NotOurLink
        rows = rows.filter(_after(order, values))
    found = list(rows.order_by(*ordering(order))[: size + 1])
    if len(found) <= size:
        return found, ""
    values = [getattr(found[size - 1], name) for name, _ in order]
    written = [value.isoformat() if hasattr(value, "isoformat") else value for value in values]
    return found[:size], CURSOR.token([columns, written])


def _after(order: Order, values: list[Any]) -> Q:
    """Return what holds for the rows after the one with `values` in the columns of `order`; null comes last."""
    after, same = Q(pk__in=[]), Q()
    for (name, is_down), value in zip(order, values, strict=True):
        if value is not None:
            beyond = Q(**{f"{name}__{'lt' if is_down else 'gt'}": value}) | Q(**{f"{name}__isnull": True})
            after |= same & beyond
        same &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    return after
