"""What the query string of a list finds."""

from dataclasses import dataclass

from django.db.models import QuerySet

from partnerships.published_kinds.table import Order
from partnerships.search.results import Matches

BY_NUMBER: Order = (("pk", False),)


@dataclass(frozen=True)
class ListAnswer:
    """What a query string finds.

    `is_private` says that it may tell of somebody's home, so that no cache may keep the answer. `query_string` is what
    was understood, and `is_canonical` says whether that is just what was asked, as we write it.
    """

    rows: QuerySet
    order: Order = BY_NUMBER
    is_private: bool = False
    query_string: str = ""
    is_canonical: bool = True
    # The same rows as workers hold them in memory, in the same order, for what is very many.
    matches: Matches | None = None

    @property
    def count(self) -> int:
        """How many there are."""
        return self.rows.count() if self.matches is None else len(self.matches)
