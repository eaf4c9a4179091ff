"""Reads an upload in a process of its own: whatever is wrong with a file, the site goes on and its sender is told.

The process is a fresh interpreter, never a copy of ours, whose threads may hold locks. It gets the content and a few
options, no variable of our environment, no database, no network and no file to write. It sets its own limits before it
is given the content: processor time, memory and the size of files. If it is not ready in time it is killed. What it
gives back is plain data, of which nothing is run.

On macOS the limit of memory is not enforced by the system; those of time are.
"""

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgpack

from partnerships.uploads.refusals import Refused, TooMuchWork

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("child.py")
TOO_MUCH = (
    "Reading this file takes too much time or memory, so we have stopped. It may be damaged, or far larger inside than "
    "it looks. Save it again, or as several smaller ones"
)
UNREADABLE = "This file cannot be read. It may be damaged: save it again, and choose that"
BUSY = "Many files are being read at this moment. Wait a minute, then send it again"
# The readers of one process of ours at the same time, and how long another waits for its turn.
AT_ONCE, PATIENCE = 2, 30
_turns = threading.BoundedSemaphore(AT_ONCE)
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What reading one file may take: `seconds` of the processor and in all, and megabytes of memory and of answer."""

    processor_seconds: int = 15
    seconds: int = 40
    memory_megabytes: int = 512
    answer_megabytes: int = 64


USUAL = Limits()


def read(reader: str, content: bytes, *options: Any, limits: Limits = USUAL) -> Any:
    """Return what `reader`, "package.module:function", makes of `content` and `options`, of the types of JSON.

    The reader's module must import nothing that needs Django to be set up. What it returns is of the types of JSON or
    bytes. Raises Refused, as the reader does, or where it makes a mistake; and TooMuchWork beyond the `limits`.
    """
    with _turn():
        answer, status = _ask(reader, content, options, limits)
    try:
        outcome, value = msgpack.unpackb(answer)
    except (ValueError, msgpack.UnpackException):
        logger.warning("Reading an upload by %s was stopped (status %s)", reader, status)
        raise TooMuchWork(TOO_MUCH, "too_much_work") from None
    if outcome == "refused":
        raise Refused(*value)
    if outcome != "read":
        logger.error("Reading an upload by %s failed: %s", reader, value)
        raise Refused(UNREADABLE, "unreadable") from RuntimeError(value)
    return value


@contextmanager
def _turn() -> Iterator[None]:
    """Wait until fewer than AT_ONCE are being read. Raises Refused if that takes longer than PATIENCE."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Refused(BUSY, "busy")
    try:
        yield
    finally:
        _turns.release()


def _ask(reader: str, content: bytes, options: tuple[Any, ...], limits: Limits) -> tuple[bytes, int]:
    """Return what the process answers, b"" if nothing whole, and with which status it ended."""
    request = json.dumps([reader, options, limits.processor_seconds, limits.memory_megabytes]).encode()
    # Isolated: neither variables nor the folder we run in say what it imports.
    command = [sys.executable, "-I", "-B", str(CHILD)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env={}, cwd="/", **pipes) as process:
        timer = threading.Timer(limits.seconds, process.kill)
        timer.start()
        try:
            assert process.stdin and process.stdout
            # It may end before it has taken everything.
            with suppress(BrokenPipeError):
                process.stdin.write(request + b"\n" + content)
            with suppress(BrokenPipeError):
                process.stdin.close()
            answer = _up_to(process.stdout.read, limits.answer_megabytes * 1024 * 1024)
        finally:
            timer.cancel()
            process.kill()
    return answer, process.returncode


def _up_to(read_some: Any, most: int) -> bytes:
    """Return all there is to read, b"" if that is more than `most` bytes."""
    answer = bytearray()
    while chunk := read_some(_CHUNK):
        answer += chunk
        if len(answer) > most:
            return b""
    return bytes(answer)
