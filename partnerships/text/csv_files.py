"""The CSV files we hand out: every cell is text that no sheet program runs, and Excel is told the letters."""

import csv
import datetime
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, TypeVar

from django.http.response import HttpResponseBase

# A sheet program takes a cell that begins so for a formula, and runs it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# The mark at the start of a file that tells Excel it is UTF-8.
UTF8_MARK = "\ufeff"
_FORMATTERS: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "",
    bool: lambda value: "true" if value else "false",
    int: str,
    float: str,
    datetime.date: datetime.date.isoformat,
    datetime.datetime: lambda value: f"{value.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%SZ}",
}
Answer = TypeVar("Answer", bound=HttpResponseBase)


class _Echo:
    """A file that hands back what is written to it, so that a sheet can be sent row by row."""

    def write(self, text: str) -> str:
        return text


def plain(text: str) -> str:
    """Return `text`, behind an apostrophe if a sheet program would run it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def cell_of(value: Any) -> str:
    """Return `value` as it stands in a sheet: text, a number, a date, a moment, a truth, or nothing."""
    return plain(value) if isinstance(value, str) else _FORMATTERS[type(value)](value)


def lines(rows: Iterable[Iterable[Any]], cell: Callable[[Any], str] = cell_of) -> Iterator[str]:
    """Yield the lines of a CSV file with `rows`, each value made a `cell`."""
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow(map(cell, row))


def csv_answer(
    response: Callable[..., Answer], name: str, rows: Iterable[Iterable[Any]], cell: Callable[[Any], str] = cell_of
) -> Answer:
    """Return a `response`, an HttpResponse or a streaming one, with a file of `rows` that browsers save as `name`."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return response(chain([UTF8_MARK], lines(rows, cell)), content_type="text/csv; charset=utf-8", headers=headers)
