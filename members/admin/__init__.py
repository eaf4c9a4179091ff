"""The back office of members: Django loads it, and nothing imports from it."""

from members.admin import case_studies, organisations, partnerships, proposals, sheet_imports, sheets, subscriptions

__all__ = ["case_studies", "organisations", "partnerships", "proposals", "sheet_imports", "sheets", "subscriptions"]
