"""What may stand in a cell, and how a value is written into one. Mistakes are told in plain words."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from import_export.widgets import Widget

from members.sheets import dates
from members.sheets.known_rows import KnownRows, written_alike
from partnerships.dates.partial_dates import in_words
from partnerships.forms.text_fields import LineField, LinesField

YES_AND_NO = {True: "Yes", False: "No"}
_LONGEST_SHOWN = 60
_line = LineField(required=False)
_lines = LinesField(required=False, most=0)
_is_address = URLValidator(["http", "https"])


class CellProblem(ValueError):
    """A cell holds what cannot be taken; str() says why and what to write instead."""


def shown(text: str) -> str:
    """Return `text` short enough to be named in a sentence."""
    return f"{text[:_LONGEST_SHOWN]}…" if len(text) > _LONGEST_SHOWN else text


class Line(Widget):
    """One line of text with at most `most` characters."""

    allowed = "Text on one line"

    def __init__(self, most: int):
        super().__init__()
        self.most = most

    def clean(self, value, row=None, **kwargs) -> str:
        """Return the text on one line. Raises CellProblem when it is too long."""
        text = _line.to_python(value)
        if len(text) > self.most:
            raise CellProblem(f"It has {len(text):,} characters; {self.most} is the most there can be.")
        return text


class Lines(Widget):
    """Text of any length."""

    allowed = "Text"

    def clean(self, value, row=None, **kwargs) -> str:
        """Return the text with its lines."""
        return _lines.to_python(value).strip()


class WebAddress(Line):
    """The address of a web page."""

    allowed = "A web address, such as https://example.org"

    def clean(self, value, row=None, **kwargs) -> str:
        """Return the address, with https:// if it came without. Raises CellProblem for what is none."""
        text = super().clean(value)
        if not text:
            return ""
        address = text if "://" in text else f"https://{text}"
        try:
            _is_address(address)
        except ValidationError:
            raise CellProblem(f"“{shown(text)}” is not a web address. Write one such as https://example.org") from None
        return address


class PartialDate(Widget):
    """A year, a month or a day."""

    allowed = "A year (2016), a month (September 2017) or a day (3 May 2018)"

    def clean(self, value, row=None, **kwargs) -> str:
        """Return the date as it is kept. Raises CellProblem for what is none."""
        text = _line.to_python(value)
        try:
            return dates.partial_date(text) if text else ""
        except dates.NotADate:
            raise CellProblem(f"“{shown(text)}” is not a date we understand. {dates.HOW_TO_WRITE}.") from None

    def render(self, value, obj=None, **kwargs) -> str:
        """Return the date in words."""
        return in_words(value)


class Word(Widget):
    """One of some fixed words, such as those of a Choices class."""

    def __init__(self, words: dict):
        super().__init__()
        self.words = {value: label for value, label in words.items() if value != ""}
        self._values = {written_alike(label): value for value, label in self.words.items()}
        self._values = {written_alike(str(value)): value for value in self.words} | self._values

    @property
    def allowed(self) -> str:
        """What may stand there, in words."""
        return " or ".join(self.words.values()) if len(self.words) < 3 else f"One of: {'; '.join(self.words.values())}"

    def clean(self, value, row=None, **kwargs):
        """Return the value of the word, "" for an empty cell. Raises CellProblem for any other word."""
        text = _line.to_python(value)
        if text and written_alike(text) not in self._values:
            raise CellProblem(f"“{shown(text)}” is not one of the words for this. Write {self._list()}.")
        return self._values[written_alike(text)] if text else ""

    def render(self, value, obj=None, **kwargs) -> str:
        """Return the word."""
        return self.words.get(value, "")

    def _list(self) -> str:
        *first, last = self.words.values()
        return f"{', '.join(first)} or {last}"


class YesOrNo(Word):
    """Yes or no; an empty cell says that it is not known."""

    def __init__(self):
        super().__init__(YES_AND_NO)

    def clean(self, value, row=None, **kwargs) -> bool | None:
        """Return what it says, None when it is empty. Raises CellProblem for any other word."""
        value = super().clean(value)
        return None if value == "" else value


class OneRow(Widget):
    """One row that is known by its name, such as a sector. `known` is set for whoever reads the sheet."""

    known: KnownRows | None = None
    is_several = False

    def clean(self, value, row=None, **kwargs):
        """Return the row, None for an empty cell. Raises CellProblem for a name nobody has."""
        text = _line.to_python(value)
        if not text:
            return None
        if found := self.known.find(text):
            return found
        raise CellProblem(self.known.unknown(shown(text)))

    def render(self, value, obj=None, **kwargs) -> str:
        """Return its name."""
        return str(value) if value else ""


class ManyRows(OneRow):
    """Rows known by their names, with semicolons between; commas will do where no name has one.

    `groups` says which rows a name such as "All of Kent" stands for.
    """

    is_several = True
    groups: dict[str, list] = {}

    def clean(self, value, row=None, **kwargs) -> list:
        """Return the rows, each once. Raises CellProblem for names nobody has."""
        parts = [_line.to_python(part) for part in str(value or "").replace("\n", ";").split(";")]
        named = {name: self._rows_of(name) for part in parts for name in self._names_in(part)}
        unknown = [name for name, rows in named.items() if not rows]
        if unknown:
            raise CellProblem(" ".join(self.known.unknown(shown(name)) for name in unknown))
        return list({row.pk: row for rows in named.values() for row in rows}.values())

    def render(self, value, obj=None, **kwargs) -> str:
        """Return their names in the order of the alphabet."""
        rows = value.all() if hasattr(value, "all") else value
        return "; ".join(sorted(str(row) for row in rows)) if rows else ""

    def _rows_of(self, name: str) -> list:
        found = self.known.find(name)
        return [found] if found else self.groups.get(written_alike(name), [])

    def _names_in(self, part: str) -> list[str]:
        if "," not in part or self._rows_of(part):
            return [part] if part else []
        return [name for piece in part.split(",") if (name := piece.strip())]
