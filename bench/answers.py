"""Answers over HTTP/1.1 as they come in over the wire."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """One answer: its status, its headers by lower-case name, and its content as sent."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def ends_connection(self) -> bool:
        """Whether the server closes the connection after it."""
        return self.headers.get("connection", "").lower() == "close"


def read_answer(received: bytes, *, is_over: bool = False) -> Answer | None:
    """Return the answer that `received` begins with, or None when it is not whole yet.

    `is_over` says that nothing more will come, which is how an answer without a length ends.
    """
    head, is_whole, content = received.partition(b"\r\n\r\n")
    if not is_whole:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for name, _, value in (line.partition(":") for line in lines):
        # Several cookies come one a line.
        headers[name.lower()] = "\n".join(filter(None, [headers.get(name.lower()), value.strip()]))
    status = int(first.split()[1])
    if status in {204, 304}:
        return Answer(status, headers, b"")
    if headers.get("transfer-encoding", "").lower() == "chunked":
        chunks = _chunks(content)
        return None if chunks is None else Answer(status, headers, chunks)
    length = int(headers["content-length"]) if "content-length" in headers else None
    if length is None:
        return Answer(status, headers, content) if is_over else None
    return Answer(status, headers, content[:length]) if len(content) >= length else None


def _chunks(content: bytes) -> bytes | None:
    """Return what the chunks of `content` hold, or None when the last has not come."""
    parts, rest = [], content
    while True:
        size, is_whole, rest = rest.partition(b"\r\n")
        if not is_whole:
            return None
        length = int(size.partition(b";")[0], 16)
        if len(rest) < length + 2:
            return None
        if length == 0:
            return b"".join(parts)
        parts.append(rest[:length])
        rest = rest[length + 2 :]
