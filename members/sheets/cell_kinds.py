"""What may stand in the cells of a column: how a text is read as a value, and a value written as a text.

Each kind has `read`, which raises CellProblem, `write`, and `allowed`, which says in words what may stand there.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Manager, QuerySet

from members.models import MemberOrganisation
from members.sheets import dates
from members.sheets.place_names import PlaceNames
from partnerships.dates.partial_dates import in_words, validate_known
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, School, Sector
from partnerships.search.text_index.tokens import tokenise
from partnerships.text import markup, pasted

NamedRow = Partnership | MemberOrganisation | BridgeOrganisation | LocalAuthority | Sector

_MAX_SHOWN = 60
# Comparing a name with all others takes a while: a sheet with more unknown names than this has the wrong column.
_MAX_SUGGESTIONS = 300
# Names are listed if there are no more than this: after a name that is unknown, and for whoever fills in a sheet.
_MAX_LISTED_IN_PROBLEM, _MAX_LISTED_IN_GUIDE = 16, 30
# What stands between cells: in a second line of a cell that has one, it is likely that of another row.
_SEPARATOR = re.compile(r"[,;\t]")
_validate_address = URLValidator(["http", "https"])


class CellProblem(ValueError):
    """The text of a cell cannot be taken; str() says why and what to write instead."""


def name_key(text: str) -> str:
    """Return the same for names that differ only in capitals, accents, apostrophes, signs, and & for and."""
    return " ".join(tokenise(text))


def shortened(text: str) -> str:
    """Return `text` short enough to be quoted in a sentence."""
    return f"{text[:_MAX_SHOWN]}…" if len(text) > _MAX_SHOWN else text


class Lines:
    """Text of any length."""

    allowed = "Text"

    def read(self, text: str) -> str:
        return pasted.lines(text).strip()

    def write(self, value: str) -> str:
        return value


class PublicLines(Lines):
    """Text of any length that is published: markup of a program it was pasted from would be seen."""

    def read(self, text: str) -> str:
        read = super().read(text)
        if problem := markup.problem_of(read):
            raise CellProblem(f"{problem}.")
        return read


class Markdown(PublicLines):
    """Text in Markdown. What was pasted as bullets is a list."""

    def read(self, text: str) -> str:
        return super().read(pasted.markdown(text))


class Line(Lines):
    """One line of text with at most `max_length` characters."""

    allowed = "Text on one line"

    def __init__(self, max_length: int) -> None:
        self.max_length = max_length

    def read(self, text: str) -> str:
        later_lines = pasted.lines(text).strip().partition("\n")[2]
        if _SEPARATOR.search(later_lines):
            raise CellProblem("It goes on over several lines: is a quotation mark missing? Write it on one line.")
        text = pasted.one_line(text)
        if len(text) > self.max_length:
            raise CellProblem(f"It has {len(text):,} characters; {self.max_length} is the most there can be.")
        return text


class WebAddress(Line):
    """The address of a web page; it may come without https://."""

    allowed = "A web address, such as https://example.org"

    def read(self, text: str) -> str:
        address = super().read(pasted.web_address(text))
        try:
            if address:
                _validate_address(address)
        except ValidationError:
            message = (
                f"“{shortened(pasted.one_line(text))}” is not a web address. Write one such as https://example.org"
            )
            raise CellProblem(message) from None
        return address


class PartialDate(Lines):
    """A year, a month or a day of something known, so that none is still to come."""

    allowed = "A year (2016), a month (September 2017) or a day (3 May 2018)"

    def read(self, text: str) -> str:
        text = pasted.one_line(text)
        try:
            date = dates.partial_date(text) if text else ""
            validate_known(date)
        except dates.NotADate:
            raise CellProblem(f"“{shortened(text)}” is not a date we understand. {dates.HOW_TO_WRITE}.") from None
        except ValidationError as ahead:
            raise CellProblem(ahead.message) from None
        return date

    def write(self, value: str) -> str:
        return in_words(value)


class FixedChoice:
    """One of some fixed values, written as its label; both are read. An empty cell is read as `empty`."""

    def __init__(self, choices: Iterable[tuple[object, object]], empty: object = "") -> None:
        self._empty = empty
        self._labels = {value: str(label) for value, label in choices if value != ""}
        by_value = {name_key(str(value)): value for value in self._labels}
        self._values = by_value | {name_key(label): value for value, label in self._labels.items()}
        labels = self._labels.values()
        self.allowed = " or ".join(labels) if len(labels) < 3 else f"One of: {'; '.join(labels)}"

    def read(self, text: str) -> object:
        text = pasted.one_line(text)
        if text and name_key(text) not in self._values:
            *first, last = self._labels.values()
            message = f"“{shortened(text)}” is not one of the words for this."
            raise CellProblem(f"{message} Write {', '.join(first)} or {last}.")
        return self._values[name_key(text)] if text else self._empty

    def write(self, value: object) -> str:
        return self._labels.get(value, "")


class OneRow:
    """One of the `rows` that are known by their names and slugs, such as a sector. `noun` is what one of them is.

    `where` ends sentences that say nothing was found, such as " among those that are yours". For whoever reads the
    sheet, rows not among them do not exist. `lists_all`: all are named where they are few.
    """

    takes_many = False

    def __init__(self, rows: QuerySet[NamedRow], noun: str, where: str = "", *, lists_all: bool = True) -> None:
        self.rows, self._noun, self._where, self._lists_all = rows, noun, where, lists_all
        self._suggestions: dict[str, str] = {}

    @property
    def allowed(self) -> str:
        return f"One{self._choices}" if self._choices else f"The name of a {self._noun}"

    def read(self, text: str) -> NamedRow | list[NamedRow] | None:
        text = pasted.one_line(text)
        if not text:
            return None
        if named := self.find(text):
            return named
        raise CellProblem(self._unknown_message(text))

    def write(self, value: Any) -> str:
        return str(value) if value else ""

    def find(self, text: str) -> NamedRow | None:
        """Return the row that `text` means, or None: the one of that name, slug, or, of places, other name."""
        key = name_key(text)
        return self._by_name.get(key) or self._by_slug.get(key) or self._places.called(text)

    @cached_property
    def _by_name(self) -> dict[str, NamedRow]:
        return {name_key(row.name): row for row in self.rows}

    @cached_property
    def _by_slug(self) -> dict[str, NamedRow]:
        return {name_key(row.slug): row for row in self.rows}

    @cached_property
    def _places(self) -> PlaceNames:
        rows = self.rows.select_related("region") if self.rows.model is LocalAuthority else []
        return PlaceNames([row for row in rows if isinstance(row, LocalAuthority)], self.takes_many)

    @property
    def _choices(self) -> str:
        return self._all_names(" of: {}", _MAX_LISTED_IN_GUIDE)

    def _all_names(self, message: str, most: int) -> str:
        """Return `message` with the names of all rows, or "" if there is none or more than `most`."""
        is_short = self._lists_all and 0 < len(self.rows) <= most
        return message.format("; ".join(row.name for row in self.rows)) if is_short else ""

    def _unknown_message(self, text: str) -> str:
        """Return in sentences that nothing is called `text`, with what may be meant."""
        message = f"There is no {self._noun} called “{shortened(text)}”{self._where}."
        return f"{message} {self._suggestion(shortened(text))}".strip()

    def _suggestion(self, text: str) -> str:
        """Return "Did you mean …?" with the names most like `text`, or else all names if they are few, or else ""."""
        key = name_key(text)
        if key not in self._suggestions and len(self._suggestions) < _MAX_SUGGESTIONS:
            matches = get_close_matches(key, self._by_name, 3, 0.6)
            names = " or ".join(self._by_name[match].name for match in matches)
            all_names = self._all_names("Write one of: {}.", _MAX_LISTED_IN_PROBLEM)
            self._suggestions[key] = self._places.hint(text) or (f"Did you mean {names}?" if names else all_names)
        return self._suggestions.get(key, "")


class ManyRows(OneRow):
    """Rows known by their names, with semicolons between; commas will do between names that have none in them."""

    takes_many = True

    @property
    def allowed(self) -> str:
        return f"One or more{self._choices or ' names'}, with ; between them"

    def read(self, text: str) -> list[NamedRow]:
        parts = [pasted.one_line(part) for part in text.replace("\n", ";").split(";")]
        rows_by_name = {name: self._find_all(name) for part in parts for name in self._names_in(part)}
        unknown = [name for name, rows in rows_by_name.items() if not rows]
        if unknown:
            raise CellProblem(" ".join(map(self._unknown_message, unknown)))
        return list({named.pk: named for rows in rows_by_name.values() for named in rows}.values())

    def write(self, value: Any) -> str:
        """Return the names of `value`, a relation or what `read` returned, in alphabetical order."""
        rows = value.all() if isinstance(value, Manager) else value
        return "; ".join(sorted(map(str, rows)))

    def _find_all(self, name: str) -> list[NamedRow]:
        named = self.find(name)
        return [named] if named else self._groups.get(name_key(name), [])

    @cached_property
    def _groups(self) -> dict[str, list[NamedRow]]:
        """The local authorities of each county, by names such as "All of Kent"."""
        authorities = [row for row in self.rows if isinstance(row, LocalAuthority)]
        # "All of" works with local authorities too: North Yorkshire is a county to most people.
        groups: dict[str, list[NamedRow]] = {name_key(f"All of {row.name}"): [row] for row in authorities}
        for row in authorities:
            if row.county:
                groups.setdefault(name_key(f"All of {row.county}"), []).append(row)
        return groups

    def _names_in(self, part: str) -> list[str]:
        if "," not in part or self._find_all(part):
            return [part] if part else []
        return [name for piece in part.split(",") if (name := piece.strip())]


class OneSchool:
    """A school of the official register, by its number (URN)."""

    allowed = "The number of a school, such as 142585"

    def read(self, text: str) -> School | None:
        text = pasted.one_line(text)
        if not text:
            return None
        if school := self._schools.get(text.lstrip("0")):
            return school
        raise CellProblem(f"The register of schools has no number “{shortened(text)}”. Write one such as 142585.")

    def write(self, value: School | None) -> str:
        return str(value.urn) if value else ""

    @cached_property
    def _schools(self) -> dict[str, School]:
        return {str(school.urn): school for school in School.objects.only("name", "town", "postcode").iterator()}


CellKind = Lines | FixedChoice | OneRow | OneSchool
