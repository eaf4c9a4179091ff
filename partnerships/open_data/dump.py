"""The whole directory in one file: a sheet for each kind of record and of parts of it, and a description of all."""

import datetime
import json
import os
import tempfile
import zipfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone

from partnerships.files import media
from partnerships.open_data import licence
from partnerships.open_data.registry import every_kind
from partnerships.open_data.shapes import RecordKind
from partnerships.open_data.sheets import DumpSheet
from partnerships.public_content import stamp
from partnerships.published_kinds.fields import Field
from partnerships.text import csv_files

NAME = "lcep-directory.zip"
FOLDER = "open-data"
# Where it lies among what the site serves to everybody.
STORED = f"{FOLDER}/{NAME}"


@dataclass(frozen=True)
class Dump:
    """The finished file: its name among the files of the site, when it was made, and how many bytes it has."""

    name: str
    made_at: datetime.datetime
    size: int

    def open(self) -> File:
        """Return it to be read. Raises FileNotFoundError if it has been deleted since."""
        return default_storage.open(self.name)


def latest() -> Dump | None:
    """Return the finished file, or None if none was ever written."""
    try:
        size = default_storage.size(STORED)
    except FileNotFoundError:
        return None
    return Dump(STORED, timezone.localtime(default_storage.get_modified_time(STORED)), size)


def write() -> Dump:
    """Write the file anew and return it. Whoever reads it meanwhile gets the old one, whole."""
    handle, name = tempfile.mkstemp(dir=media.scratch(FOLDER), prefix=".", suffix=".zip")
    try:
        with os.fdopen(handle, "wb") as file:
            _fill(file)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        media.put_in_place(Path(name), STORED)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    # The page that offers it says when it was made.
    stamp.change()
    written = latest()
    assert written
    return written


def sheets_of(kind: RecordKind) -> list[DumpSheet]:
    """Return the sheets of `kind`: the main one, then one for each field that holds several parts."""
    return [DumpSheet(kind), *(DumpSheet(kind, parts) for parts in kind.parts if not parts.is_in_another_sheet)]


def package(dump_sheets: list[DumpSheet]) -> dict[str, Any]:
    """Return the description of the sheets as a Frictionless Data Package."""
    return {
        "profile": "tabular-data-package",
        "name": "lcep-directory",
        "title": settings.SITE_NAME,
        "description": licence.attribution(),
        "homepage": settings.SITE_URL,
        "created": timezone.now().isoformat(timespec="seconds"),
        "licenses": [{"name": licence.NAME, "title": licence.TITLE, "path": licence.URL}],
        "resources": [_resource(sheet) for sheet in dump_sheets],
    }


def _fill(file: BinaryIO) -> None:
    dump_sheets = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for kind in every_kind():
            dump_sheets += _add(archive, kind)
        archive.writestr("datapackage.json", json.dumps(package(dump_sheets), indent=2, ensure_ascii=False))
        context = {
            "sheets": dump_sheets,
            "attribution": licence.attribution(),
            "title": licence.TITLE,
            "url": licence.URL,
        }
        archive.writestr("README.txt", render_to_string("open_data/readme.txt", context))


def _add(archive: zipfile.ZipFile, kind: RecordKind) -> list[DumpSheet]:
    """Add the sheets of `kind` to `archive`, and return them.

    Each record is read once. So the sheets are written at the same time, which an archive does not allow, to files.
    """
    dump_sheets = sheets_of(kind)
    with tempfile.TemporaryDirectory(dir=media.scratch(FOLDER), prefix=".") as temporary, ExitStack() as opened:
        paths = [Path(temporary) / sheet.file for sheet in dump_sheets]
        files = [opened.enter_context(path.open("w", encoding="utf-8", newline="")) for path in paths]
        for sheet, text in zip(dump_sheets, files, strict=True):
            text.writelines(csv_files.lines([sheet.headings]))
        for row in kind.read(kind.rows()):
            for sheet, text in zip(dump_sheets, files, strict=True):
                text.writelines(csv_files.lines(sheet.lines_of(row)))
        opened.close()
        for path in paths:
            archive.write(path, path.name)
    return dump_sheets


def _resource(sheet: DumpSheet) -> dict[str, Any]:
    schema = {"fields": [_column(field) for field in sheet.fields], "missingValues": [""]}
    if sheet.parts is None:
        schema["primaryKey"] = ["id"]
    else:
        reference = {"resource": sheet.kind.name, "fields": ["id"]}
        schema["foreignKeys"] = [{"fields": [sheet.fields[0].name], "reference": reference}]
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "path": sheet.file,
        "description": sheet.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _column(field: Field) -> dict[str, Any]:
    column = {"name": field.name, "description": field.full_description, **field.format.table}
    rules = dict(column.get("constraints", {}))
    if field.choices:
        rules["enum"] = [value for value, _ in field.choices]
    if field.is_always_known:
        rules["required"] = True
    return {**column, "constraints": rules} if rules else column
