"""Cells of the CSV files we hand out."""

# A sheet program takes a cell that begins so for a formula, and runs it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# The mark at the start of a file that tells Excel it is UTF-8.
UTF8_MARK = "\ufeff"


def plain(cell: str) -> str:
    """Return `cell`, behind an apostrophe if a sheet program would run it as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
