"""Long answers: written to disk while they are given to who asked first, and sent from there to whoever asks next.

All workers share the folder. Names hold the release, the content stamp and what was asked for, so that nothing is ever
taken back: the oldest are dropped when the folder is full. A file that cannot be read, or not whole, is not kept.
"""

import contextlib
import datetime
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, cast

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from lcep_site import encodings
from lcep_site.kept_answers.answer import Headers, headers_of, sent
from lcep_site.kept_answers.pages import AskedPage

MAX_BYTES = 512 * 2**20
# How the content is sent stands before it in a line, with how long it is: in so many digits, as that is known last.
MAX_LINE_BYTES, DIGITS = 8_192, 15
# What a file is called that is being written. Nobody has written on one that long ago, so nobody will.
DRAFT, MAX_DRAFT_SECONDS = "draft-", 60 * 60
BLOCK_BYTES = 512


class KeptFiles:
    """The long answers in `folder`, which take at most `max_bytes` of the disk."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self.folder, self.max_bytes = folder, max_bytes

    def given_to(
        self, request: HttpRequest, asked: AskedPage, stamp: int, now: datetime.datetime
    ) -> HttpResponseBase | None:
        """Return the answer as `request` asks for it, or None if none is kept that is good for `stamp` and `now`."""
        path = self._path_of(asked, stamp, now, encodings.of(request))
        with contextlib.ExitStack() as until_given:
            try:
                # Not buffered: whoever sends it begins where we stop reading.
                file = until_given.enter_context(path.open("rb", buffering=0))
                how = _read_line(file)
            except (OSError, ValueError, KeyError, TypeError):
                return None
            if now.timestamp() > how["good_until"]:
                return None

            def whole() -> HttpResponseBase:
                until_given.pop_all()
                return _with(how["headers"], FileResponse(file))

            return sent(request, how["headers"], whole)

    def keeping(
        self,
        response: StreamingHttpResponse,
        request: HttpRequest,
        asked: AskedPage,
        stamp: int,
        end: datetime.datetime,
    ) -> HttpResponseBase:
        """Return `response`, good for `stamp` up to `end`, as `request` asks for it; it is kept if it is sent whole."""
        encoding = encodings.of(request)
        path = self._path_of(asked, stamp, end, encoding)
        headers = headers_of(response, encoding, f"{path.stem}-{end:%H%M%S}")
        content = encodings.stream(cast(Iterator[bytes], response.streaming_content), encoding)
        response.streaming_content = self._writing(content, path, {"headers": headers, "good_until": end.timestamp()})
        given = sent(request, headers, lambda: _with(headers, response))
        if given is not response:
            response.close()
        return given

    def _path_of(self, asked: AskedPage, stamp: int, moment: datetime.datetime, encoding: str) -> Path:
        return self.folder / f"{asked.named(stamp, moment)}.{encoding or 'plain'}"

    def _writing(self, content: Iterator[bytes], path: Path, how: dict[str, object]) -> Iterator[bytes]:
        size = 0
        with _draft_in(self.folder) as draft:
            draft.write(_line(how, size))
            for part in content:
                draft.write(part)
                size += len(part)
                yield part
            draft.keep_as(path, _line(how, size))
        self.make_room()

    def make_room(self) -> None:
        """Drop the files that were written first if there are too many, but not those that are being written."""
        room, given_up = self.max_bytes, time.time() - MAX_DRAFT_SECONDS
        for status, path in sorted(_files_in(self.folder), key=lambda file: file[0].st_mtime_ns, reverse=True):
            room -= status.st_blocks * BLOCK_BYTES
            if room < 0 and (status.st_mtime < given_up or not path.name.startswith(DRAFT)):
                with contextlib.suppress(OSError):
                    path.unlink()


@dataclass
class Draft:
    """What is written of a file. A disk that takes no more only means that nothing is kept, whatever it refuses."""

    file: IO[bytes] | None

    def write(self, part: bytes) -> None:
        if self.file:
            try:
                is_whole = self.file.write(part) == len(part)
            except OSError:
                is_whole = False
            if not is_whole:
                self.drop()

    def keep_as(self, path: Path, first_line: bytes) -> None:
        """Write its `first_line` anew and give it its name, all of it at once; nobody misses what had that name."""
        if self.file:
            self.file.seek(0)
            self.write(first_line)
        if self.file:
            with contextlib.suppress(OSError):
                os.replace(self.file.name, path)

    def drop(self) -> None:
        """Close it, and leave nothing if it has not been given its name."""
        if self.file:
            for end in (self.file.close, Path(self.file.name).unlink):
                with contextlib.suppress(OSError):
                    end()
        self.file = None


@contextlib.contextmanager
def _draft_in(folder: Path) -> Iterator[Draft]:
    draft = Draft(None)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        # Not buffered: what the disk refuses is known at once, and not when the file is closed.
        draft.file = NamedTemporaryFile(dir=folder, prefix=DRAFT, buffering=0, delete=False)  # noqa: SIM115 - dropped below
    try:
        yield draft
    finally:
        draft.drop()


def _line(how: dict[str, object], size: int) -> bytes:
    """Return the line before content of `size` bytes: `how` it is sent."""
    return json.dumps({**how, "size": f"{size:0{DIGITS}}"}).encode() + b"\n"


def _read_line(file: FileIO) -> dict[str, Any]:
    """Return how the content of `file` is sent, which is read up to it. Raises ValueError if it is not whole."""
    line = file.read(MAX_LINE_BYTES).partition(b"\n")[0]
    how = json.loads(line)
    start = file.seek(len(line) + 1)
    if int(how["size"]) != os.fstat(file.fileno()).st_size - start:
        raise ValueError("Not all of it was written.")
    return how


def _with(headers: Headers, response: HttpResponseBase) -> HttpResponseBase:
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _files_in(folder: Path) -> Iterator[tuple[os.stat_result, Path]]:
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            with contextlib.suppress(OSError):
                yield path.stat(), path
