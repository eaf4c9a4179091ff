"""The members' back office."""

from members.admin import organisations, subscriptions

__all__ = ["organisations", "subscriptions"]
