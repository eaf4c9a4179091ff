"""Showing what a load of the committed files would change, without changing it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import Model

from lcep_site.loading.kinds import KINDS, FileKind
from lcep_site.loading.merging import Tally, load

# What the load reports of each kind, and a line for each of its rows that would change.
Shown: TypeAlias = Tally | str
Rows = dict[int, Model]


def shown(folder: Path, report: Callable[[Shown], None]) -> None:
    """Report what load(folder) would do: its tallies, each with the rows that it would add, change or remove.

    Raises BrokenRow as that does.
    """
    tallies: list[Tally] = []
    with transaction.atomic():
        before = {kind.name: _rows(kind) for kind in KINDS}
        load(folder, tallies.append)
        for tally in tallies:
            report(tally)
            for line in _differences(tally.kind, before[tally.kind.name], _rows(tally.kind)):
                report(line)
        transaction.set_rollback(True)


def _rows(kind: FileKind) -> Rows:
    references = [name for name in kind.references if name in kind.fields]
    # Without a name it would join whatever a row refers to.
    rows = kind.model._default_manager.order_by("pk")
    return {row.pk: row for row in (rows.select_related(*references) if references else rows)}


def _differences(kind: FileKind, before: Rows, after: Rows) -> Iterator[str]:
    for key in before.keys() - after.keys():
        yield f"  - {_called(kind, before[key])}"
    for key, row in after.items():
        if key not in before:
            yield f"  + {_called(kind, row)}"
            continue
        for name in kind.fields:
            old, new = getattr(before[key], name), getattr(row, name)
            if old != new:
                yield f"  ~ {_called(kind, row)}: {name}: {_words(old)} → {_words(new)}"


def _called(kind: FileKind, row: Model) -> str:
    """Return what `row` is called: an entry's name, or what is unique about it."""
    return str(row) if kind.is_of_entries else ", ".join(str(getattr(row, name)) for name in kind.identity)


def _words(value: Any) -> str:
    return "nothing" if value in ("", None) else f"“{value}”"
