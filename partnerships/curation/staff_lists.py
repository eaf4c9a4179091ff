"""Lists that staff sort rows into: tabs above a list of the back office, and counts on the front page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib.auth.models import User
from django.db.models import IntegerField, QuerySet, Subquery

Rows = TypeVar("Rows", bound=QuerySet[Any], contravariant=True)
# More rows than that are not counted: nobody has them done today.
MOST_COUNTED = 1000


@dataclass(frozen=True)
class StaffList(Generic[Rows]):
    """A staff list: its name in addresses, its label, and which of some rows a user finds in it."""

    name: str
    label: str
    rows: Callable[[Rows, User], QuerySet[Any]]
    # In a list of work what is next to be done comes first, in the others what came last.
    is_work: bool = True


class _NumberOf(Subquery):
    """How many rows a query finds."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counts(staff_lists: Sequence[StaffList[Rows]], rows: Rows, user: User) -> dict[str, int]:
    """Return how many of `rows` lie in each staff list, by the list's name: MOST_COUNTED + 1 where there are more.

    Asked in one query, which reads no further.
    """
    found = {each.name: each.rows(rows, user).order_by().values("pk")[: MOST_COUNTED + 1] for each in staff_lists}
    names = [*found]
    numbers = User.objects.filter(pk=user.pk).values_list(*(_NumberOf(found[name]) for name in names)).get()
    return dict(zip(names, numbers, strict=True))


def in_words(count: int) -> str:
    """Return a count as it is shown: "12", or "1,000+"."""
    return str(count) if count <= MOST_COUNTED else f"{MOST_COUNTED:,}+"
