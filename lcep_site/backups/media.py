"""The files that rows refer to: which these are, into a backup and out of it, wherever the storage keeps them."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage

from partnerships.files.pictures import Picture, names_in_use

IN_MEMORY = 8 * 1024 * 1024


def names() -> set[str]:
    """Return the names of all files that rows, versions of rows or working copies refer to, as the database stands."""
    found = names_in_use()
    pictures = {name: picture for name in found if (picture := Picture.named(name))}
    sizes = {file for picture in pictures.values() for _, file in picture.sizes}
    return found | sizes


def copies(wanted: set[str], folder: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Yield each of the `wanted` names whose file is there, with a copy, which lies in `folder` if it is large."""
    for name in sorted(wanted):
        with SpooledTemporaryFile(IN_MEMORY, dir=str(folder)) as copy:
            try:
                with default_storage.open(name) as file:
                    shutil.copyfileobj(file, copy)
            except FileNotFoundError:
                continue
            yield name, copy


def put_back(paths: dict[str, Path], say: Callable[[str], None]) -> int:
    """Put the files of a backup into the storage, and return how many were not there. Those that are there stay.

    A name is given once and its file never changed: one that has other bytes is damaged, and put back.
    """
    count = 0
    for name, path in paths.items():
        if default_storage.exists(name):
            if _digest(default_storage.open(name)) == _digest(path.open("rb")):
                continue
            say(f"The file {name} differed from that in the backup, and was put back.")
            default_storage.delete(name)
        with path.open("rb") as file:
            kept_as = default_storage.save(name, File(file))
        assert kept_as == name, f"The storage called {name} {kept_as}."
        count += 1
    return count


def _digest(file: Any) -> bytes:
    with file:
        digest = hashlib.sha256()
        while block := file.read(1024 * 1024):
            digest.update(block)
        return digest.digest()
