"""The members' back office."""

from members.admin import organisations, partnerships, proposals, sheet_imports, sheets, subscriptions

__all__ = ["organisations", "partnerships", "proposals", "sheet_imports", "sheets", "subscriptions"]
