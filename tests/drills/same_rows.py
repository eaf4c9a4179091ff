"""Two of the staff save the same entries again and again, and sheets with these entries are imported meanwhile."""

import http.client
import os
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

from django.conf import settings
from django.db import OperationalError
from django.test import override_settings

from bench.html_forms import form_with
from lcep_site.environment import local_secret_key
from members.models import SheetImport
from members.models.sheets import SheetKind, SheetState
from members.sheets import lifecycle
from partnerships.models import Partnership
from tests import databases
from tests.drills.both import on_both
from tests.factories import make_authority, make_bridge, make_partnership, make_superuser
from tests.never_lost.site import Site, site_in
from tests.signing_in import StaffClient

ROW = "two staff and an import on the same rows, 1,000 times"
MUST_HOLD = "no lost update, no deadlock unanswered"
# On both databases together. With the rows of the sheets that come between, rows are written a thousand times.
SAVES = int(os.environ.get("DRILL_SAVES", "1000")) // 2
ENTRIES = 4
CSRF_TOKEN = "t" * 32


@dataclass
class Seen:
    """What staff were shown: how often which answer, and of each entry what they were told was kept."""

    answers: Counter = field(default_factory=Counter)
    kept: dict[int, set[str]] = field(default_factory=dict)
    imports: Counter = field(default_factory=Counter)


def run(folder: Path) -> str:
    """Save and import on both databases."""
    return on_both("same_rows", folder)


def on_this_database(folder: Path) -> str:
    """Save and import until all is saved; return what was measured."""
    with ExitStack() as running:
        site = running.enter_context(site_in(folder))
        running.enter_context(override_settings(SECRET_KEY=local_secret_key(folder)))
        running.enter_context(site.starter())
        running.enter_context(databases.connected_to(site.database))
        entries, cookies, author = _prepare()
        site.start_server()
        seen = Seen(kept={key: set() for key in entries})
        _work(site, seen, entries, cookies, author)
        return _told(seen, entries)


def _work(site: Site, seen: Seen, entries: list[int], cookies: dict[str, str], author: object) -> None:
    """Let two save and one import, until the two are done."""
    is_over = Event()
    with ThreadPoolExecutor(3) as pool:
        staff = [pool.submit(_save, site, seen, entries, cookie, who) for who, cookie in cookies.items()]
        importing = pool.submit(_import, seen, entries, author, is_over)
        try:
            for person in staff:
                person.result()
        finally:
            is_over.set()
        importing.result()


def _prepare() -> tuple[list[int], dict[str, str], object]:
    """Make entries and two of the staff; return the keys of the ones, cookies of the others, and who imports."""
    bridge = make_bridge(name="Arch")
    area = make_authority(name="Leeds", bridge=bridge)
    fields = {"bridge": bridge, "how_to_join": ""}
    entries = [make_partnership([area], name=f"Entry {number}", **fields).pk for number in range(ENTRIES)]
    cookies = {}
    for who in ("jo", "sam"):
        client = StaffClient()
        client.force_login(make_superuser())
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies[who] = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF_TOKEN}"
    return entries, cookies, make_superuser()


def _save(site: Site, seen: Seen, entries: list[int], cookie: str, who: str) -> None:
    """Add a word to an entry again and again, as `who`; what is refused is read and tried anew, as people do."""
    for number in range(SAVES // 2):
        key, word = entries[number % ENTRIES], f"{who}{number}"
        while not _add(site, seen, key, word, cookie):
            pass
        seen.kept[key].add(word)


def _add(site: Site, seen: Seen, key: int, word: str, cookie: str) -> bool:
    """Add `word` to the text of an entry as it is now; return whether that was kept. Raises AssertionError."""
    path = f"/back-office/partnerships/partnership/{key}/change/"
    status, page = _ask(site, "GET", path, cookie)
    assert status == 200, f"the form was answered {status}"
    form = dict(form_with(page, "how_to_join"))
    form |= {"how_to_join": f"{form['how_to_join']} {word}".strip(), "csrfmiddlewaretoken": CSRF_TOKEN}
    status, page = _ask(site, "POST", path, cookie, form)
    seen.answers[status] += 1
    assert status in {200, 302, 503}, f"saving was answered {status}"
    # Refused in words, with what was typed.
    assert status == 302 or word in page, f"what was typed was gone from the page that was answered {status}"
    return status == 302


def _ask(site: Site, method: str, path: str, cookie: str, form: dict | None = None) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)) as asking:
        headers = {"X-Forwarded-For": "10.9.0.1", "Cookie": cookie}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        asking.request(method, path, urlencode(form) if form else None, headers)
        response = asking.getresponse()
        return response.status, response.read().decode()


def _import(seen: Seen, entries: list[int], author, is_over: Event) -> None:
    """Import a sheet that names the host of every entry, one after another, each with another number."""
    rows = [
        f"{entry.slug},{entry.name},{entry.authorities.get().name},{entry.bridge.name}"
        for entry in Partnership.objects.filter(pk__in=entries)
    ]
    number = 0
    while not is_over.is_set():
        number += 1
        lines = ["Entry,Name,Local authorities,Bridge Organisation,Host", *(f"{row},Host {number}" for row in rows)]
        sheet = lifecycle.receive(
            kind=SheetKind.PARTNERSHIPS, file_name="hosts.csv", content="\n".join(lines).encode(), by=author
        )
        sheet.refresh_from_db()
        try:
            lifecycle.confirm(sheet)
        except OperationalError:
            seen.imports["tried again"] += 1
            sheet.refresh_from_db()
            if sheet.state == SheetState.APPLYING:
                SheetImport.objects.filter(pk=sheet.pk).update(lease_until=sheet.created_at)
                lifecycle.begin_again(sheet, by=author)
        sheet.refresh_from_db()
        seen.imports[sheet.state] += 1
        assert sheet.state == SheetState.DONE, f"an import is {sheet.state}: {sheet.problem}"
        is_over.wait(0.2)


def _told(seen: Seen, entries: list[int]) -> str:
    for key in entries:
        entry = Partnership.objects.get(pk=key)
        lost = seen.kept[key] - set(entry.how_to_join.split())
        assert not lost, f"{len(lost)} saves were confirmed and lost, such as {sorted(lost)[:3]}"
        written = entry.versions.order_by("history_id").values_list("host", flat=True)
        numbers = [int(re.sub(r"\D", "", host) or 0) for host in written]
        assert numbers == sorted(numbers), f"a save wrote over an import: hosts were {numbers}"
    saved = sum(map(len, seen.kept.values()))
    return (
        f"{saved} saves kept of {saved} confirmed, between them {seen.imports[SheetState.DONE]} imports of "
        f"{ENTRIES} rows each, "
        f"{seen.answers[200]} saves shown as in conflict, {seen.answers[503]} to be sent again, "
        f"{seen.imports['tried again']} imports begun again, none answered 500"
    )
