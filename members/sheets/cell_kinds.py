"""What may stand in the cells of a column, and how a value is written into one."""

from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Manager, Model
from import_export.widgets import Widget

from members.sheets import dates
from members.sheets.known_rows import KnownRows, NamedRow, name_key
from partnerships.dates.partial_dates import in_words
from partnerships.text import pasted

# The cells of a row by their headings.
Cells = Mapping[str, str]
YES_AND_NO = {True: "Yes", False: "No"}
_MAX_SHOWN = 60
_validate_address = URLValidator(["http", "https"])


class CellProblem(ValueError):
    """The text of a cell cannot be taken; str() says why and what to write instead."""


def shortened(text: str) -> str:
    """Return `text` short enough to be quoted in a sentence."""
    return f"{text[:_MAX_SHOWN]}…" if len(text) > _MAX_SHOWN else text


class Line(Widget):
    """One line of text with at most `max_length` characters."""

    allowed = "Text on one line"

    def __init__(self, max_length: int) -> None:
        super().__init__()
        self.max_length = max_length

    def clean(self, value: str, row: Cells | None = None, **kwargs: object) -> str:
        """Return the text on one line. Raises CellProblem when it is too long."""
        text = pasted.one_line(value)
        if len(text) > self.max_length:
            raise CellProblem(f"It has {len(text):,} characters; {self.max_length} is the most there can be.")
        return text


class Lines(Widget):
    """Text of any length."""

    allowed = "Text"

    def clean(self, value: str, row: Cells | None = None, **kwargs: object) -> str:
        return pasted.lines(value).strip()


class WebAddress(Line):
    """The address of a web page."""

    allowed = "A web address, such as https://example.org"

    def clean(self, value: str, row: Cells | None = None, **kwargs: object) -> str:
        """Return the address, with https:// if it came without. Raises CellProblem for other text."""
        text = super().clean(value)
        if not text:
            return ""
        address = pasted.web_address(text)
        try:
            _validate_address(address)
        except ValidationError:
            raise CellProblem(
                f"“{shortened(text)}” is not a web address. Write one such as https://example.org"
            ) from None
        return address


class PartialDate(Widget):
    """A year, a month or a day."""

    allowed = "A year (2016), a month (September 2017) or a day (3 May 2018)"

    def clean(self, value: str, row: Cells | None = None, **kwargs: object) -> str:
        """Return the date as it is stored. Raises CellProblem for other text."""
        text = pasted.one_line(value)
        try:
            return dates.partial_date(text) if text else ""
        except dates.NotADate:
            raise CellProblem(f"“{shortened(text)}” is not a date we understand. {dates.HOW_TO_WRITE}.") from None

    def render(self, value: str, obj: object = None, **kwargs: object) -> str:
        return in_words(value)


class FixedChoice(Widget):
    """One of some fixed values, written as its label; both are read."""

    def __init__(self, choices: Iterable[tuple[object, object]]) -> None:
        super().__init__()
        self._labels = {value: str(label) for value, label in choices if value != ""}
        by_value = {name_key(str(value)): value for value in self._labels}
        self._values = by_value | {name_key(label): value for value, label in self._labels.items()}

    @property
    def allowed(self) -> str:
        """What may stand there, in words."""
        labels = self._labels.values()
        return " or ".join(labels) if len(labels) < 3 else f"One of: {'; '.join(labels)}"

    def clean(self, value: str, row: Cells | None = None, **kwargs: object) -> object:
        """Return the value meant, "" for an empty cell. Raises CellProblem for any other text."""
        text = pasted.one_line(value)
        if text and name_key(text) not in self._values:
            *first, last = self._labels.values()
            labels = f"{', '.join(first)} or {last}"
            raise CellProblem(f"“{shortened(text)}” is not one of the words for this. Write {labels}.")
        return self._values[name_key(text)] if text else ""

    def render(self, value: object, obj: object = None, **kwargs: object) -> str:
        return self._labels.get(value, "")


class YesOrNo(FixedChoice):
    """Yes or no; an empty cell says that it is not known."""

    def __init__(self) -> None:
        super().__init__(YES_AND_NO.items())

    def clean(self, value: str, row: Cells | None = None, **kwargs: object) -> object:
        """Return True or False, None for an empty cell. Raises CellProblem for any other text."""
        answer = super().clean(value)
        return None if answer == "" else answer


class OneRow(Widget):
    """One row that is known by its name, such as a sector."""

    known: KnownRows  # set by SheetResource.load_known_rows for whoever reads the sheet
    is_several = False

    def clean(self, value: str, row: Cells | None = None, **kwargs: object) -> NamedRow | None:
        """Return the row, None for an empty cell. Raises CellProblem for a name no row has."""
        text = pasted.one_line(value)
        if not text:
            return None
        if named := self.known.find(text):
            return named
        raise CellProblem(self.known.unknown_message(shortened(text)))

    def render(self, value: NamedRow | None, obj: object = None, **kwargs: object) -> str:
        return str(value) if value else ""


class ManyRows(Widget):
    """Rows known by their names, with semicolons between; commas will do between names that have none in them."""

    known: KnownRows  # set by SheetResource.load_known_rows for whoever reads the sheet
    # The rows that names such as "All of Kent" stand for, by the name_key of those names.
    groups: dict[str, list[NamedRow]] = {}
    is_several = True

    def clean(self, value: str, row: Cells | None = None, **kwargs: object) -> list[NamedRow]:
        """Return the rows, each once. Raises CellProblem for names no row has."""
        parts = [pasted.one_line(part) for part in value.replace("\n", ";").split(";")]
        rows_by_name = {name: self._rows_of(name) for part in parts for name in self._names_in(part)}
        unknown = [name for name, rows in rows_by_name.items() if not rows]
        if unknown:
            raise CellProblem(" ".join(self.known.unknown_message(shortened(name)) for name in unknown))
        return list({named.pk: named for rows in rows_by_name.values() for named in rows}.values())

    def render(self, value: Manager[Model] | Iterable[Model] | None, obj: object = None, **kwargs: object) -> str:
        """Return the names of `value`, a relation or what `clean` returned, in alphabetical order."""
        rows = value.all() if isinstance(value, Manager) else value
        return "; ".join(sorted(str(row) for row in rows)) if rows else ""

    def _rows_of(self, name: str) -> list[NamedRow]:
        named = self.known.find(name)
        return [named] if named else self.groups.get(name_key(name), [])

    def _names_in(self, part: str) -> list[str]:
        if "," not in part or self._rows_of(part):
            return [part] if part else []
        return [name for piece in part.split(",") if (name := piece.strip())]
