"""Large uploads while they arrive, as files: where the disk has no room for one, the form it came with says so.

Anybody may send files, to any form, before it is known who they are: no request has more than MOST_BYTES kept. All of
the request is read, so that the answer reaches whoever sent it, with what they wrote.
"""

import errno
from contextlib import suppress
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

NO_ROOM = (
    "There is no room for this file on our side just now, so it was not kept. Nothing is wrong with it: "
    "choose it again later"
)
# The largest documents, with pictures beside them.
MOST_BYTES = 40 * 1024 * 1024
TOO_LARGE = "This is more than the site takes at once, so the file was not kept. Choose a smaller one"
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


class UnkeptFile(UploadedFile):
    """A file of which nothing is here: whoever asks how long it is, as every field does first, is told why."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(BytesIO(), name)
        self._why = why

    @property
    def size(self) -> int:
        """Raises ValidationError, with why."""
        raise ValidationError(self._why, code="not_kept")

    @size.setter
    def size(self, value: object) -> None:
        """Pass over what a file is made with."""


class ArrivingFiles(TemporaryFileUploadHandler):
    """Keeps what is too large for memory in files without a lasting name."""

    # A TemporaryUploadedFile, or None once it is lost.
    file: Any

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._why, self._bytes = NO_ROOM, 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        self.file, self._why = None, NO_ROOM
        try:
            super().new_file(*args, **kwargs)
        except OSError as error:
            self._lose(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a part of the file, or pass over it once one has found no room, or too much has come."""
        self._bytes += len(raw_data)
        if self._bytes > MOST_BYTES:
            self._why = TOO_LARGE
            self._let_go()
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
        return UnkeptFile(self.file_name or "", self._why)

    def _let_go(self) -> None:
        if self.file is not None:
            with suppress(OSError):
                self.file.close()
        self.file = None

    def _lose(self, error: OSError) -> None:
        self._let_go()
        if error.errno not in _NO_SPACE:
            raise error
