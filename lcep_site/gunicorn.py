"""How gunicorn serves the site, for `manage.py serve`, the image and whatever measures: -c python:lcep_site.gunicorn.

WEB_CONCURRENCY says how many workers there are, where the processors we see are not all for us.
"""

import contextlib
import ctypes
import gc
import logging
import os
import re
import threading
from pathlib import Path
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]  # it tells no types
from gunicorn.http.errors import LimitRequestLine  # type: ignore[import-untyped]

from lcep_site.reading_ahead import ReadingAheadWorker

# What Python is told to start it.
COMMAND = ["-m", "gunicorn", "-c", f"python:{__name__}"]

wsgi_app = "lcep_site.wsgi"
# One that draws for each processor, and another to take requests while one waits for a lock of the database.
_processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
workers = int(os.environ.get("WEB_CONCURRENCY") or max(2, _processors))
threads = 4
# Each takes a file, of which a process may often have 1,024. They cost little: see reading_ahead.py.
worker_connections = 500
# What sends a file by itself would wait for slow readers.
sendfile = False
# A header of a visitor, even through a proxy, says nothing about where the site is mounted.
forwarder_headers = ""
# Read once, before the workers part: they start at once and share what they never change. Nothing of it opens a
# database, whose connections no two processes may share.
preload_app = True
loglevel = "warning"
# Nobody tells it anything while it runs, but by signals; and two of one account would share that socket.
control_socket_disable = True
# As long as it can: what is longer than we read, lcep_site/typed_addresses.py answers with a page of ours.
limit_request_line = 8190
TOO_LONG = (
    "<!doctype html><html lang=en-GB><meta charset=utf-8><title>This address is too long</title>"
    "<meta name=viewport content=width=device-width><meta name=color-scheme content='light dark'>"
    "<h1>This address is too long</h1><p>It has more characters than the site reads. "
    "<a href=/>Go to the home page</a>, and search with fewer words.</p></html>"
)


class Worker(ReadingAheadWorker):
    """Says in plain words what even gunicorn does not read on.

    Programs get the same page: gunicorn tells neither the address nor the bytes of what it did not read, so nobody
    knows what was asked for. Without its limit (limit_request_line = 0) it would read lines of a megabyte and more.
    """

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        if not isinstance(exc, LimitRequestLine):
            super().handle_error(req, client, addr, exc)
            return
        head = "HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
        answer = f"{head}Content-Length: {len(TOO_LONG)}\r\n\r\n{TOO_LONG}"
        with contextlib.suppress(OSError):
            util.write_nonblock(client, answer.encode("ascii"))


worker_class = Worker

# Otherwise each thread keeps what it once took for itself: 20 MB of a worker of a very large directory. And what is
# large is given back at once, not kept for the next that is as large: 10 MB of a worker of the directory of today.
# M_ARENA_MAX, M_MMAP_THRESHOLD and M_TRIM_THRESHOLD of glibc, see mallopt(3); it must be said before threads begin.
_MEMORY = {-8: 2, -3: 2**20, -1: 2**21}
if hasattr(_libc := ctypes.CDLL(None), "mallopt"):
    for _parameter, _value in _MEMORY.items():
        _libc.mallopt(_parameter, _value)

# What stands behind it in a line of the log is as a visitor wrote it, at times with who wrote it.
_ABOUT_A_VISITOR = re.compile(r"(Invalid request) from .*", re.DOTALL)


def on_starting(server: Any) -> None:
    """Write gunicorn's log as ours is written, without what people type, postcodes above all, and where they are."""
    server.log.error_log.addFilter(without_what_was_typed)
    if _serves_the_directory():
        from django.conf import settings
        from django.utils.module_loading import import_string

        from lcep_site.logs.repeats import Repeats

        # Whoever sends what is no request all day long fills no log.
        server.log.error_log.addFilter(Repeats(server.log.error_log.handle).is_new)
        line = import_string(settings.LOGGING["formatters"]["line"]["()"])()
        for handler in server.log.error_log.handlers:
            handler.setFormatter(line)


def without_what_was_typed(line: logging.LogRecord) -> bool:
    """Put routes in the place of addresses, which may hold tokens, and leave out all that is said of a bad request."""
    line.msg = _ABOUT_A_VISITOR.sub(r"\1", str(line.msg))
    if isinstance(line.args, tuple):
        line.args = tuple(_route(value) if isinstance(value, str) else value for value in line.args)
    return True


def _route(value: str) -> str:
    """Return `value`, in the place of an address the name of its route, if it is an address of ours."""
    path = value.partition("?")[0]
    if path.startswith("/") and _serves_the_directory():
        from lcep_site.logs.requests import route_of_path

        return route_of_path(path)
    return path


def when_ready(server: Any) -> None:
    """Read what all workers share, and keep their search for garbage away from it, which writes on all it looks at.

    It is the names of places in our files, what is learnt of adverts, for which the first who sends a form would wait a
    second, and what answers and draws pages, which is as large as all that a worker keeps of the directory.
    """
    if _serves_the_directory():
        # This module is read before Django is set up.
        from partnerships.abuse import learnt
        from partnerships.finder.file_index import read_files

        read_files()
        learnt.weights()
        _read_pages()
    gc.collect()
    gc.freeze()


def _read_pages() -> None:
    """Read all addresses with what answers them, and all templates of ours."""
    from django.conf import settings
    from django.template import TemplateSyntaxError
    from django.template.loader import get_template
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018 - read when it is asked for
    folder = settings.BASE_DIR / "templates"
    for file in filter(Path.is_file, folder.rglob("*")):
        # One that is broken is logged when it is to be drawn: all others are served.
        with contextlib.suppress(TemplateSyntaxError):
            get_template(str(file.relative_to(folder)))


def post_worker_init(worker: Any) -> None:
    """Limit how long a worker waits for the database, and have it read the names of schools before somebody asks."""
    if _serves_the_directory():
        from partnerships.database import limits

        limits.serve()
        threading.Thread(target=_read_schools, daemon=True).start()


def child_exit(server: Any, worker: Any) -> None:
    """Leave out of the figures what can only be counted for a worker that lives."""
    from django.conf import settings

    if _serves_the_directory() and settings.METRICS_TOKEN:
        from lcep_site.metrics import counts

        counts.forget_worker(worker.pid)


def _serves_the_directory() -> bool:
    """Whether it is our site that is served: what it is measured against is served in the same way (bench/)."""
    from django.apps import apps

    return apps.ready and apps.is_installed("partnerships")


def _read_schools() -> None:
    from django.db import Error, connection

    from partnerships.schools import kept

    try:
        # A database that is not ready yet is read when somebody asks.
        with contextlib.suppress(Error):
            kept.current()
    finally:
        connection.close()
