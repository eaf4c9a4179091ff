"""Reads registers of schools: the committed list, and the official register as it is published.

Nothing here knows of the database. Both come from Get Information about Schools, of the Department for Education.
"""

import csv
import datetime
import hashlib
import lzma
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError

from partnerships.dates.partial_dates import in_words, validate_partial_date
from partnerships.vocabulary import SchoolState

COMMITTED = Path(settings.BASE_DIR, "fixtures", "schools.tsv.xz")
REGISTER = "Get Information about Schools"
ATTRIBUTION = (
    "Contains information from Get Information about Schools, Department for Education, licensed under the Open "
    "Government Licence v3.0."
)
AS_OF = re.compile(r"^# as of: ([\d-]+)$", re.MULTILINE)
DATED = re.compile(r"(20\d\d)(\d\d)(\d\d)")
# The official register's columns.
URN, NAME, TOWN, POSTCODE = "URN", "EstablishmentName", "Town", "Postcode"
STATUS, GROUP = "EstablishmentStatus (name)", "EstablishmentTypeGroup (name)"
TYPE, PHASE, CLOSED_ON = "TypeOfEstablishment (name)", "PhaseOfEducation (name)", "CloseDate"
COLUMNS = (URN, NAME, TOWN, POSTCODE, STATUS, GROUP, TYPE, PHASE, CLOSED_ON)
STATE_FUNDED = {"local authority maintained schools", "academies", "free schools", "special schools"}
# Special schools that are not among those, nor in the committed list.
NOT_STATE_FUNDED_TYPES = {"other independent special school", "non-maintained special school"}
# What else it lists is no school (colleges, universities, children's centres) or not in England.
SCHOOLS = STATE_FUNDED | {"independent schools"}
STATES = {
    "open": SchoolState.OPEN,
    "open, but proposed to close": SchoolState.OPEN,
    "proposed to open": SchoolState.PROPOSED,
    "closed": SchoolState.CLOSED,
}
NO_PHASE = "Not applicable"
MAX_NAME, MAX_TOWN, MAX_PHASE = 150, 60, 40
SAVE_AGAIN = "Download it again, or save it again as “CSV UTF-8”."
URN_SHAPE = re.compile(r"[1-9]\d{0,6}", re.ASCII)
POSTCODE_SHAPE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})")


class RegisterError(Exception):
    """A register of schools cannot be read; the message says why, and in which line."""


class SchoolRow(NamedTuple):
    """A school as a register tells of it: see the model School."""

    urn: int
    name: str
    town: str
    postcode: str
    state: str = SchoolState.OPEN
    closed_on: datetime.date | None = None
    phase: str = ""
    is_state_funded: bool = True


@dataclass(frozen=True)
class Register:
    """A register: its name with the day or month it tells of, where it comes from, and its rows.

    The `fingerprint` is the same for the same data. Reading the rows raises RegisterError. Of independent schools it
    says something, if only that they are not there, if it `lists_independent`.
    """

    name: str
    as_of: str
    origin: str
    fingerprint: str
    lists_independent: bool
    rows: Callable[[], Iterator[SchoolRow]]


def committed() -> Register:
    """Return the list that comes with the project: state-funded schools that are open."""
    text = lzma.decompress(COMMITTED.read_bytes()).decode()
    match = AS_OF.search(text)
    as_of = match[1] if match else ""
    return _register(COMMITTED, as_of, partial(_committed_rows, text), lists_independent=False)


def published(path: Path) -> Register:
    """Return the official register at `path`, `edubasealldata*.csv`.

    Raises RegisterError if there is no such file, or if the day in its name is none.
    """
    if not path.is_file():
        raise RegisterError(f"There is no file {path}.")
    try:
        return _register(path, _day_in(path.name), partial(_published_rows, path), lists_independent=True)
    except OSError as error:
        raise RegisterError(f"{path} cannot be read: {error.strerror}.") from error


def _day_in(name: str) -> str:
    """Return the day in the name of a file, "" if there is none; raises RegisterError for a 31 February."""
    match = DATED.search(name)
    if not match:
        return ""
    as_of = "-".join(match.groups())
    try:
        validate_partial_date(as_of)
    except ValidationError as error:
        raise RegisterError(
            f"The name of {name} says {match[0]}, which is no day. Give it the name it was published by, such as "
            f"edubasealldata20260115.csv."
        ) from error
    return as_of


def _register(path: Path, as_of: str, rows: Callable[[], Iterator[SchoolRow]], *, lists_independent: bool) -> Register:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = f"{REGISTER}, {in_words(as_of) or 'day not known'}"
    return Register(name, as_of, path.name, digest, lists_independent, rows)


def _committed_rows(text: str) -> Iterator[SchoolRow]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        yield SchoolRow(int(row["urn"]), row["name"], row["town"], row["postcode"])


def _published_rows(path: Path) -> Iterator[SchoolRow]:
    # A few bytes of it, as it is published, are none in its encoding.
    with path.open(encoding=_encoding_of(path), errors="replace", newline="") as file:
        reader = csv.DictReader(file)
        try:
            columns = reader.fieldnames or ()
            if missing := [column for column in COLUMNS if column not in columns]:
                raise RegisterError(f"{path.name} lacks these columns of the official register: {', '.join(missing)}.")
            for cells in reader:
                if row := _row(cells, len(columns)):
                    yield row
        except (csv.Error, ValueError) as error:
            raise RegisterError(f"{path.name}, line {reader.line_num}, cannot be read: {error}.") from error


def _encoding_of(path: Path) -> str:
    """Return how `path` is written: in cp1252, as it is published, or in UTF-8, as some programs save it again.

    Raises RegisterError if in neither: it is no text, or UTF-8 that is broken. A text in cp1252 may hold a line that
    could be UTF-8 by chance, so most lines decide.
    """
    unicode_lines, broken = 0, []
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if b"\0" in line:
                raise RegisterError(f"{path.name} is no text in UTF-8 or Windows-1252: see line {number}. {SAVE_AGAIN}")
            if not line.isascii():
                try:
                    line.decode()
                    unicode_lines += 1
                except UnicodeDecodeError:
                    broken.append(number)
    if not broken:
        return "utf-8-sig"
    if unicode_lines > len(broken):
        raise RegisterError(f"{path.name} is in UTF-8, but line {broken[0]} is broken. {SAVE_AGAIN}")
    return "cp1252"


def _row(cells: dict[Any, Any], number: int) -> SchoolRow | None:
    """Return a row of the official register, of `number` columns; None if it is of no school, or raise ValueError."""
    # Those beyond the columns are a list called None.
    there = len(cells.pop(None, [])) + sum(cell is not None for cell in cells.values())
    if there != number:
        cut_off = ": it is cut off" if there < number else ""
        raise ValueError(f"it has {there} cells where there must be {number}{cut_off}")
    group, status = cells[GROUP].strip().casefold(), cells[STATUS].strip().casefold()
    if group not in SCHOOLS:
        return None
    if status not in STATES:
        raise ValueError(f"the status {cells[STATUS]!r} is not known")
    closed_on = cells[CLOSED_ON].strip()
    phase = cells[PHASE].strip()
    if not URN_SHAPE.fullmatch(cells[URN].strip()):
        raise ValueError(f"{cells[URN]!r} is no number of a school (URN)")
    if not (name := " ".join(cells[NAME].split())[:MAX_NAME]):
        raise ValueError("the school has no name")
    return SchoolRow(
        int(cells[URN]),
        name,
        " ".join(cells[TOWN].split())[:MAX_TOWN],
        written(cells[POSTCODE]),
        STATES[status],
        datetime.datetime.strptime(closed_on, "%d-%m-%Y").date() if closed_on else None,
        "" if phase == NO_PHASE else phase[:MAX_PHASE],
        group in STATE_FUNDED and cells[TYPE].strip().casefold() not in NOT_STATE_FUNDED_TYPES,
    )


def written(postcode: str) -> str:
    """Return `postcode` as it is usually written, "" if it is none."""
    match = POSTCODE_SHAPE.fullmatch(re.sub(r"\s", "", postcode).upper())
    return f"{match[1]} {match[2]}" if match else ""
