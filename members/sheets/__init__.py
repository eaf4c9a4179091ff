"""Sheets of partnerships, member organisations and memberships: out as CSV or XLSX, and in again.

Modules: widgets and resources (the columns, and what may stand in each), reading (bytes to cells), known_names (names
like others), planning (cells to what would change, in words), applying (doing it, in one transaction), exporting.
"""
