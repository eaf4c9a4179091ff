"""Reads registers of schools: the committed list, and the official register as it is published.

Nothing here knows of the database. What is published is read in a process of its own, by `official_rows`. Both come
from Get Information about Schools, of the Department for Education.
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
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError

from partnerships.dates.partial_dates import in_words, validate_partial_date
from partnerships.uploads import apart
from partnerships.uploads.refusals import Refused
from partnerships.vocabulary import SchoolState

COMMITTED = Path(settings.BASE_DIR, "fixtures", "schools.tsv.xz")
REGISTER = "Get Information about Schools"
ATTRIBUTION = (
    "Contains information from Get Information about Schools, Department for Education, licensed under the Open "
    "Government Licence v3.0."
)
AS_OF = re.compile(r"^# as of: ([\d-]+)$", re.MULTILINE)
DATED = re.compile(r"(20\d\d)(\d\d)(\d\d)")
# The register of all of England has some 50,000 schools with 140 columns.
LIMITS = apart.Limits(processor_seconds=120, seconds=300, memory_megabytes=1536)


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
    """Yield the rows of the register at `path`, read in a process of its own. Raises RegisterError."""
    try:
        rows = apart.read("partnerships.schools.official_rows:rows_of", path.read_bytes(), path.name, limits=LIMITS)
    except Refused as refusal:
        raise RegisterError(refusal.message) from refusal
    for row in rows:
        school = SchoolRow(*row)
        yield school._replace(closed_on=school.closed_on and datetime.date.fromisoformat(str(school.closed_on)))
