"""A trace for the log: where it happened, in few lines, without what any variable held."""

import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest

from lcep_site.logs.scrubbing import scrubbed

BASE = f"{Path(__file__).resolve().parent.parent.parent}/"
LIBRARIES = re.compile(r".*/(?:site-packages|lib/python3\.\d+)/")
OURS = ("lcep_site/", "members/", "partnerships/", "manage.py", "tests/", "bench/")
# A middleware that only hands the request on says nothing of what happened.
HANDS_ON = re.compile(r"\bget_response\(|^return view\(|wrapped|callback\(request")
# How many steps of our code, of libraries below it, and causes of an error are told.
MOST_STEPS, MOST_BELOW, MOST_CAUSES = 10, 2, 3
MOST_CHARACTERS = 300


def line_of(error: BaseException, request: HttpRequest | None) -> str:
    """Return what sort of error it is, and what it says of itself without anything of somebody's."""
    said = scrubbed(str(error), request)
    said = " ".join(said.split())[:MOST_CHARACTERS]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def steps_of(error: BaseException, request: HttpRequest | None) -> list[str]:
    """Return the steps that led to `error`, the first first, and the errors it came of, each in a line."""
    steps = [_told(frame) for frame in _worth_telling(error)]
    cause, number = _cause_of(error), 0
    while cause is not None and number < MOST_CAUSES:
        place = [_told(frame) for frame in _worth_telling(cause)][-1:]
        steps.append(f"because of {line_of(cause, request)}{f' ({place[0]})' if place else ''}")
        cause, number = _cause_of(cause), number + 1
    return steps


def place_of(error: BaseException) -> str:
    """Return the last step of our code before `error`, by which the same fault is known again.

    A database that does not answer fails whoever asks it first: that is one fault, wherever it is met.
    """
    if isinstance(error, OperationalError | InterfaceError):
        return ""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame)]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""


def _worth_telling(error: BaseException) -> list[traceback.FrameSummary]:
    """Return the last steps of our code, and what was called below the last of them."""
    frames = traceback.extract_tb(error.__traceback__)
    last = max((number for number, frame in enumerate(frames) if _is_ours(frame)), default=-1)
    ours = [frame for frame in frames[: last + 1] if _is_ours(frame) and not HANDS_ON.search(frame.line or "")]
    return [*ours[-MOST_STEPS:], *frames[last + 1 :][-MOST_BELOW:]]


def _told(frame: traceback.FrameSummary) -> str:
    return f"{_short(frame.filename)}:{frame.lineno} {frame.name}: {' '.join((frame.line or '').split())}"[
        :MOST_CHARACTERS
    ]


def _short(path: str) -> str:
    """Return `path` from the folder of the project or of the libraries on: where they lie is nobody's business."""
    return LIBRARIES.sub("", path.removeprefix(BASE))


def _is_ours(frame: traceback.FrameSummary) -> bool:
    return frame.filename.startswith(BASE) and _short(frame.filename).startswith(OURS)


def _cause_of(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def causes_of(error: BaseException) -> Iterator[BaseException]:
    """Yield `error` and those it came of."""
    cause: BaseException | None = error
    for _ in range(MOST_CAUSES + 1):
        if cause is None:
            return
        yield cause
        cause = _cause_of(cause)
