"""Which rows somebody may work with in the back office. Every `editable_by(user)` is made of these.

What they may do to those rows is asked of their permissions (lcep_site/roles.py).
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model, Q, QuerySet

Rows = TypeVar("Rows", bound=QuerySet[Any])
SEE_EVERY_BRIDGE = "partnerships.see_every_bridge"


def is_active_staff(user: User | AnonymousUser) -> bool:
    """Return whether `user` may enter the back office at all."""
    return user.is_active and user.is_staff


def sees_every_bridge(user: User | AnonymousUser) -> bool:
    """Return whether the rows of every Bridge Organisation are `user`'s to work with: national staff."""
    return is_active_staff(user) and (user.is_superuser or user.has_perm(SEE_EVERY_BRIDGE))


def editable_rows(rows: Rows, user: User | AnonymousUser, own: Callable[[], Q]) -> Rows:
    """Return all `rows` for national staff, those of which `own` is true for other staff, and none for anybody else."""
    if sees_every_bridge(user):
        return rows
    return rows.filter(own()) if is_active_staff(user) else rows.none()


def bridges_of(user: User) -> QuerySet[Model, Mapping[str, Any]]:
    """Return, as a query of keys for a filter, the Bridge Organisations that `user` is an officer of."""
    return user.bridges.order_by().values("pk")
