"""Cells of the CSV files we hand out. A leaf: it imports nothing of ours."""

# A sheet program takes a cell that begins so for a formula, and runs it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# The mark at the start of a file that tells Excel it is UTF-8.
UTF8_MARK = "\ufeff"


def plain(cell: str) -> str:
    """Return `cell` so that no sheet program runs it as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
