"""Long answers: written to disk while they are given to who asked first, and sent from there to whoever asks next.

All workers share the folder. Names hold the release, the content stamp and what was asked for, so that nothing is ever
taken back: the oldest are dropped when the folder is full.
"""

import contextlib
import datetime
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, cast

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from lcep_site import encodings
from lcep_site.kept_answers.answer import Headers, headers_of, sent
from lcep_site.kept_answers.pages import AskedPage

MAX_BYTES = 512 * 2**20


class KeptFiles:
    """The long answers in `folder`, at most `max_bytes` of them: each a file of content, and one of how it is sent."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self.folder, self.max_bytes = folder, max_bytes

    def given_to(
        self, request: HttpRequest, asked: AskedPage, stamp: int, now: datetime.datetime
    ) -> HttpResponseBase | None:
        """Return the answer as `request` asks for it, or None if none is kept that is good for `stamp` and `now`."""
        path = self._path_of(asked, stamp, encodings.of(request))
        try:
            how = json.loads(_how_file(path).read_bytes())
            if now.timestamp() > how["good_until"]:
                return None
            return sent(request, how["headers"], lambda: _with(how["headers"], FileResponse(path.open("rb"))))
        except FileNotFoundError:
            # Never kept, or dropped a moment ago.
            return None

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
        path = self._path_of(asked, stamp, encoding)
        headers = headers_of(response, encoding, f"{path.stem}-{end:%H%M%S}")
        content = encodings.stream(cast(Iterator[bytes], response.streaming_content), encoding)
        response.streaming_content = self._writing(content, path, {"headers": headers, "good_until": end.timestamp()})
        given = sent(request, headers, lambda: _with(headers, response))
        if given is not response:
            response.close()
        return given

    def _path_of(self, asked: AskedPage, stamp: int, encoding: str) -> Path:
        return self.folder / f"{asked.named(stamp)}.{encoding or 'plain'}"

    def _writing(self, content: Iterator[bytes], path: Path, how: dict[str, object]) -> Iterator[bytes]:
        with _draft_in(self.folder) as draft:
            for part in content:
                draft.write(part)
                yield part
            draft.keep_as(path)
        with _draft_in(self.folder) as draft:
            draft.write(json.dumps(how).encode())
            draft.keep_as(_how_file(path))
        self.make_room()

    def make_room(self) -> None:
        """Drop the files that were written first if there are too many, what was left half written among them."""
        room = self.max_bytes
        for status, path in sorted(_files_in(self.folder), key=lambda file: file[0].st_mtime_ns, reverse=True):
            room -= status.st_size
            if room < 0:
                path.unlink(missing_ok=True)


@dataclass
class Draft:
    """What is written of a file, which has no name yet. A disk that takes no more only means that nothing is kept."""

    file: IO[bytes] | None

    def write(self, part: bytes) -> None:
        if self.file:
            try:
                is_whole = self.file.write(part) == len(part)
            except OSError:
                is_whole = False
            self.file = self.file if is_whole else None

    def keep_as(self, path: Path) -> None:
        """Give it its name, all of it at once; what another has written meanwhile is as good."""
        if self.file:
            with contextlib.suppress(OSError):
                os.link(self.file.name, path)


@contextlib.contextmanager
def _draft_in(folder: Path) -> Iterator[Draft]:
    with contextlib.ExitStack() as opened:
        draft = Draft(None)
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            # Not buffered: what the disk refuses is known at once, and not when the file is closed.
            draft.file = opened.enter_context(NamedTemporaryFile(dir=folder, buffering=0))
        yield draft


def _how_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _with(headers: Headers, response: HttpResponseBase) -> HttpResponseBase:
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _files_in(folder: Path) -> Iterator[tuple[os.stat_result, Path]]:
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                yield path.stat(), path
