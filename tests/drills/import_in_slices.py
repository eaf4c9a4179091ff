"""An import of ten thousand rows on SQLite while the site is used: visitors read and ask, staff look and save."""

import http.client
import os
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from io import StringIO
from itertools import count, islice, product
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from bench.html_forms import form_with
from lcep_site.environment import local_secret_key
from members.models import MemberOrganisation, SheetImport
from members.models.sheets import SheetKind, SheetState
from members.sheets import lifecycle, work
from partnerships.abuse.spam import QUICKEST_SECONDS
from partnerships.models import Revision
from partnerships.vocabulary import RevisionKind
from tests import databases
from tests.factories import make_superuser
from tests.never_lost.site import Site, site_in
from tests.never_lost.visitors import Visitor
from tests.signing_in import StaffClient

ROW = "SQLite with a 10,000-row import"
MUST_HOLD = (
    "imports in slices that hold the lock under a second, rows coming into sight slice by slice, a killed one going on "
    "by itself, undo taking back every slice; no read waits; no save or enquiry fails (PostgreSQL keeps one "
    "transaction)"
)
ROWS = int(os.environ.get("DRILL_ROWS", "10000"))
LONGEST_HOLD_SECONDS = 1
PATIENCE_SECONDS = 240
CSRF_TOKEN = "t" * 32
SHEETS = "members_sheetimport"
READ = ("/", "/partnerships/", "/find/?q=Leeds", "/api/v1/partnerships/", "/members/")
STAFF_READ = ("/back-office/", "/back-office/partnerships/partnership/", "/back-office/members/memberorganisation/")


@dataclass
class Seen:
    """What those who use the site meanwhile saw: how long each waited at most, in seconds, and what failed."""

    longest: Counter = field(default_factory=Counter)
    times: Counter = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    @contextmanager
    def noting(self, what: str) -> Iterator[None]:
        """Measure one act of the sort `what`; one that does not come to what it should is a failure."""
        began = time.monotonic()
        try:
            yield
        except (AssertionError, OSError, LookupError, http.client.HTTPException) as error:
            self.failed.append(f"{what}: {error!r}")
        self.times[what] += 1
        self.longest[what] = max(self.longest[what], time.monotonic() - began)


def run(folder: Path) -> str:
    """Import a large sheet, kill that in the middle, let it end, and undo it, while the site is used."""
    assert connection.vendor == "sqlite", "This drill is about SQLite: run it without DATABASE_URL."
    with site_in(folder) as site, override_settings(SECRET_KEY=local_secret_key(folder)), site.starter():
        with databases.connected_to(site.database):
            cookie, sheet = _prepare()
        site.start_server()
        seen, stop = Seen(), Event()
        with ThreadPoolExecutor(8) as pool:
            using = [pool.submit(_again_and_again, act, stop) for act in _acts(site, seen, cookie)]
            try:
                took = _import_and_undo(site, sheet)
            finally:
                stop.set()
        return _told(seen, took, using)


def _prepare() -> tuple[str, int]:
    """Fill the database; return the cookie of somebody who is signed in, and the key of an import to confirm."""
    call_command("load_directory", stdout=StringIO())
    owner = make_superuser()
    lines = ["Entry,Name,Sector,Website"]
    names = islice(_names(), ROWS)
    lines += [f",{name},Culture,https://place-{number}.example" for number, name in enumerate(names)]
    content = "\n".join(lines).encode()
    sheet = lifecycle.receive(kind=SheetKind.MEMBERS, file_name="large.csv", content=content, by=owner)
    while work.work_on_next():
        pass
    sheet.refresh_from_db()
    assert sheet.counts == {"new": ROWS}, f"The sheet was read as {sheet.counts}, {sheet.problem}"
    return signed_in(owner), sheet.pk


def signed_in(user: User) -> str:
    """Sign `user` in, and return the header with the cookies of their browser."""
    client = StaffClient()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF_TOKEN}"


def _names() -> Iterator[str]:
    """Give made-up names of places, none like another."""
    syllables = [first + second for first, second in product("BDFGKLMNPRSTVZ", "aeiou")]
    for number, (first, second, third) in enumerate(product(syllables, syllables, syllables)):
        if number % 31 == 0:
            yield f"{first}{second.lower()} {third}{first.lower()} {number}"


def _import_and_undo(site: Site, sheet: int) -> dict[str, float]:
    """Confirm the import, kill the worker half-way, start another, and undo all; return how long each took."""
    with databases.connected_to(site.database):
        before = MemberOrganisation.objects.count()
        lifecycle.confirm(SheetImport.objects.get(pk=sheet))
    began = time.monotonic()
    with _worker(site) as worker:
        sights = _wait_until(site, lambda: _done(site) >= ROWS * 0.4, seeing=_organisations)
        os.kill(worker.pid, signal.SIGKILL)
    assert len(sights) > 3, f"Rows came into sight only as {sorted(sights)}."
    time.sleep(1)
    site.ask(f"UPDATE {SHEETS} SET lease_until = '2020-01-01'")
    with _worker(site):
        _wait_until(site, lambda: _state(site) != SheetState.APPLYING)
        took = {"import": time.monotonic() - began}
        with databases.connected_to(site.database):
            _check_import(before)
            lifecycle.undo(SheetImport.objects.get(pk=sheet), by=SheetImport.objects.get(pk=sheet).by)
        began = time.monotonic()
        _wait_until(site, lambda: _state(site) != SheetState.UNDOING)
        took["undo"] = time.monotonic() - began
    with databases.connected_to(site.database):
        problem, left = SheetImport.objects.get(pk=sheet).problem, MemberOrganisation.objects.count() - before
        assert (_state(site), left) == (SheetState.UNDONE, 0), f"After undoing {left} rows are left: {problem}"
    return took


def _check_import(before: int) -> None:
    row = SheetImport.objects.get()
    assert row.state == SheetState.DONE, f"The import is {row.state}: {row.problem}"
    assert row.counts == {"new": ROWS}, f"Some rows were left out: {row.counts}"
    there = MemberOrganisation.objects.filter(website__startswith="https://place-")
    different = there.values("website").distinct().count()
    assert (there.count(), different) == (ROWS, ROWS), f"{there.count()} rows came in, {different} different ones."
    assert MemberOrganisation.objects.count() == before + ROWS
    assert Revision.objects.filter(kind=RevisionKind.IMPORT).count() > 3, "It came in as few slices."


@contextmanager
def _worker(site: Site):
    """Run a worker while the context lasts."""
    with site.python("manage.py", "run_worker") as worker:
        try:
            yield worker
        finally:
            worker.kill()


def _done(site: Site) -> int:
    return site.ask(f"SELECT done FROM {SHEETS}")[0][0]


def _state(site: Site) -> str:
    return site.ask(f"SELECT state FROM {SHEETS}")[0][0]


def _organisations(site: Site) -> int:
    return site.ask("SELECT count(*) FROM members_memberorganisation")[0][0]


def _wait_until(site: Site, condition: Callable, seeing: Callable = _state) -> set:
    """Return, once `condition` holds, all that was seen until then. Raises TimeoutError if it never does."""
    until, seen = time.monotonic() + PATIENCE_SECONDS, set()
    while not condition():
        seen.add(seeing(site))
        if time.monotonic() > until:
            raise TimeoutError(f"The import does not get on: {_state(site)}, {_done(site)} rows.")
        time.sleep(0.2)
    return seen


def _again_and_again(act: Callable, stop: Event) -> None:
    while not stop.is_set():
        act()
        stop.wait(0.05)


def _acts(site: Site, seen: Seen, cookie: str) -> list[Callable]:
    """Return what people do while the import runs, each called again and again, and what measures the lock."""
    numbers = count()
    [(key,)] = site.ask("SELECT min(id) FROM partnerships_partnership")
    path = f"/back-office/partnerships/partnership/{key}/change/"

    def read(paths: tuple[str, ...], who: str, headers: dict) -> None:
        for path in paths:
            with seen.noting(f"{who} reads"):
                ask(site, "GET", path, headers)

    def enquire() -> None:
        visitor = Visitor(next(numbers), site.port, "/join/", "", "press")
        with seen.noting("form"):
            visitor.open_form()
        time.sleep(QUICKEST_SECONDS)
        with seen.noting("enquiry"):
            visitor.send()
            assert visitor.reference, "no reference"

    def save() -> None:
        with seen.noting("save"):
            form = dict(form_with(ask(site, "GET", path, {"Cookie": cookie}), "how_to_join"))
            form |= {"how_to_join": f"Ask, {time.time()}", "csrfmiddlewaretoken": CSRF_TOKEN}
            ask(site, "POST", path, {"Cookie": cookie}, form)

    return [
        lambda: read(READ, "visitor", {}),
        lambda: read(READ, "visitor", {}),
        lambda: read(STAFF_READ, "staff", {"Cookie": cookie}),
        enquire,
        enquire,
        save,
        lambda: _measure_lock(site, seen),
    ]


def _measure_lock(site: Site, seen: Seen) -> None:
    """Note how long the lock is held once it is taken."""
    with closing(sqlite3.connect(site.database, timeout=0, isolation_level=None)) as database, seen.noting("hold"):
        while True:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                time.sleep(0.002)
            else:
                database.execute("ROLLBACK")
                return


def ask(site: Site, method: str, path: str, headers: dict, form: dict | None = None) -> str:
    """Return the page that is answered, after a form a redirection. Raises AssertionError for any other answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)) as asking:
        body = urlencode(form) if form else None
        of_form = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        asking.request(method, path, body, {"X-Forwarded-For": "10.9.0.1", **headers, **of_form})
        response = asking.getresponse()
        page = response.read().decode()
    expected = 200 if method == "GET" else 302
    assert response.status == expected, f"{method} {path} was answered {response.status} {response.headers['Location']}"
    return page


def _told(seen: Seen, took: dict[str, float], using: list[Future]) -> str:
    for each in using:
        each.result()
    times = ", ".join(f"{what} {seen.longest[what]:.2f} s ({number})" for what, number in seen.times.items())
    told = f"{ROWS:,} rows in within {took['import']:.0f} s, killed once, and undone in {took['undo']:.0f} s; "
    told += f"longest (of how many): {times}; {len(seen.failed)} failed"
    print(told)
    assert not seen.failed, f"{len(seen.failed)} failed, first: {seen.failed[:3]}"
    assert seen.longest["hold"] < LONGEST_HOLD_SECONDS, f"The lock was held {seen.longest['hold']:.2f} s."
    return f"{told}."
