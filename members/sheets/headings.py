"""Which column of an uploaded file is which: nothing is guessed, and every heading that is not known is a problem."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from openpyxl.utils import get_column_letter

from members.sheets.cell_kinds import name_key, shortened
from members.sheets.layouts import Column


def match(headings: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return, for each of `headings`, which of the `known` it is; "" for one that is none."""
    names = {name_key(name): name for name in known}
    return [names.get(name_key(heading), "") for heading in headings]


def problems(headings: list[str], columns: Mapping[str, Column]) -> list[str]:
    """Return in sentences what is wrong with `headings` for a sheet of `columns`; empty if nothing is."""
    names = match(headings, columns)
    messages = []
    for place, (heading, name) in enumerate(zip(headings, names, strict=True), start=1):
        if not heading.strip():
            messages.append(f"Column {get_column_letter(place)} has cells but no heading.")
        elif not name:
            messages.append(_unknown_message(heading, columns))
        elif name in names[: place - 1]:
            messages.append(f"There are two columns “{name}”.")
    messages += [
        f"There is no column “{name}”. It has to be there."
        for name, column in columns.items()
        if column.required and name not in names
    ]
    return messages


def _unknown_message(heading: str, known: Collection[str]) -> str:
    names = {name_key(name): name for name in known}
    similar = [names[key] for key in get_close_matches(name_key(heading), names, 2, 0.6)]
    suggestion = "Take it out, or give it one of the headings below."
    if similar:
        suggestion = f"Did you mean “{'” or “'.join(similar)}”?"
    return f"We know no column “{shortened(heading)}”. {suggestion}"
