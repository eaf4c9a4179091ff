"""The back office of members: Django loads it, and nothing imports from it."""

from members.admin import organisations, partnerships, proposals, sheet_imports, sheets, subscriptions

__all__ = ["organisations", "partnerships", "proposals", "sheet_imports", "sheets", "subscriptions"]
