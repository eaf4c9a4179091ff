"""Which rows somebody may work with in the back office. Every `editable_by(user)` is made of these.

What they may do to those rows is asked of their permissions (lcep_site/roles.py).
"""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model, QuerySet

SEE_EVERY_BRIDGE = "partnerships.see_every_bridge"


def is_active_staff(user: User | AnonymousUser) -> bool:
    """Return whether `user` may enter the back office at all."""
    return user.is_active and user.is_staff


def sees_every_bridge(user: User | AnonymousUser) -> bool:
    """Return whether the rows of every Bridge Organisation are `user`'s to work with: national staff."""
    return is_active_staff(user) and (user.is_superuser or user.has_perm(SEE_EVERY_BRIDGE))


def bridges_of(user: User) -> QuerySet[Model, Mapping[str, Any]]:
    """Return, as a query of keys for a filter, the Bridge Organisations that `user` is an officer of."""
    return user.bridges.order_by().values("pk")
