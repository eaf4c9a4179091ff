"""What of an entry can be proposed anew. Each part has a key, a label and a plain value that JSON can hold.

"summary"            a part of the entry itself: its text, or True, False or None
"sector:schools"     whether it looks for members of a sector: True or False
"link:12", "link:+1" a row of a list (see parts): a dictionary, or None where there is none
"""

from django.core.exceptions import ValidationError
from django.utils import timezone

from members.proposals.parts import KINDS, Wording
from partnerships.dates.partial_dates import in_words
from partnerships.models import Partnership, Sector
from partnerships.vocabulary import STAGE_NOT_KNOWN, Stage

SCALARS = {
    "name": "Name",
    "summary": "Summary",
    "about": "Its story",
    "vision": "Vision",
    "mission": "Mission",
    "stage": "Stage",
    "established": "When it began",
    "website": "Website",
    "coverage_note": "Parts of its area it works in",
    "takes_new_members": "Whether it takes new members",
    "how_to_join": "How to join",
    "contact_email": "Contact address, never shown",
}
SECTOR = "sector"
NOTHING = "Nothing"
YES_OR_NO = {True: "Yes", False: "No", None: "Not known"}
# How values that are not plain text read.
PLAIN = {
    SECTOR: YES_OR_NO.get,
    "takes_new_members": YES_OR_NO.get,
    "stage": lambda stage: Stage(stage).label if stage else STAGE_NOT_KNOWN,
    "established": lambda day: in_words(day) or "Not known",
}


class Invalid(Exception):
    """A value that the entry cannot have: `problems` are messages by key."""

    def __init__(self, problems: dict[str, list[str]]):
        super().__init__(problems)
        self.problems = problems


def read(partnership: Partnership) -> dict:
    """Return the plain value of every part of `partnership`, by its key."""
    found = {name: getattr(partnership, name) for name in SCALARS}
    sought = set(partnership.sectors_sought.values_list("slug", flat=True))
    found |= {f"{SECTOR}:{slug}": slug in sought for slug in Sector.objects.values_list("slug", flat=True)}
    for kind in KINDS.values():
        found |= {f"{kind.name}:{row.pk}": kind.value(row) for row in kind.rows(partnership)}
    return found


def now(current: dict, key: str, proposed):
    """Return what the part `key` is in `current`; for a row to be added, the one there is like it, or None."""
    kind, number = _split(key)
    if key in current or kind not in KINDS or not number.startswith("+") or proposed is None:
        return current.get(key)
    identity = KINDS[kind].identity
    rows = (value for other, value in current.items() if _split(other)[0] == kind)
    return next((value for value in rows if identity(value) == identity(proposed)), None)


def differences(before: dict, wanted: dict) -> dict:
    """Return the changes from `before` to `wanted`: {key: [old, new]} where they are not the same."""
    return {key: [before.get(key), value] for key, value in wanted.items() if before.get(key) != value}


def in_order(changes: dict) -> list[tuple[str, list]]:
    """Return `changes` in the order of the entry's parts; not every database keeps the order they came in."""
    kinds = [*SCALARS, SECTOR, *KINDS]

    def place(change):
        kind, number = _split(change[0])
        return kinds.index(kind), number.startswith("+"), len(number), number

    return sorted(changes.items(), key=place)


class Words(Wording):
    """Parts and values in words. Make one for all that is shown: what it needs is read once."""

    def label(self, key: str) -> str:
        """Return what the part `key` is called."""
        kind, name = _split(key)
        if kind == SECTOR:
            return f"Looks for members from: {self.sectors.get(name, name)}"
        return KINDS[kind].label if kind in KINDS else SCALARS[kind]

    def act(self, key: str, old, new) -> str:
        """Return what a change does, with the part's name: "Link: added", "Summary: changed"."""
        kind, _ = _split(key)
        if kind not in KINDS or old is not None and new is not None:
            return f"{self.label(key)}: changed"
        gone = "no longer a member" if kind == "member" else "taken away"
        return f"{self.label(key)}: {'added' if old is None else gone}"

    def value(self, key: str, value) -> str:
        """Return a part's value for people to read."""
        kind, _ = _split(key)
        if kind in KINDS:
            return NOTHING if value is None else KINDS[kind].words(value, self)
        if kind in PLAIN:
            return PLAIN[kind](value)
        return value or NOTHING


def apply(partnership: Partnership, values: dict, source: str) -> None:
    """Give the parts of `partnership` these `values`, by key, and save it; `source` says where rows are known from.

    Raises Invalid; what was saved by then is for the caller's transaction to take back.
    """
    for key, value in values.items():
        kind, name = _split(key)
        if kind in KINDS:
            _apply_row(partnership, key, value, source)
        elif kind == SECTOR:
            change = partnership.sectors_sought.add if value else partnership.sectors_sought.remove
            change(*Sector.objects.filter(slug=name))
        else:
            setattr(partnership, kind, value)
    if "stage" in values:
        partnership.stage_as_of = f"{timezone.localdate():%Y-%m}"
        partnership.stage_source, partnership.stage_note = source[:250], ""
    if values.get("contact_email") == "":
        partnership.takes_enquiries = False
    try:
        partnership.full_clean()
    except ValidationError as error:
        raise Invalid(error.message_dict) from error
    partnership.save()


def _apply_row(partnership: Partnership, key: str, value, source: str) -> None:
    kind, row = _row(partnership, key, value)
    if value is None and row is None:
        return
    try:
        if value is None:
            kind.remove(row)
        else:
            kind.save(partnership, row, value, source)
    except ValidationError as error:
        raise Invalid({key: error.messages}) from error


def _row(partnership: Partnership, key: str, value):
    """Return the kind of `key`, and its row: the one of that number, else the same one; None if there is neither."""
    name, number = _split(key)
    kind = KINDS[name]
    rows = list(kind.rows(partnership))
    if number.startswith("+"):
        identity = kind.identity(value) if value else None
        return kind, next((row for row in rows if kind.identity(kind.value(row)) == identity), None)
    return kind, next((row for row in rows if str(row.pk) == number), None)


def _split(key: str) -> tuple[str, str]:
    kind, _, number = key.partition(":")
    return kind, number
