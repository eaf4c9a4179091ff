"""Starts what the site is made of, each in a process of its own, from one that has read the code once.

Each line that it is told is a list of arguments for Python, to begin a process with, or an empty list: to kill all that
were begun, with their children, in a way no program can notice. It answers each with a line. At the end of the lines it
kills all too.
"""

import json
import os
import runpy
import signal
import sys

import lcep_site.wsgi  # noqa: F401


def start(arguments: list[str]) -> int:
    """Begin a process, in a group of its own, that does as Python does with `arguments`; return its number."""
    if pid := os.fork():
        # Whoever of the two comes first: it may be killed at once.
        os.setpgid(pid, pid)
        return pid
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (sys.stdin, sys.stdout):
        os.dup2(nothing, stream.fileno())
    is_module = arguments[0] == "-m"
    sys.argv = arguments[is_module:]
    run = runpy.run_module if is_module else runpy.run_path
    run(sys.argv[0], run_name="__main__")
    sys.exit()


def kill(pids: list[int]) -> None:
    """Kill the processes with their groups, and wait until they are gone."""
    for pid in pids:
        # One that has ended by itself was not waited for, so its number is still its own.
        os.killpg(pid, signal.SIGKILL)
    for pid in pids:
        os.waitpid(pid, 0)
    pids.clear()


if __name__ == "__main__":
    running: list[int] = []
    for line in sys.stdin:
        if told := json.loads(line):
            running.append(start(told))
        else:
            kill(running)
        print(flush=True)
    kill(running)
