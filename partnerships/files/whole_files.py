"""Files that are there whole or not at all: of one for which the disk has no room, nothing stays behind."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

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


class StaticFiles(_WholeFiles, CompressedManifestStaticFilesStorage):
    """What `collectstatic` collects: half a file would not be written anew, since one of its name is there."""

    def post_process(self, *args: Any, **options: Any) -> Iterator[Any]:
        """Give each file its hashed name, and compress it. Raises OSError, with no new file left of it."""
        before = set(Path(self.location).rglob("*"))
        try:
            yield from super().post_process(*args, **options)
        except OSError:
            for path in set(Path(self.location).rglob("*")) - before:
                with suppress(OSError):
                    path.unlink()
            raise
