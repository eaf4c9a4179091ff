"""What the process of its own runs: it takes its limits, reads one upload, and writes what came of it.

Nothing of Django is set up here. `apart` starts it, and nothing imports it.
"""

import importlib
import json
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024 * 1024
MOST_FILES = 64
# What a reader has no business with, as Python tells of it (sys.addaudithook).
FORBIDDEN = (
    *("socket.", "sqlite3.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "os.spawn", "pty."),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate"),
    *(
        "os.kill",
        "os.putenv",
        "os.unsetenv",
        "shutil.",
        "tempfile.",
        "urllib.",
        "http.",
        "ftplib.",
        "smtplib.",
        "ctypes.",
    ),
)
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


def main() -> None:
    name, options, seconds, megabytes = json.loads(sys.stdin.buffer.readline())
    _limit(seconds, megabytes)
    sys.path.insert(0, str(ROOT))
    # Needed for the answer, and for what is told of a refusal.
    import msgpack

    from partnerships.uploads.refusals import Refused

    module, _, function = name.partition(":")
    reader = getattr(importlib.import_module(module), function)
    sys.addaudithook(_refuse)
    outcome: tuple[str, Any]
    try:
        outcome = ("read", reader(sys.stdin.buffer.read(), *options))
    except Refused as refusal:
        outcome = ("refused", [refusal.message, refusal.code])
    except MemoryError:
        # To be told apart from what the reader says: nothing is answered.
        sys.exit(1)
    except Exception as error:
        outcome = ("failed", f"{type(error).__name__}: {error}"[:500])
    sys.stdout.buffer.write(msgpack.packb(outcome))
    sys.stdout.buffer.flush()


def _limit(seconds: int, megabytes: int) -> None:
    """Let the system end this process beyond `seconds` of the processor, and give it no more memory, nor any file."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_FILES, MOST_FILES))
    # macOS knows the name, and does nothing or refuses.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Raise PermissionError for what a reader has no business with. What it reads may have taken it over."""
    writes = event == "open" and (
        isinstance(arguments[1], str) and set(arguments[1]) & set("wax+") or (arguments[2] or 0) & WRITING
    )
    if writes or event.startswith(FORBIDDEN):
        raise PermissionError(f"A reader of uploads may not: {event}")


if __name__ == "__main__":
    main()
