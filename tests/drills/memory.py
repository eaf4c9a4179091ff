"""How much memory a web worker takes after ten thousand requests, and a worker after fifty imports."""

import http.client
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from io import StringIO
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

from django.core.management import call_command
from django.test import override_settings

from bench.servers import proportional_bytes, served
from members.models import SheetImport
from members.models.sheets import SheetKind, SheetState
from members.sheets import lifecycle
from tests import databases
from tests.factories import make_superuser
from tests.never_lost.site import Site, site_in

ROW = "10,000 mixed requests a worker; 50 imports in a worker"
MUST_HOLD = "memory stays flat"
REQUESTS, IMPORTS = int(os.environ.get("DRILL_REQUESTS", "10000")), int(os.environ.get("DRILL_IMPORTS", "50"))
WARM_REQUESTS, WARM_IMPORTS, ROWS = REQUESTS // 5, IMPORTS // 5, 60
# What Python keeps for later differs from time to time; what is never given back again would be more.
MOST_GROWTH = 0.1
PATIENCE_SECONDS = 60
PATHS = (
    *(
        "/",
        "/partnerships/",
        "/partnerships/?q=music",
        "/partnerships/?stage=established&page=2",
        "/map/",
        "/cold-spots/",
    ),
    *("/join/", "/members/", "/news/", "/regions/", "/open-data/", "/about/", "/sitemap.xml", "/robots.txt"),
    *("/find/?q=Leeds", "/find/?q=Kent", "/find/?q={number}", "/find/suggestions/?q=le", "/not-there-{number}/"),
    *("/api/v1/partnerships/", "/api/v1/partnerships/?page=2", "/partnerships.csv", "/partnerships.atom", "/health/"),
)


def run(folder: Path) -> str:
    """Ask one web worker for all sorts of pages, and let one worker import; return how much memory each takes."""
    with site_in(folder) as site, databases.connected_to(site.database):
        call_command("load_directory", stdout=StringIO())
        web = _ask(site)
        imports = _import(site)
    return f"{_told(web, REQUESTS, 'requests')}; {_told(imports, IMPORTS, 'imports')}"


def _ask(site: Site) -> tuple[int, int]:
    """Return how many bytes a web worker takes once it is warm, and after all requests."""
    with served(site.environment | {"WEB_CONCURRENCY": "1"}) as server:
        _ask_for(server.address, WARM_REQUESTS, 0)
        warm = server.proportional_bytes
        _ask_for(server.address, REQUESTS, WARM_REQUESTS)
        return warm, server.proportional_bytes


def _ask_for(address: str, count: int, first: int) -> None:
    paths = [path.format(number=first + number) for number, path in enumerate(islice(cycle(PATHS), count))]
    with ThreadPoolExecutor(2) as pool:
        for answer in pool.map(partial(_status, address), paths):
            assert answer < 500, f"a request was answered {answer}"


def _status(address: str, path: str) -> int:
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)) as asking:
        asking.request("GET", path)
        response = asking.getresponse()
        response.read()
        return response.status


def _import(site: Site) -> tuple[int, int]:
    """Return how many bytes a worker takes once it is warm, and after all imports."""
    author = make_superuser()
    with site.python("manage.py", "run_worker") as worker, override_settings(SHEET_ROWS_AT_ONCE=0):
        try:
            sizes = [_after_import(number, author, worker.pid) for number in range(IMPORTS)]
        finally:
            worker.terminate()
    return sizes[WARM_IMPORTS - 1], sizes[-1]


def _after_import(number: int, author: object, worker: int) -> int:
    """Have the worker import one sheet more, and return how many bytes it takes then."""
    lines = ["Entry,Name,Sector", *(f",Hall {number} {row} of Made-up,Culture" for row in range(ROWS))]
    content = "\n".join(lines).encode()
    sheet = lifecycle.receive(kind=SheetKind.MEMBERS, file_name=f"{number}.csv", content=content, by=author)
    _wait_for(sheet, SheetState.PREVIEWED)
    lifecycle.confirm(sheet, takes_doubtful=True)
    _wait_for(sheet, SheetState.DONE)
    return proportional_bytes(Path(f"/proc/{worker}/smaps_rollup").read_text())


def _wait_for(sheet: SheetImport, state: SheetState) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while sheet.state != state:
        assert time.monotonic() < until, f"an import stays {sheet.state}: {sheet.problem}"
        time.sleep(0.05)
        sheet.refresh_from_db()


def _told(sizes: tuple[int, int], count: int, what: str) -> str:
    warm, last = sizes
    grown = (last - warm) / warm
    words = f"{warm / 1e6:.0f} MB once warm and {last / 1e6:.0f} MB after {count:,} {what} more"
    assert grown < MOST_GROWTH, f"it grew: {words}"
    return words
