"""The official register of schools as it is published: run apart, by `register`, and so with Django not set up."""

import csv
import datetime
import io
import re
from typing import Any

from partnerships.uploads.refusals import Refused
from partnerships.vocabulary import SchoolState

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


def rows_of(content: bytes, name: str) -> list[list[Any]]:
    """Return the schools in the register `content`, a file called `name`: each with what SchoolRow has, in its order.

    A day is text. Raises Refused if it cannot be read.
    """
    # A few bytes of it, as it is published, are none in its encoding.
    text = content.decode(_encoding_of(content, name), errors="replace")
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        columns = reader.fieldnames or ()
        if missing := [column for column in COLUMNS if column not in columns]:
            raise Refused(f"{name} lacks these columns of the official register: {', '.join(missing)}.")
        return [row for cells in reader if (row := _row(cells, len(columns)))]
    except (csv.Error, ValueError) as error:
        raise Refused(f"{name}, line {reader.line_num}, cannot be read: {error}.") from error


def _encoding_of(content: bytes, name: str) -> str:
    """Return how `content` is written: in cp1252, as it is published, or in UTF-8, as some programs save it again.

    Raises Refused if in neither: it is no text, or UTF-8 that is broken. A text in cp1252 may hold a line that
    could be UTF-8 by chance, so most lines decide.
    """
    unicode_lines, broken = 0, []
    for number, line in enumerate(io.BytesIO(content), start=1):
        if b"\0" in line:
            raise Refused(f"{name} is no text in UTF-8 or Windows-1252: see line {number}. {SAVE_AGAIN}")
        if not line.isascii():
            try:
                line.decode()
                unicode_lines += 1
            except UnicodeDecodeError:
                broken.append(number)
    if not broken:
        return "utf-8-sig"
    if unicode_lines > len(broken):
        raise Refused(f"{name} is in UTF-8, but line {broken[0]} is broken. {SAVE_AGAIN}")
    return "cp1252"


def _row(cells: dict[Any, Any], number: int) -> list[Any] | None:
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
    return [
        int(cells[URN]),
        name,
        " ".join(cells[TOWN].split())[:MAX_TOWN],
        written(cells[POSTCODE]),
        STATES[status].value,
        datetime.datetime.strptime(closed_on, "%d-%m-%Y").date().isoformat() if closed_on else None,
        "" if phase == NO_PHASE else phase[:MAX_PHASE],
        group in STATE_FUNDED and cells[TYPE].strip().casefold() not in NOT_STATE_FUNDED_TYPES,
    ]


def written(postcode: str) -> str:
    """Return `postcode` as it is usually written, "" if it is none."""
    match = POSTCODE_SHAPE.fullmatch(re.sub(r"\s", "", postcode).upper())
    return f"{match[1]} {match[2]}" if match else ""
