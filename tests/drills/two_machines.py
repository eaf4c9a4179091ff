"""Two machines with folders of their own, one PostgreSQL: whatever is done at one holds at the other, at once."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from bench.html_forms import filled_in, form_with
from partnerships.abuse.spam import QUICKEST_SECONDS
from tests.drills.front import PAGES, Front, FrontVisitor
from tests.drills.staff import edit, form_cookie
from tests.topology.site import Plan, Topology, topology_in

ROW = "two machines, one database, with and without Redis"
MUST_HOLD = "sessions, limits, caches, media agree"
CONTACT = "contact@partnership.example"
PAGE = "/partnerships/burst/"
EDITS = 20
# As the limits say: of an address in a minute, and of tries with a wrong password.
MOST_OF_AN_ADDRESS, MOST_TRIES = 4, 5
LOCKED = "There were too many tries"


def run(folder: Path) -> str:
    said = []
    for number, redis in enumerate((False, True)):
        with topology_in(folder / str(number), Plan(redis=redis)) as site:
            said.append(f"{'with' if redis else 'without'} Redis: {Machines(site).compared()}")
            if redis:
                said.append(without_its_redis(site))
    return "; ".join(said)


class Machines:
    """A site of two machines, each asked by itself."""

    def __init__(self, site: Topology) -> None:
        self.site = site
        self.fronts = [Front(port) for port in site.webs]
        self.form, self.cookie = self.act("place", CONTACT), self.act("cookie")

    def act(self, *arguments: str, machine: int = 0) -> object:
        return json.loads(self.site.python("-m", "tests.drills.acts", *arguments, machine=machine))

    def compared(self) -> str:
        """Return what agreed. Raises AssertionError where something did not."""
        checks = (self.pages, self.edits, self.keys_of_forms, self.limits, self.passwords, self.files, self.sessions)
        said = [check() for check in checks]
        for front in self.fronts:
            assert not front.faults, f"there were faults: {dict(front.answers)}"
        return ", ".join(said)

    def pages(self) -> str:
        for path in PAGES:
            # A form has a token of its own each time.
            if path != "/join/":
                first, second = (front.ask(path) for front in self.fronts)
                assert first.page == second.page, f"{path} differs"
        return f"{len(PAGES) - 1} pages alike"

    def edits(self) -> str:
        """Save at one machine, and look at the other at once, where the page is kept."""
        slowest = 0.0
        for number, (here, there) in enumerate(islice(cycle([self.fronts, self.fronts[::-1]]), EDITS)):
            for front in (here, there, there):
                front.ask(PAGE)
            note = f"Saved as number {number}."
            saved = edit(there, here, self.form, self.cookie, note)
            assert saved.status == 302, (
                f"a form opened at one machine and sent to the other was answered {saved.status}"
            )
            seen = there.ask(PAGE)
            assert note in seen.page, f"edit {number} is not seen at once at the other machine"
            assert note in here.ask(PAGE).page, f"edit {number} is not seen at the machine that saved it"
            message = there.ask(saved.headers["Location"], Cookie=self.cookie).page
            assert "was changed successfully" in message, "the other machine does not show what was said of an edit"
            slowest = max(slowest, seen.seconds)
        return f"{EDITS} edits seen at the other machine by the next request, in {slowest * 1000:.0f} ms at most"

    def keys_of_forms(self) -> str:
        """Open a form here, check it there, and send it to both at the same moment, and again."""
        visitor = self._opened(1, self.fronts[0])
        time.sleep(QUICKEST_SECONDS)
        copies = [FrontVisitor(**{**vars(visitor), "front": front}) for front in self.fronts * 2]
        visitor.front = self.fronts[1]
        visitor.send()
        with ThreadPoolExecutor(len(copies)) as pool:
            for copy in copies:
                copy.form = visitor.form
            list(pool.map(FrontVisitor.send, copies))
        references = {visitor.reference, *(copy.reference for copy in copies)}
        assert len(references) == 1, f"one form became {references}"
        [(count,)] = self.site.ask(f"SELECT COUNT(*) FROM partnerships_enquiry WHERE email = '{visitor.email}'")
        assert count == 1, f"one form was kept {count} times"
        return f"a form sent {len(copies) + 1} times to both kept once"

    def limits(self) -> str:
        """Send as many forms of one address as may be, in turn, and one more."""
        number = 2
        opened = [self._opened(number, front) for front in islice(cycle(self.fronts), MOST_OF_AN_ADDRESS + 1)]
        for visitor in opened[:-1]:
            visitor.send()
        try:
            opened[-1].send()
        except AssertionError as refused:
            assert "429" in str(refused), str(refused)
            return f"{MOST_OF_AN_ADDRESS} forms a minute of one address, whichever machine takes them"
        raise AssertionError(f"{MOST_OF_AN_ADDRESS + 1} forms of one address were taken in a minute")

    def _opened(self, number: int, front: Front) -> FrontVisitor:
        asked = ("/join/?partnership=burst&topic=join", "Burst", "join")
        visitor = FrontVisitor(number, front.port, *asked, front=front)
        visitor.open_form()
        return visitor

    def passwords(self) -> str:
        """Try wrong passwords in turn until one machine says it is enough; the other says so too."""
        for number, front in enumerate(islice(cycle(self.fronts), MOST_TRIES)):
            assert LOCKED not in self._try(front, number).page, f"it was locked after {number} tries"
        for front in self.fronts:
            assert LOCKED in self._try(front, MOST_TRIES).page, "one machine lets try on"
        return f"{MOST_TRIES} tries of a password between both"

    def _try(self, front: Front, number: int) -> object:
        sign_in = "/accounts/sign-in/"
        opened = front.ask(sign_in)
        form = filled_in(form_with(opened.page, "password"), login="owner@lcep.example", password=f"wrong {number}")
        return front.ask(sign_in, form, Cookie=form_cookie(opened))

    def files(self) -> str:
        """Keep a picture and the file of everything at one machine, and ask the other for them."""
        logo = self.act("logo", machine=1)
        self.site.python("manage.py", "export_open_data", machine=0)
        for path in (logo, "/open-data/lcep-directory.zip"):
            first, second = (front.ask(path) for front in self.fronts)
            assert (first.status, second.status) == (200, 200), f"{path}: {first.status} and {second.status}"
            assert first.page == second.page, f"{path} differs"
        assert all(logo in front.ask(PAGE).page for front in self.fronts), "the page does not show the new picture"
        return "pictures and the open data file alike"

    def sessions(self) -> str:
        """Sign out at one machine: the session is over at the other."""
        here, there = self.fronts
        opened = here.ask(self.form, Cookie=self.cookie)
        assert opened.status == there.ask(self.form, Cookie=self.cookie).status == 200, "a session is not known at both"
        form = filled_in(form_with(opened.page, "coverage_note"))
        token = [(name, value) for name, value in form if name == "csrfmiddlewaretoken"]
        here.ask("/accounts/sign-out/", token, Cookie=f"{self.cookie}; {form_cookie(opened)}")
        assert there.ask(self.form, Cookie=self.cookie).status == 302, "a session that was ended goes on at the other"
        return "sessions known and ended at both"


def without_its_redis(site: Topology) -> str:
    """End the Redis, and return how pages are answered without it. Raises AssertionError if they are not."""
    site.supervisor.stop("redis")
    fronts = [Front(port) for port in site.webs]
    for path in PAGES:
        for front in fronts:
            assert front.ask(path).status == 200, f"{path} is not answered once Redis is gone"
    slowest = max(front.ask(path).seconds for front in fronts for path in PAGES)
    return f"Redis ended: all pages answered, in {slowest * 1000:.0f} ms at most"
