"""Parts of sentences: lists of names, and what people are called."""

from collections.abc import Iterable

from django.contrib.auth.models import User


def listed(names: Iterable[object]) -> str:
    """Return "a", "a and b" or "a, b and c"; "" for none."""
    *others, last = [*map(str, names)] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def name_of(user: User | None, nobody: str = "somebody") -> str:
    """Return what colleagues call `user`; `nobody` when there is none, or the account is gone."""
    return (user.get_full_name() or user.get_username()) if user else nobody
