"""The whole directory in one file: a sheet for each kind of record and of parts of it, and what describes them."""

import datetime
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from partnerships.open_data import licence, sheets
from partnerships.open_data.shapes import WHOLE, Field, ListField, RecordKind, every_kind

NAME = "lcep-directory.zip"


@dataclass(frozen=True)
class Dump:
    """The file as it lies ready: where, from when, and how many bytes."""

    path: Path
    made_at: datetime.datetime
    size: int


@dataclass(frozen=True)
class DumpSheet:
    """A sheet of the dump: its file, what it holds, its fields, and the kind its first column refers to, if any."""

    file: str
    description: str
    fields: list[Field]
    kind: RecordKind
    rows: Iterable
    is_of_parts: bool = False


def folder() -> Path:
    """Return where the file is kept: among what the site serves to everybody."""
    return Path(settings.MEDIA_ROOT) / "open-data"


def latest() -> Dump | None:
    """Return the file that lies ready, or None if none was ever written."""
    path = folder() / NAME
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    made_at = datetime.datetime.fromtimestamp(found.st_mtime, tz=datetime.UTC)
    return Dump(path, timezone.localtime(made_at), found.st_size)


def write() -> Dump:
    """Write the file anew and return it. Whoever reads it meanwhile gets the old one, whole."""
    folder().mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder(), prefix=".", suffix=".zip")
    try:
        with os.fdopen(handle, "wb") as file:
            _fill(file)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, folder() / NAME)
    except BaseException:
        os.unlink(name)
        raise
    return latest()


def sheets_of(kind: RecordKind) -> list[DumpSheet]:
    """Return the sheets of `kind`: the main one, then one for each field that holds several parts."""
    main = DumpSheet(f"{kind.name}.csv", kind.description, kind.plain_fields, kind, partial(sheets.main_sheet, kind))
    key = Field(sheets.key_of(kind), WHOLE, f"The {kind.one} it belongs to: its id.", int, is_always_known=True)
    parts = [
        DumpSheet(
            f"{kind.name}-{_hyphened(several)}.csv",
            several.description,
            [key, *several.fields],
            kind,
            partial(sheets.sheet_of_parts, kind, several),
            is_of_parts=True,
        )
        for several in kind.parts
        if not several.is_said_elsewhere
    ]
    return [main, *parts]


def package(found: list[DumpSheet]) -> dict:
    """Return the description of the sheets as a Frictionless Data Package."""
    return {
        "profile": "tabular-data-package",
        "name": "lcep-directory",
        "title": settings.SITE_NAME,
        "description": licence.attribution(),
        "homepage": settings.SITE_URL,
        "created": timezone.now().isoformat(timespec="seconds"),
        "licenses": [{"name": licence.NAME, "title": licence.TITLE, "path": licence.URL}],
        "resources": [_resource(sheet) for sheet in found],
    }


def _fill(file) -> None:
    found = [sheet for kind in every_kind() for sheet in sheets_of(kind)]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in found:
            with archive.open(sheet.file, "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
                text.writelines(sheets.lines(sheet.rows()))
        archive.writestr("datapackage.json", json.dumps(package(found), indent=2, ensure_ascii=False))
        context = {"sheets": found, "attribution": licence.attribution(), "title": licence.TITLE, "url": licence.URL}
        archive.writestr("README.txt", render_to_string("open_data/readme.txt", context))


def _resource(sheet: DumpSheet) -> dict:
    schema = {"fields": [_column(one) for one in sheet.fields], "missingValues": [""]}
    if sheet.is_of_parts:
        reference = {"resource": _name(f"{sheet.kind.name}.csv"), "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": [sheet.fields[0].name], "reference": reference}]
    else:
        schema["primaryKey"] = ["id"]
    return {
        "profile": "tabular-data-resource",
        "name": _name(sheet.file),
        "path": sheet.file,
        "description": sheet.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _column(field: Field) -> dict:
    column = {"name": field.name, "description": field.words, **field.type.table}
    rules = dict(column.get("constraints", {}))
    if field.choices:
        rules["enum"] = [value for value, _ in field.choices]
    if field.is_always_known:
        rules["required"] = True
    return {**column, "constraints": rules} if rules else column


def _name(file: str) -> str:
    return file.removesuffix(".csv")


def _hyphened(several: ListField) -> str:
    return several.name.replace("_", "-")
