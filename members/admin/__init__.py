"""The members' back office."""

from members.admin import organisations

__all__ = ["organisations"]
