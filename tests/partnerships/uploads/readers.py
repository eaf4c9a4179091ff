"""Readers that do what none should; they are run in a process of their own."""

import os
import resource
import socket
import sqlite3
import subprocess
import sys
import time

from partnerships.uploads.refusals import Refused


def plain(content, *options):
    return {"content": content, "options": list(options), "number": 1.5}


def about_itself(content, *options):
    is_set_up = "django.apps" in sys.modules and sys.modules["django.apps"].apps.ready
    limits = {name: list(resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))) for name in options}
    return {
        "process": os.getpid(),
        "environment": dict(os.environ),
        "is_django_set_up": is_set_up,
        "folder": os.getcwd(),
        "is_isolated": bool(sys.flags.isolated),
        "limits": limits,
    }


def refusing(content):
    raise Refused("Not this one", "not_this")


def mistaken(content):
    return 1 / 0


def for_ever(content):
    while True:
        pass


def waiting(content):
    time.sleep(60)


def slow(content):
    time.sleep(0.8)


def greedy(content):
    kept = []
    while True:
        kept.append(bytearray(10_000_000))


def crashing(content):
    os.abort()


def leaving(content):
    os._exit(0)


def babbling(content):
    sys.stdout.buffer.write(b"\xc1 nothing of ours")
    sys.stdout.flush()
    os._exit(0)


def silent_but_alive(content):
    os.close(1)
    time.sleep(3)


def without_end(content):
    while True:
        os.write(1, b"\x00" * 100_000)


def reaching(content, what, path, parent):
    {
        "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
        "look_up": lambda: socket.getaddrinfo("localhost", 80),
        "listen": lambda: socket.socket().bind(("127.0.0.1", 0)),
        "database": lambda: sqlite3.connect(":memory:"),
        "program": lambda: subprocess.run(["true"], check=False),
        "shell": lambda: os.system("true"),
        "fork": os.fork,
        "write": lambda: open(path, "a"),  # noqa: SIM115
        "remove": lambda: os.remove(path),
        "signal": lambda: os.kill(parent, 0),
    }[what]()
