"""All is killed in turn while visitors read and write, staff edit and a sheet is imported; then it is counted."""

import json
import os
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from partnerships.abuse.spam import QUICKEST_SECONDS
from tests.drills.front import Front, FrontVisitor, readers
from tests.drills.staff import edit
from tests.never_lost.visitors import NOT_ANSWERED
from tests.topology import databases
from tests.topology.mail_server import MailServer, mail_server
from tests.topology.site import Plan, Topology, answers, topology_in

ROW = (
    "kill -9 of web, worker, scheduler, master in turn under mixed load, 200 enquiries, edits, one import, "
    "both databases"
)
MUST_HOLD = (
    "confirmed lost 0, doubled 0, mails lost 0, doubled 0 by Message-ID (but for the one documented case), 5xx at the "
    "front < 0.1 % (the proxy tries again only what the form's key makes harmless)"
)
VISITORS = int(os.environ.get("DRILL_VISITORS", "200"))
AT_ONCE, READERS, PAUSE = 24, 3, 0.02
ROWS = 1500
CONTACT, DESK = "contact@partnership.example", "national-desk@lcep.example"
# In turn: of a web server one of its processes, by whose death it is not ended, or all of it.
ONE_PROCESS = "a process of "
TURN = (
    *(f"{ONE_PROCESS}web-1", "worker-1", "scheduler", "web-2"),
    *(f"{ONE_PROCESS}web-2", "worker-2", "scheduler", "web-1"),
)
CALM_SECONDS, PATIENCE_SECONDS = 2, 120
MOST_FAULTS = 0.001


def run(folder: Path) -> str:
    return "; ".join(f"{kind}: {on(folder / kind.lower(), kind)}" for kind in databases.BOTH)


def on(folder: Path, kind: str) -> str:
    """Do it all on one database, and return what was counted."""
    with mail_server() as server:
        settings = {"EMAIL_URL": server.url, "FORMS_AN_HOUR": "0"}
        with topology_in(folder, Plan(kind, settings=settings)) as site:
            drill = Drill(site, Front(site.port), server)
            drill.make_a_day()
            return drill.found()


@dataclass
class Drill:
    """A day of a site, with all that was done in it."""

    site: Topology
    front: Front
    mails: MailServer
    kills: Counter = field(default_factory=Counter)
    # What staff saw confirmed, and what they tried to save.
    saved: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    visitors: list[FrontVisitor] = field(default_factory=list)
    import_was_killed: bool = False

    def act(self, *arguments: str) -> object:
        return json.loads(self.site.python("-m", "tests.drills.acts", *arguments))

    def make_a_day(self) -> None:
        """Let everybody do what they do, and kill what they do it with, until all visitors are answered."""
        path, cookie = self.act("place", CONTACT), self.act("cookie")
        sheet = str(self.act("sheet", str(ROWS)))
        self.visitors = [self._visitor(number) for number in range(VISITORS)]
        over = threading.Event()
        with readers(self.front, READERS, PAUSE), ThreadPoolExecutor(AT_ONCE + 1) as pool:
            editing = pool.submit(self._edit, path, cookie, over)
            sending = [pool.submit(send, visitor) for visitor in self.visitors]
            try:
                self._kill_an_import(sheet)
                for victim in cycle(TURN):
                    if all(future.done() for future in sending):
                        break
                    self._kill(victim)
            finally:
                over.set()
            for future in [*sending, editing]:
                future.result()
        self.act("go_on", sheet)
        wait_until(lambda: self.site.ask("SELECT state FROM members_sheetimport") == [("done",)], "The import ends")
        wait_until(lambda: not self._waiting(), "All mails leave")

    def _visitor(self, number: int) -> FrontVisitor:
        asked = ("/join/?partnership=burst&topic=join", "Burst", "join") if number % 2 else ("/join/", "", "press")
        return FrontVisitor(number, self.front.port, *asked, front=self.front)

    def _kill_an_import(self, sheet: str) -> None:
        """Have the sheet imported, and kill the workers in the middle."""
        state = "SELECT state, waits_for_worker_as_id FROM members_sheetimport"
        wait_until(lambda: self.site.ask(state)[0][0] == "previewed", "The sheet is read")
        self.act("confirm", sheet)
        taken_up = (("applying", None), ("done", None))
        wait_until(lambda: self.site.ask(state)[0] in taken_up, "The import is taken up")
        for worker in ("worker-1", "worker-2"):
            self.site.supervisor.kill(worker)
            self.kills[worker] += 1
        self.import_was_killed = self.site.ask(state)[0][0] == "applying"
        wait_until(self._are_all_there, "The workers come back")

    def _kill(self, victim: str) -> None:
        """Kill it, and wait until all are back and had a moment's calm."""
        name = victim.removeprefix(ONE_PROCESS)
        program = self.site.supervisor.programs[name]
        if victim == name:
            self.site.supervisor.kill(name)
        else:
            os.kill(program.children[0], signal.SIGKILL)
        self.kills[victim] += 1
        wait_until(self._are_all_there, f"All come back after a kill of {victim}")
        time.sleep(CALM_SECONDS)

    def _are_all_there(self) -> bool:
        time.sleep(0.2)
        are_running = all(program.process.poll() is None for program in self.site.supervisor.programs.values())
        return are_running and all(answers(port) for port in self.site.webs)

    def _edit(self, path: str, cookie: str, over: threading.Event) -> None:
        """Change a partnership again and again, as somebody of the staff who reads what comes of it."""
        while not over.wait(0.5):
            note = f"Edit {len(self.tried)}"
            with suppress(*NOT_ANSWERED, LookupError):
                self.tried.append(note)
                if edit(self.front, self.front, path, cookie, note).status == 302:
                    self.saved.append(note)

    def _waiting(self) -> int:
        return self.site.ask("SELECT COUNT(*) FROM partnerships_outgoingmail WHERE state <> 'sent'")[0][0]

    def found(self) -> str:
        """Return what was counted in a sentence. Raises AssertionError where something does not hold."""
        ask = self.site.ask
        confirmed = {visitor.reference for visitor in self.visitors}
        kept = ask("SELECT reference, email FROM partnerships_enquiry")
        lost = confirmed - {reference for reference, _ in kept}
        assert not lost, f"{len(lost)} of {VISITORS} confirmed enquiries are lost"
        doubled = [email for email, count in Counter(email for _, email in kept).items() if count > 1]
        assert not doubled, f"{len(doubled)} enquiries are there twice"
        assert len(kept) == VISITORS, f"{len(kept)} enquiries are kept, of {VISITORS} sent"
        again = self._sent_again()
        self._check_edits()
        names = Counter(
            name for (name,) in ask("SELECT name FROM members_memberorganisation WHERE name LIKE 'Drill %'")
        )
        assert len(names) == names.total() == ROWS, (
            f"{len(names)} organisations of {ROWS} are there, {names.total()} rows"
        )
        asked, faults = self.front.answers.total(), self.front.faults
        assert faults < MOST_FAULTS * asked, f"{faults} of {asked} answers were faults: {dict(self.front.answers)}"
        return (
            f"{VISITORS} confirmed, 0 lost, 0 doubled, after {self.kills.total()} kills; {2 * VISITORS} mails, 0 lost, "
            f"0 doubled by Message-ID, {again} of them sent again; {len(self.saved)} edits, 0 lost; {ROWS} rows "
            f"imported once, {'killed in the middle' if self.import_was_killed else 'before the kill'}; {faults} of "
            f"{asked:,} answers 5xx or none ({faults / asked:.3%})"
        )

    def _sent_again(self) -> int:
        """Return how many mails the mail server took twice, each killed between its yes and our mark."""
        ids: dict[tuple[str, str], Counter] = {}
        for mail in self.mails.taken:
            reference = (mail["Reply-To"] or "").partition("+")[2].partition("@")[0]
            ids.setdefault((mail["To"], reference), Counter())[mail["Message-ID"]] += 1
        for visitor in self.visitors:
            for to in (visitor.email, CONTACT if visitor.topic == "join" else DESK):
                of_mail = ids.pop((to, visitor.reference), Counter())
                assert of_mail, "a mail is lost"
                assert len(of_mail) == 1, "one mail left under two Message-IDs"
                assert of_mail.total() <= 2, "one mail left three times"
        # What is left is of the daily jobs, which write to partnerships too.
        unasked = [to for to, reference in ids if reference]
        assert not unasked, f"{len(unasked)} mails left that nobody asked for: {unasked[:3]}"
        again = len(self.mails.taken) - len({mail["Message-ID"] for mail in self.mails.taken})
        killed = sum(count for victim, count in self.kills.items() if victim.startswith("worker"))
        assert again <= killed, f"{again} mails left twice, though only {killed} workers were killed"
        return again

    def _check_edits(self) -> None:
        """Raise AssertionError unless each edit that was confirmed is there once, and the last one on the page."""
        query = "SELECT coverage_note FROM partnerships_historicalpartnership WHERE slug = 'burst'"
        versions = Counter(note for (note,) in self.site.ask(query))
        assert self.saved, "no edit was saved"
        lost = [note for note in self.saved if versions[note] != 1]
        assert not lost, f"{len(lost)} of {len(self.saved)} confirmed edits are not there once: {lost[:3]}"
        [(now,)] = self.site.ask("SELECT coverage_note FROM partnerships_partnership WHERE slug = 'burst'")
        assert now in self.tried[self.tried.index(self.saved[-1]) :], f"the page says {now}, not {self.saved[-1]}"


def send(visitor: FrontVisitor) -> None:
    """Send an enquiry: open the form, type, check, send, and press again what was not answered."""
    for act in (FrontVisitor.open_form, FrontVisitor.send):
        until = time.monotonic() + PATIENCE_SECONDS
        while not (visitor.reference if act is FrontVisitor.send else visitor.form):
            assert time.monotonic() < until, "a visitor was never answered"
            with suppress(*NOT_ANSWERED):
                act(visitor)
            time.sleep(0.2)
        if act is FrontVisitor.open_form:
            time.sleep(QUICKEST_SECONDS)


def wait_until(condition, what: str) -> None:
    """Return once `condition` holds. Raises AssertionError if it never does."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < until, f"{what}: not within {PATIENCE_SECONDS} seconds"
        time.sleep(0.05)
