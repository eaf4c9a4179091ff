"""Lists of the back office on a phone, where each row is a card without the heads of its columns."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()
BUTTONS = {"column-all_true"}


@register.filter
def with_headings(cells: Iterable[str], headers: Iterable[Mapping[str, Any]]) -> Iterator[SafeString]:
    """Yield the `cells` of a row as Django draws them, each with the heading of its column, one of `headers`, in it.

    A cell that is the name of its row, a box or a button has none, and what holds nothing but a dash says so.
    """
    for cell, header in zip_longest(cells, headers):
        if cell is None or not cell.startswith("<td"):
            yield mark_safe(cell or "")  # noqa: S308 Django drew it
            continue
        heading = capfirst(strip_tags(str(header["text"])).removesuffix("?")) if header else ""
        says = format_html(' data-heading="{}"', heading) if heading and not _is_button(header) else ""
        if cell.endswith(">-</td>"):
            says = " data-nothing"
        yield mark_safe(f"<td{says}{cell[3:]}")  # noqa: S308 escaped above, and by Django


def _is_button(header: Mapping[str, Any]) -> bool:
    return any(name in str(header.get("class_attrib", "")) for name in BUTTONS)
