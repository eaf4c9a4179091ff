"""What of an entry can be proposed anew. Each part has a key, a label and a plain value that JSON can hold.

"summary"            a part of the entry itself: its text, or True, False or None
"sector:schools"     whether it looks for members of a sector: True or False
"link:12", "link:+1" a row of a list (see parts): a dictionary, or None where there is none
"""

import datetime
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from members.proposals.parts import KINDS, NamesBySlug, RowValue
from partnerships.dates.partial_dates import in_words
from partnerships.models import Partnership, Sector
from partnerships.vocabulary import STAGE_NOT_KNOWN, Confidence, Stage

PlainValue = str | bool | RowValue | None
# Plain values by key, and the old and the new one of each change by key.
Values = dict[str, PlainValue]
Changes = dict[str, list[PlainValue]]

SCALARS = {
    "name": "Name",
    "summary": "Summary",
    "about": "Its story",
    "vision": "Vision",
    "mission": "Mission",
    "stage": "Stage",
    "stage_as_of": "As of when that stage is true",
    "established": "When it began",
    "ended": "When it ended",
    "host": "Organisation that hosts or leads it",
    "website": "Website",
    "coverage_note": "Parts of its area it works in",
    "takes_new_members": "Whether it takes new members",
    "how_to_join": "How to join",
    "joining_page": "Page on joining",
    "contact_email": "Contact address, never shown",
}
SECTOR = "sector"
# A stage and its date are proposed, shown and taken together.
OF_STAGE = {"stage", "stage_as_of"}
YES_OR_NO = {True: "Yes", False: "No", None: "Not known"}
# The texts of values that are not plain text. Any: what a value is depends on its part.
SCALAR_TEXTS: dict[str, Callable[[Any], str]] = {
    SECTOR: YES_OR_NO.__getitem__,
    "takes_new_members": YES_OR_NO.__getitem__,
    "stage": lambda stage: Stage(stage).label if stage else STAGE_NOT_KNOWN,
    "stage_as_of": lambda partial_date: in_words(partial_date) or "Undated",
    "established": lambda partial_date: in_words(partial_date) or "Not known",
    "ended": lambda partial_date: in_words(partial_date) or "Not known",
}


class Invalid(Exception):
    """A value that the entry cannot have: `problems` are messages by key."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        super().__init__(problems)
        self.problems = problems


def read(partnership: Partnership) -> Values:
    """Return the plain value of every part of `partnership`, by its key."""
    values: Values = {name: getattr(partnership, name) for name in SCALARS}
    sought = set(partnership.sectors_sought.values_list("slug", flat=True))
    values |= {f"{SECTOR}:{slug}": slug in sought for slug in Sector.objects.values_list("slug", flat=True)}
    for kind in KINDS.values():
        values |= {f"{kind.name}:{row.pk}": kind.value(row) for row in kind.rows(partnership)}
    return values


def now(current: Values, key: str, proposed: PlainValue) -> PlainValue:
    """Return the value in `current` of the part `key`, None if it has none; see _key_now."""
    return current.get(_key_now(current, key, proposed))


def differences(before: Values, wanted: Values) -> Changes:
    """Return the changes from `before` to `wanted`: {key: [old, new]} where they are not the same."""
    return {key: [before.get(key), value] for key, value in wanted.items() if before.get(key) != value}


def in_order(changes: Changes) -> list[tuple[str, list[PlainValue]]]:
    """Return `changes` in the order of the entry's parts; not every database keeps the order they came in."""
    kinds = [*SCALARS, SECTOR, *KINDS]

    def position(change: tuple[str, list[PlainValue]]) -> tuple[int, bool, int, str]:
        kind, number = split(change[0])
        return kinds.index(kind), number.startswith("+"), len(number), number

    return sorted(changes.items(), key=position)


class Labels(NamesBySlug):
    """The labels of parts, changes and values. Make one for all that is shown: what it needs is read once."""

    def part(self, key: str) -> str:
        """Return the label of the part `key`: "Link"."""
        kind, name = split(key)
        if kind == SECTOR:
            return f"Looks for members from: {self.sectors.get(name, name)}"
        return KINDS[kind].label if kind in KINDS else SCALARS[kind]

    def change(self, key: str, old: PlainValue, new: PlainValue) -> str:
        """Return what a change does, with the label of the part: "Link: added", "Summary: changed"."""
        return f"{self.part(key)}: {_done(key, old, new)}"

    def change_of_row(self, key: str, old: PlainValue, new: PlainValue) -> str:
        """Return the same, of a row with what it says, since there are others: "Link: Plan, https://… – added"."""
        row = new if old is None else old
        if not isinstance(row, dict):
            return self.change(key, old, new)
        return f"{self.part(key)}: {self.value(key, row)} – {_done(key, old, new)}"

    def value(self, key: str, value: PlainValue) -> str:
        """Return a part's value for people to read."""
        kind, _ = split(key)
        if isinstance(value, dict):
            return KINDS[kind].text(value, self)
        return SCALAR_TEXTS[kind](value) if kind in SCALAR_TEXTS else str(value or "Nothing")

    def shown(self, key: str, old: PlainValue, new: PlainValue) -> dict[str, str]:
        """Return the label, the old and the new text of a change."""
        return {"label": self.change(key, old, new), "old": self.value(key, old), "new": self.value(key, new)}


def _done(key: str, old: PlainValue, new: PlainValue) -> str:
    kind, _ = split(key)
    if kind not in KINDS or old is not None and new is not None:
        return "changed"
    removed = "no longer a member" if kind == "member" else "taken away"
    return "added" if old is None else removed


def apply(partnership: Partnership, values: Values, source: str, said_on: datetime.date | None = None) -> None:
    """Give the parts of `partnership` these `values`, by key, and save it.

    `source` says where rows are known from, and `said_on` when somebody said so: today
    unless given.

    Raises Invalid; what was saved by then is for the caller's transaction to take back.
    """
    for key, value in values.items():
        kind, name = split(key)
        if kind in KINDS:
            _apply_row(partnership, key, value, source)
        elif kind == SECTOR:
            change = partnership.sectors_sought.add if value else partnership.sectors_sought.remove
            change(*Sector.objects.filter(slug=name))
        else:
            setattr(partnership, kind, value)
    if not OF_STAGE.isdisjoint(values):
        if "stage_as_of" not in values:
            # Proposed in a form that did not ask for its date yet.
            partnership.stage_as_of = f"{said_on or timezone.localdate():%Y-%m}"
        partnership.stage_source, partnership.stage_note = source[:250], ""
        partnership.stage_confidence, partnership.stage_date_said = Confidence.STAFF, ""
    if values.get("contact_email") == "":
        partnership.takes_enquiries = False
    try:
        partnership.full_clean()
    except ValidationError as error:
        raise Invalid(error.message_dict) from error
    partnership.save()


def this_month() -> str:
    """Return the partial date of what is true today."""
    return f"{timezone.localdate():%Y-%m}"


def _apply_row(partnership: Partnership, key: str, value: PlainValue, source: str) -> None:
    kind = KINDS[split(key)[0]]
    rows = {f"{kind.name}:{row.pk}": row for row in kind.rows(partnership)}
    row = rows.get(_key_now({present: kind.value(row) for present, row in rows.items()}, key, value))
    try:
        if isinstance(value, dict):
            kind.save(partnership, row, value, source)
        elif row is not None:
            kind.remove(row)
    except ValidationError as error:
        raise Invalid({key: error.messages}) from error


def _key_now(current: Values, key: str, proposed: PlainValue) -> str:
    """Return `key`; for a row to be added that of a row in `current` with the same identity, if there is one."""
    kind, number = split(key)
    if not number.startswith("+") or not isinstance(proposed, dict):
        return key
    identity = KINDS[kind].identity
    rows = {other: value for other, value in current.items() if split(other)[0] == kind}
    same = (other for other, value in rows.items() if isinstance(value, dict) and identity(value) == identity(proposed))
    return next(same, key)


def split(key: str) -> tuple[str, str]:
    """Return the two parts of "link:12"; the second is "" for a part of the entry itself."""
    kind, _, number = key.partition(":")
    return kind, number
