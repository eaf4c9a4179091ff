"""Large uploads while they arrive, as files: where the disk has no room for one, the form it came with says so.

All of the request is read, so that the answer reaches whoever sent it, with what they wrote.
"""

import errno
from contextlib import suppress
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

NO_ROOM = (
    "There is no room for this file on our side just now, so it was not kept. Nothing is wrong with it: "
    "choose it again later"
)
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


class UnkeptFile(UploadedFile):
    """A file of which nothing is here: whoever asks how long it is, as every field does first, is told why."""

    def __init__(self, name: str) -> None:
        super().__init__(BytesIO(), name)

    @property
    def size(self) -> int:
        """Raises ValidationError, with NO_ROOM."""
        raise ValidationError(NO_ROOM, code="no_room")

    @size.setter
    def size(self, value: object) -> None:
        """Pass over what a file is made with."""


class ArrivingFiles(TemporaryFileUploadHandler):
    """Keeps what is too large for memory in files without a lasting name."""

    # A TemporaryUploadedFile, or None once it is lost.
    file: Any

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        self.file = None
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._lose(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a part of the file, or pass over it once one has found no room."""
        if self.file is not None:
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError as error:
                self._lose(error)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """Return the file, to be read from its beginning; an UnkeptFile if there was no room for it."""
        if self.file is not None:
            try:
                # What is held back in memory finds room only now, or none.
                return super().file_complete(file_size)
            except OSError as error:
                self._lose(error)
        return UnkeptFile(self.file_name or "")

    def _lose(self, error: OSError) -> None:
        if self.file is not None:
            with suppress(OSError):
                self.file.close()
        self.file = None
        if error.errno not in _NO_SPACE:
            raise error
