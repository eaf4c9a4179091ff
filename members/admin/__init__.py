"""The members' back office."""

from members.admin import case_studies, organisations, partnerships, proposals, sheet_imports, sheets, subscriptions

__all__ = ["case_studies", "organisations", "partnerships", "proposals", "sheet_imports", "sheets", "subscriptions"]
