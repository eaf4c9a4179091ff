"""Rows that a cell may name: found however they are written, and the nearest ones when there is none."""

from collections.abc import Iterable
from difflib import get_close_matches

from django.db.models import Model

from partnerships.search.text_index.tokens import tokenise

_MAX_SUGGESTED = 3
_NEAR_ENOUGH = 0.6
# Comparing a name with all others takes a while: a sheet with more unknown names than this has the wrong column.
_MAX_ASKED = 300
_FEW = 16


def written_alike(text: str) -> str:
    """Return the same for names that differ only in capitals, accents, apostrophes, signs, and & for and."""
    return " ".join(tokenise(text))


class KnownRows:
    """The rows that may be named, by name or address. `where` says in words where they are looked for.

    Rows not among them do not exist here, whosever they are.
    """

    def __init__(self, rows: Iterable[Model], noun: str, where: str = ""):
        self.rows = list(rows)
        self.noun, self.where = noun, where
        self._by_words = {written_alike(row.slug): row for row in self.rows}
        self._names = {written_alike(row.name): row for row in self.rows}
        self._by_words |= self._names
        self._suggested: dict[str, str] = {}

    def find(self, text: str) -> Model | None:
        """Return the row called `text`, or None."""
        return self._by_words.get(written_alike(text))

    def unknown(self, text: str) -> str:
        """Return in words that nothing is called `text`, with what may be meant."""
        words = f"There is no {self.noun} called “{text}”{self.where}."
        return f"{words} {self.suggestion(text)}".strip()

    def suggestion(self, text: str) -> str:
        """Return "Did you mean …?" with the names nearest to `text`, or all of a few if none is near."""
        asked = written_alike(text)
        if asked not in self._suggested and len(self._suggested) < _MAX_ASKED:
            near = get_close_matches(asked, self._names, _MAX_SUGGESTED, _NEAR_ENOUGH)
            named = [self._names[name].name for name in near]
            self._suggested[asked] = f"Did you mean {' or '.join(named)}?" if named else self._all_of_few()
        return self._suggested.get(asked, "")

    def _all_of_few(self) -> str:
        return f"Write one of: {'; '.join(row.name for row in self.rows)}." if 0 < len(self.rows) <= _FEW else ""
