"""Boxes that staff sort rows into: tabs above a list, and counts on the front page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet


@dataclass(frozen=True)
class StaffList:
    """A box: its name in addresses, what it is called, and which of some rows a user finds in it."""

    name: str
    label: str
    rows: Callable[[QuerySet, object], QuerySet]
    # What is next to be done comes first, and in the other boxes what came last.
    is_work: bool = True


def counts(boxes: Sequence[StaffList], rows: QuerySet, user) -> dict[str, int]:
    """Return how many of `rows` lie in each box, by the box's name, asked in one query."""
    every = rows.model._default_manager.all()
    return rows.order_by().aggregate(
        **{box.name: Count("pk", filter=Q(pk__in=box.rows(every, user).order_by().values("pk"))) for box in boxes}
    )
