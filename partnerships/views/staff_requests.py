"""The request of somebody who has signed in, and what it names."""

from django.contrib.auth.models import User
from django.http import HttpRequest

# Every number that short has room in the column of a key.
MAX_DIGITS = 18


class StaffRequest(HttpRequest):
    """A request that reached a page only staff reach, so that its user is nobody anonymous."""

    user: User


def key_in(text: str) -> int | None:
    """Return the key of a row that `text` is; None if no row can have it."""
    return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else None
