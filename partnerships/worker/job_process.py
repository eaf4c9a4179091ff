"""One daily job, in a process of its own: `python -m partnerships.worker.job_process NAME`.

So a job that hangs, takes all its memory or is killed harms no other. It ends with the scheduler that began it, however
that ends: its standard input is a pipe that only the scheduler holds open. On its standard output it says, in JSON,
whether it is done, and in which words.
"""

import json
import logging
import os
import signal
import sys
from contextlib import redirect_stdout
from io import StringIO
from threading import Thread
from typing import TYPE_CHECKING

import django
from django.core.management import CommandError, call_command

if TYPE_CHECKING:
    from partnerships.worker.daily import DailyJob

logger = logging.getLogger(__name__)

# Visitors come first.
NICENESS = 10


def perform(job: "DailyJob") -> tuple[bool, str]:
    """Do `job`; return whether it is done, and what it said or why it failed.

    A mistake of ours goes to the log as a whole, and is only named here: what it says may be about a person.
    """
    said = StringIO()
    try:
        with redirect_stdout(said):
            call_command(job.command, *job.arguments, stdout=said)
    except CommandError as error:
        return False, str(error)
    except Exception as error:
        logger.exception("The daily job “%s” failed", job.name)
        return False, f"Something went wrong ({type(error).__name__}); the log says more."
    return True, said.getvalue()


def _end_with_the_scheduler() -> None:
    # Not by sys.stdin, whose lock would hold up the end of this process.
    os.read(sys.stdin.fileno(), 1)
    # At once, whatever the job is in the middle of.
    os.kill(os.getpid(), signal.SIGKILL)


def main(name: str) -> None:
    """Do the job `name` and write what came of it."""
    os.nice(NICENESS)
    Thread(target=_end_with_the_scheduler, daemon=True).start()
    django.setup()
    from partnerships.worker import daily

    is_done, words = perform(daily.JOBS[name])
    sys.stdout.write(json.dumps([is_done, words]))


if __name__ == "__main__":
    main(sys.argv[1])
