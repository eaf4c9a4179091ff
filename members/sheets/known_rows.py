"""Rows that a cell may name: found however the name is written, with suggestions when there is none."""

from collections.abc import Iterable
from difflib import get_close_matches

from members.models import MemberOrganisation
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Sector
from partnerships.search.text_index.tokens import tokenise

NamedRow = Partnership | MemberOrganisation | BridgeOrganisation | LocalAuthority | Sector

_MAX_SUGGESTED = 3
_MIN_LIKENESS = 0.6
# Comparing a name with all others takes a while: a sheet with more unknown names than this has the wrong column.
_MAX_SUGGESTIONS = 300
_MAX_LISTED = 16


def name_key(text: str) -> str:
    """Return the same for names that differ only in capitals, accents, apostrophes, signs, and & for and."""
    return " ".join(tokenise(text))


class KnownRows:
    """The rows that may be named, by name or slug. `noun` is what one of them is.

    `where` ends sentences that say nothing was found, such as " among those that are yours". For whoever reads the
    sheet, rows not among them do not exist.
    """

    def __init__(self, rows: Iterable[NamedRow], noun: str, where: str = "") -> None:
        self.rows = list(rows)
        self.noun, self.where = noun, where
        self._by_name = {name_key(row.name): row for row in self.rows}
        # A name comes before a slug that reads the same.
        self._by_name_or_slug = {name_key(row.slug): row for row in self.rows} | self._by_name
        self._suggestions: dict[str, str] = {}

    def find(self, text: str) -> NamedRow | None:
        """Return the row whose name or slug is `text`, or None."""
        return self._by_name_or_slug.get(name_key(text))

    def unknown_message(self, text: str) -> str:
        """Return in sentences that nothing is called `text`, with what may be meant."""
        message = f"There is no {self.noun} called “{text}”{self.where}."
        return f"{message} {self._suggestion(text)}".strip()

    def _suggestion(self, text: str) -> str:
        """Return "Did you mean …?" with the names most like `text`, or else all names if they are few, or else ""."""
        key = name_key(text)
        if key not in self._suggestions and len(self._suggestions) < _MAX_SUGGESTIONS:
            matches = get_close_matches(key, self._by_name, _MAX_SUGGESTED, _MIN_LIKENESS)
            names = [self._by_name[match].name for match in matches]
            self._suggestions[key] = f"Did you mean {' or '.join(names)}?" if names else self._list_of_all()
        return self._suggestions.get(key, "")

    def _list_of_all(self) -> str:
        is_short = 0 < len(self.rows) <= _MAX_LISTED
        return f"Write one of: {'; '.join(row.name for row in self.rows)}." if is_short else ""
