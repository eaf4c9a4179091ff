"""Files that are there whole or not at all: of one for which the disk has no room, nothing stays behind."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]  # it tells no types


class _WholeFiles(FileSystemStorage):
    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        """Keep `content` as `name`, or another if that is taken, and return that. Raises OSError, with nothing kept."""
        free = self.get_available_name(name or content.name, max_length)
        try:
            return super().save(free, content, max_length)
        except OSError:
            with suppress(OSError):
                self.delete(free)
            raise


class MediaFiles(_WholeFiles):
    """What people upload."""


def manifest_of(code: Path) -> str:
    """Return what the list of the files that were collected for the `code` in a folder is called."""
    return f"staticfiles-{hashlib.blake2b(str(code).encode(), digest_size=4).hexdigest()}.json"


class StaticFiles(_WholeFiles, CompressedManifestStaticFilesStorage):
    """What `collectstatic` collects. It may be served while it is collected again: no file of it is ever half there."""

    # Of each folder of code its own: a version yet to be served, or served again, finds what it collected.
    manifest_name = manifest_of(settings.BASE_DIR)

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Give each file its hashed name, and compress it. Raises OSError, with no new file left of it."""
        if dry_run:
            return
        with TemporaryDirectory(dir=self.location) as folder:
            beside = CompressedManifestStaticFilesStorage(folder, base_url=self.base_url)
            beside.manifest_name = self.manifest_name
            for name in paths:
                _put(Path(self.path(name)), Path(beside.path(name)), shutil.copy2)
            yield from beside.post_process(paths, **options)
            # The list of all comes last.
            made = [path for path in Path(folder).rglob("*") if path.is_file() and path.name != self.manifest_name]
            for path in (*made, Path(folder, self.manifest_name)):
                _put(path, Path(self.location, path.relative_to(folder)), os.replace)
            self.hashed_files = beside.hashed_files
        if self.keep_only_hashed_files:
            for name in paths:
                self.delete(name)


def _put(path: Path, target: Path, how: Callable[[Path, Path], object]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    how(path, target)
