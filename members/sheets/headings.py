"""Which column of an uploaded sheet is which: nothing is guessed, and nothing is passed over in silence."""

from collections.abc import Iterable
from difflib import get_close_matches

from members.sheets.known_rows import written_alike
from members.sheets.widgets import shown


def matched(headings: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return, for each of `headings`, which of the `known` it is; "" for one that is none."""
    names = {written_alike(name): name for name in known}
    return [names.get(written_alike(heading), "") for heading in headings]


def problems(headings: list[str], columns: dict) -> list[str]:
    """Return in sentences what is wrong with the `headings` for a sheet of `columns`; nothing if all are known."""
    names = matched(headings, columns)
    found = []
    for place, (heading, name) in enumerate(zip(headings, names, strict=True), start=1):
        if not heading.strip():
            found.append(f"Column {letters(place)} has cells but no heading.")
        elif not name:
            found.append(_unknown(heading, columns))
        elif name in names[: place - 1]:
            found.append(f"There are two columns “{name}”.")
    found += [
        f"There is no column “{name}”. It has to be there."
        for name, column in columns.items()
        if column.required and name not in names
    ]
    return found


def letters(place: int) -> str:
    """Return what a sheet program calls the column at `place`, from 1: A, B, … Z, AA."""
    name = ""
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _unknown(heading: str, columns) -> str:
    names = {written_alike(name): name for name in columns}
    near = [names[name] for name in get_close_matches(written_alike(heading), names, 2, 0.6)]
    meant = f" Did you mean “{'” or “'.join(near)}”?" if near else " Take it out, or give it one of the headings below."
    return f"We know no column “{shown(heading)}”.{meant}"
