"""The disk is full while an enquiry, uploads, an import and every command that loads something are at work.

The disk is one in memory, which only root may make. The database is a file on it, as are uploads while they arrive.
"""

import http.client
import json
import re
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import StringIO
from pathlib import Path
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.html import strip_tags

from bench.html_forms import form_with
from lcep_site.environment import local_secret_key
from members.models import MemberOrganisation, SheetImport
from members.models.sheets import SheetKind, SheetState
from members.sheets import lifecycle, work
from partnerships.abuse.spam import QUICKEST_SECONDS
from partnerships.models import Enquiry, NewsItem, Resource
from tests import databases
from tests.drills.import_in_slices import CSRF_TOKEN, signed_in
from tests.factories import make_superuser
from tests.never_lost.site import Site, site_in
from tests.never_lost.visitors import Visitor
from tests.pictures import as_bytes, drawn, upload

ROW = "disk full in enquiry, upload, import, backup, loading"
MUST_HOLD = "plain error, nothing half kept, nothing left behind, ready says no"
SIZE_MB, FREE_MB, ROWS = 64, 4, 4000
PATIENCE_SECONDS = 120
SHEETS = "members_sheetimport"
NO_ROOM = "There is no room left on the disk"
# Those that write, each with what it is told; `serve` is what `make run` starts.
COMMANDS = [
    *(["load_directory"], ["import_schools"], ["import_postcodes"], ["export_open_data"]),
    *(["collectstatic", "--noinput"], ["rebuild_search"], ["serve", "--prepare", "--bind", "127.0.0.1:0"]),
]
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def run(folder: Path) -> str:
    """Fill the disk, try everything, make room, and see that all goes on unaided."""
    assert connection.vendor == "sqlite", "This drill fills the disk of a file: run it without DATABASE_URL."
    with _disk(folder / "disk") as disk, site_in(disk) as site, override_settings(SECRET_KEY=local_secret_key(disk)):
        site.environment |= {"TMPDIR": str(disk / "tmp"), "DISK_FREE_MB": str(FREE_MB)}
        with databases.connected_to(site.database):
            cookie = _prepare()
        with site.starter():
            site.start_server()
            site.start_workers(1)
            return _told(site, disk, cookie)


@contextmanager
def _disk(folder: Path) -> Iterator[Path]:
    """Give a folder that is a disk of its own while the context lasts."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True)
    assert done.returncode == 0, f"Only root can make a disk to fill: {done.stderr.strip()}"
    try:
        for name in ("tmp", "backups"):
            (folder / name).mkdir()
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _prepare() -> str:
    """Fill the database, preview a sheet, and return the cookies of somebody who is signed in."""
    call_command("load_directory", stdout=StringIO())
    owner = make_superuser()
    lines = ["Name,Sector", *(f"Place number {number},Culture" for number in range(ROWS))]
    content = "\n".join(lines).encode()
    sheet = lifecycle.receive(kind=SheetKind.MEMBERS, file_name="large.csv", content=content, by=owner)
    while work.work_on_next():
        pass
    sheet.refresh_from_db()
    assert sheet.state == SheetState.PREVIEWED, sheet.problem
    return signed_in(owner)


def _told(site: Site, disk: Path, cookie: str) -> str:
    visitor = Visitor(1, site.port, "/join/", "", "press")
    visitor.open_form()
    forms = {kind: _form(site, kind, cookie) for kind in ("newsitem", "resource")}
    time.sleep(QUICKEST_SECONDS)
    with databases.connected_to(site.database):
        row = SheetImport.objects.get()
        lifecycle.confirm(row)
    _wait_until(lambda: _of_sheet(site)[1] >= ROWS // 10, "The import does not begin")
    with _full(site, disk):
        before = _files_in(disk)
        _ask_in_vain(site, visitor)
        _upload(site, "newsitem", cookie, forms["newsitem"], expected=(503, "What you sent was not kept"))
        _upload(site, "resource", cookie, forms["resource"], expected=(200, "There is no room for this file"))
        _wait_until(lambda: _ready(site)[0] == 503, "The site says that it is ready on a full disk")
        _wait_until(lambda: "is full" in _ready(site)[1], "The site does not say that its disk is full")
        refused = [_refused(site, *command) for command in _commands(disk)]
        state, done = _of_sheet(site)
        assert (state, done < ROWS) == (SheetState.APPLYING, True), f"The import is {state} with {done} rows."
        assert _files_in(disk) == before, f"Left behind: {sorted(_files_in(disk) ^ before)}"
    began = time.monotonic()
    visitor.send()
    assert visitor.reference, "The enquiry is not taken although there is room again."
    for kind, form in forms.items():
        _upload(site, kind, cookie, form, expected=(302, ""))
    _wait_until(lambda: _of_sheet(site)[0] == SheetState.DONE, "The import does not go on")
    seconds = time.monotonic() - began
    _wait_until(lambda: "is full" not in _ready(site)[1], "The site says that its disk is full although it is not")
    _check(site)
    return (
        f"Enquiry, picture and document refused in words with what was written, {len(refused)} commands in a sentence "
        f"({', '.join(refused)}), nothing left behind, an import stopped at {done:,} of {ROWS:,} rows; with room again "
        f"all of it in {seconds:.0f} s, unaided."
    )


def _form(site: Site, kind: str, cookie: str) -> dict:
    """Return the form of something new, filled in, with a file."""
    page = _answer(site, "GET", f"/back-office/partnerships/{kind}/add/", {"Cookie": cookie})[1]
    form = dict(form_with(page, "title")) | {"title": "Plan", "summary": "A plan.", "csrfmiddlewaretoken": CSRF_TOKEN}
    if kind == "newsitem":
        return form | {"picture": upload(as_bytes(drawn(800, 600))), "picture_alt": "Two puppets"}
    # Larger than what is held in memory while it arrives.
    padding = b"%" + b"x" * (3 * 2**20) + b"\n"
    document = upload(PDF.replace(b"1 0 obj", padding + b"1 0 obj", 1), "plan.pdf")
    return form | {"section": "build", "kind": "toolkit", "document": document}


@contextmanager
def _full(site: Site, disk: Path) -> Iterator[None]:
    """Let the disk be full to the last byte while the context lasts."""
    ballast = disk / "ballast"
    with closing(sqlite3.connect(site.database, timeout=20)) as database:
        # Else what is written next has the room of what was written before.
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with ballast.open("wb", buffering=0) as file:
            for size in (2**20, 2**12, 1):
                try:
                    while file.write(b"\0" * size) == size:
                        pass
                except OSError:
                    pass
    try:
        yield
    finally:
        ballast.unlink()


def _ask_in_vain(site: Site, visitor: Visitor) -> None:
    """Send the enquiry, which is to be refused with its text given back."""
    try:
        visitor.send()
    except AssertionError as refusal:
        assert "503" in str(refusal), f"The enquiry was answered otherwise: {refusal}"
    assert not visitor.reference, "The enquiry was confirmed on a full disk."
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": "10.0.0.2"}
    status, page = _answer(site, "POST", "/join/", headers, urlencode(visitor.form | {"step": "send"}))
    assert status == 503, f"The enquiry was answered {status}."
    for words in ("What you sent was not kept", "Enquiry number 1"):
        assert words in page, f"The page of a refused enquiry does not say “{words}”."


def _upload(site: Site, kind: str, cookie: str, form: dict, *, expected: tuple[int, str]) -> None:
    for value in form.values():
        if hasattr(value, "seek"):
            value.seek(0)
    body = encode_multipart(BOUNDARY, form)
    headers = {"Cookie": cookie, "Content-Type": MULTIPART_CONTENT}
    status, page = _answer(site, "POST", f"/back-office/partnerships/{kind}/add/", headers, body)
    code, words = expected
    faults = " ".join(strip_tags(part) for part in re.findall(r'(?s)<ul class="errorlist.*?</ul>', page))
    assert status == code, f"An upload ({kind}) was answered {status}, not {code}: {faults or page[-600:]}"
    assert words in page, f"The page of an upload that was refused ({kind}) does not say “{words}”."


def _commands(disk: Path) -> list[list[str]]:
    return [*COMMANDS, ["backup", "--to", str(disk / "backups")]]


def _refused(site: Site, *command: str) -> str:
    """Run a command, which is to end with a sentence, and return its name."""
    site.environment["DJANGO_SETTINGS_MODULE"] = "lcep_site.settings"
    with site.python("manage.py", *command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            _, said = process.communicate(timeout=PATIENCE_SECONDS)
        finally:
            process.kill()
    assert process.returncode == 1, f"{command[0]} ended with {process.returncode} on a full disk: {said[-600:]}"
    assert "Traceback" not in said, f"{command[0]} shows a trace: {said[-900:]}"
    assert "room" in said or "space" in said, f"{command[0]} does not say what is missing: {said[-600:]}"
    return command[0]


def _files_in(disk: Path) -> set[tuple[str, int]]:
    """Return the files on the disk but the database's own and empty locks, each with its size."""
    files = (path for path in disk.rglob("*") if path.is_file() and not path.name.startswith("lcep."))
    found = {(str(path.relative_to(disk)), path.stat().st_size) for path in files if path.name != "ballast"}
    return {(name, size) for name, size in found if size or not name.endswith(".lock")}


def _ready(site: Site) -> tuple[int, str]:
    """Return the code with which the site says whether it is ready, and what it says of its disk."""
    status, text = _answer(site, "GET", "/health/ready/?format=json", {})
    return status, next(check["words"] for check in json.loads(text)["checks"] if check["name"] == "disk")


def _of_sheet(site: Site) -> tuple[str, int]:
    return site.ask(f"SELECT state, done FROM {SHEETS}")[0]


def _wait_until(condition: Callable[[], bool], otherwise: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < until, f"{otherwise}, for {PATIENCE_SECONDS} seconds."
        time.sleep(0.1)


def _check(site: Site) -> None:
    """Check that all is there once, and that the file of the database is sound."""
    with databases.connected_to(site.database):
        counts = {"new": MemberOrganisation.objects.filter(name__startswith="Place number ").count()}
        assert counts == SheetImport.objects.get().counts == {"new": ROWS}, f"{counts} of {ROWS} rows came in."
        of_plan = [model.objects.filter(title="Plan").count() for model in (NewsItem, Resource)]
        there = [Enquiry.objects.count(), *of_plan]
        assert there == [1, 1, 1], f"There are so many enquiries, pieces of news and resources: {there}"
    assert site.ask("PRAGMA integrity_check") == [("ok",)], "The database is damaged."


def _answer(site: Site, method: str, path: str, headers: dict, body: bytes | str | None = None) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)) as asking:
        asking.request(method, path, body, headers)
        response = asking.getresponse()
        return response.status, response.read().decode()
