"""Lists that staff sort rows into: tabs above a list of the back office, and counts on the front page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet

Rows = TypeVar("Rows", bound=QuerySet[Any], contravariant=True)


@dataclass(frozen=True)
class StaffList(Generic[Rows]):
    """A staff list: its name in addresses, its label, and which of some rows a user finds in it."""

    name: str
    label: str
    rows: Callable[[Rows, User], QuerySet[Any]]
    # In a list of work what is next to be done comes first, in the others what came last.
    is_work: bool = True


def counts(staff_lists: Sequence[StaffList[Rows]], rows: Rows, user: User) -> dict[str, int]:
    """Return how many of `rows` lie in each staff list, by the list's name, asked in one query."""
    # The default manager gives querysets of the class that `rows` are of.
    every = cast(Rows, rows.model._default_manager.all())
    keys_in = {staff_list.name: staff_list.rows(every, user).order_by().values("pk") for staff_list in staff_lists}
    return rows.order_by().aggregate(**{name: Count("pk", filter=Q(pk__in=keys)) for name, keys in keys_in.items()})
