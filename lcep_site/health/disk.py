"""Whether there is room for what the site writes on the disks of this machine."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

from lcep_site.health.findings import Finding, broken, good, needs_attention

MEGABYTE = 2**20
# What is written to see whether anything can be.
TRIAL = b"\0" * 64 * 1024
# Below this part of what is to be free nothing goes well any more.
FULL = 10


@dataclass(frozen=True)
class WrittenFolder:
    """A folder that is written to. Without one that `is_needed` forms or uploads fail."""

    what: str
    folder: Path
    is_needed: bool


def places() -> list[WrittenFolder]:
    """Return the folders on this machine that the site writes to.

    The disk of a database server, or of a store of uploads elsewhere, is seen by nobody here.
    """
    found = [
        WrittenFolder("Files that are kept", Path(settings.DATA_DIR), False),
        WrittenFolder("Uploads while they arrive", Path(tempfile.gettempdir()), True),
    ]
    if connection.vendor == "sqlite" and (name := connection.settings_dict["NAME"]) and Path(name).is_absolute():
        found.append(WrittenFolder("Database", Path(name).parent, True))
    if isinstance(default_storage, FileSystemStorage):
        found.append(WrittenFolder("Uploads", Path(default_storage.location), True))
    return found


def disk() -> Finding:
    """Look how much is free of each disk, and write a little to each folder: quotas and rights are seen only so."""
    full: list[str] = []
    scarce: list[str] = []
    figures: list[tuple[str, str]] = []
    for place in places():
        # Folders are made with the first file in them.
        folder = next(path for path in (place.folder, *place.folder.parents) if path.is_dir())
        usage = shutil.disk_usage(folder)
        free, fault = usage.free / MEGABYTE, _fault_of_writing(folder)
        if (fault and place.is_needed) or free < settings.DISK_FREE_MB / FULL:
            full.append(place.what)
        elif fault or free < settings.DISK_FREE_MB:
            scarce.append(place.what)
        said = f"{free / 1024:.1f} GB free of {usage.total / MEGABYTE / 1024:.1f} GB"
        figures.append((place.what, f"{said}. Nothing can be written: {fault}" if fault else said))
    if full:
        return broken(
            "A disk is full, or a folder cannot be written to: what people send would be lost. Free some room, or give "
            "it a larger disk.",
            *figures,
        )
    if scarce:
        return needs_attention(
            "A disk is nearly full, or a folder of less weight cannot be written to. Free some room before forms and "
            "uploads fail.",
            *figures,
        )
    return good("There is room for what is written.", *figures)


def _fault_of_writing(folder: Path) -> str:
    """Write TRIAL to a file without a name, of which nothing is left whatever happens; return what went wrong."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            file.write(TRIAL)
    except OSError as error:
        return os.strerror(error.errno) if error.errno else str(error)
    return ""
