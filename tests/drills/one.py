"""Make one fault, in this process, and keep what was found: python -m tests.drills.one NAME."""

import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from importlib import import_module
from pathlib import Path

import django

from tests.drills.results import Result

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(name: str) -> None:
    """Make the fault `name` in an empty folder. What goes wrong in the drill itself is told as what does not hold."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    # Short, because the path of a Unix socket may have no more than 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="lcep-drill-", dir="/tmp"))
    began = time.monotonic()
    measured = why = ""
    try:
        measured = import_module(f"tests.drills.{name}").run(folder)
    except AssertionError as error:
        traceback.print_exc()
        why = str(error) or "an assertion without words failed"
    except Exception as error:
        traceback.print_exc()
        why = f"the drill itself failed: {error!r}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    Result.of(name, measured=measured, why=why, seconds=time.monotonic() - began).keep()


def stop(number: int, frame: object) -> None:
    """Stop whatever was started, on the way out, undisturbed by whoever says stop a second time."""
    for each in STOP_SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    for number in STOP_SIGNALS:
        signal.signal(number, stop)
    main(sys.argv[1])
