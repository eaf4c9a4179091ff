"""Visitors who read and who send enquiries, and what each of them was answered."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from partnerships.abuse.spam import QUICKEST_SECONDS
from partnerships.enquiries.consent import CURRENT
from tests.enquiry_forms import hidden_fields
from tests.never_lost.visitors import ask_as

PAUSE_SECONDS = 0.05


@dataclass(frozen=True)
class Answer:
    """What somebody was answered, who asked at a second of the clock that only goes on; and how many it took."""

    phase: str
    path: str
    is_read: bool
    status: int
    asked_at: float
    seconds: float
    is_marked: bool = False
    says_when: bool = False
    gives_back: bool = False

    @property
    def is_fresh(self) -> bool:
        """Whether it is one as before."""
        return self.status in {200, 302} and not self.is_marked


@dataclass
class Enquirer:
    """Somebody with an enquiry: what the next press of the button sends, and the reference they were shown."""

    number: int
    fields: dict
    opened_at: float
    reference: str = ""

    @property
    def message(self) -> str:
        return f"Enquiry number {self.number}, about dance in our schools"


@dataclass
class Crowd:
    """So many who read `seen` and other pages, and who send enquiries, at the site on `port`."""

    port: int
    readers: int
    enquirers: int
    seen: list[str]
    phase: str = "before"
    answers: list[Answer] = field(default_factory=list)
    enquirers_done: list[Enquirer] = field(default_factory=list)
    left: list[Enquirer] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _count: int = 0

    @contextmanager
    def asking(self):
        """Let all of them come while the context lasts."""
        # Each page is seen once: by one of the workers.
        for path in self.seen:
            self._ask("GET", path)
        with ThreadPoolExecutor(self.readers + self.enquirers) as pool:
            going = [pool.submit(self._read, number) for number in range(self.readers)]
            going += [pool.submit(self._enquire, number) for number in range(self.enquirers)]
            try:
                yield
            finally:
                self._stop.set()
        for each in going:
            each.result()

    def send_what_is_left(self) -> None:
        """Let those whose enquiry was not kept press the button again."""
        for enquirer in self.left:
            self._send(enquirer)
            assert enquirer.reference, "What was not kept could not be sent again."

    def _read(self, number: int) -> None:
        others = [f"/partnerships/number-{other}/" for other in range(40)] + ["/api/v1/partnerships/", "/events.ics"]
        while not self._stop.is_set():
            for path in [*self.seen, others[self._next() % len(others)]]:
                self._ask("GET", path)
                self._stop.wait(PAUSE_SECONDS)

    def _enquire(self, number: int) -> None:
        """Open forms and send them, one after another; who is refused tries again in a second, a few times."""
        while not self._stop.is_set():
            opened = self._ask("GET", "/join/?partnership=burst&topic=join")
            if opened[1].status != 200 or "token" not in (fields := hidden_fields(opened[0])):
                self._stop.wait(1)
                continue
            enquirer = Enquirer(self._next(), fields, time.monotonic())
            self._stop.wait(QUICKEST_SECONDS)
            enquirer.fields |= _typed(enquirer)
            for _ in range(5):
                if self._send(enquirer) or self._stop.wait(1):
                    break
            if not enquirer.reference:
                self.left.append(enquirer)

    def _send(self, enquirer: Enquirer) -> bool:
        """Check the answers and send them, and return whether that was confirmed."""
        sender = enquirer.number
        for step in ("check", "send") if "seal" not in enquirer.fields else ("send",):
            page, answer, location = self._ask(
                "POST", "/join/", enquirer.fields | {"step": step}, sender, enquirer.message
            )
            if answer.status == 503:
                # What the page gives back, and nothing else, is what is sent again.
                enquirer.fields = hidden_fields(page)
                return False
            if step == "check":
                enquirer.fields = hidden_fields(page)
        enquirer.reference = location.partition("?")[0].strip("/").rpartition("/")[2]
        if enquirer.reference:
            self.enquirers_done.append(enquirer)
        return bool(enquirer.reference)

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _ask(self, method: str, path: str, values: dict | None = None, sender: int = 0, message: str = ""):
        """Return the page that answers, what it was like, and where it leads."""
        phase, asked_at = self.phase, time.monotonic()
        response, page = ask_as(sender, self.port, method, path, values)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        is_marked = "Warning" in response.headers and (not is_page or "This page is as it was at" in page)
        answer = Answer(
            phase,
            path,
            method == "GET",
            response.status,
            asked_at,
            time.monotonic() - asked_at,
            is_marked and "no-store" in response.headers["Cache-Control"] and "ETag" not in response.headers,
            response.status == 503 and "Retry-After" in response.headers,
            "Send it again" in page and message in page and ("was not kept" in page or "cannot tell" in page),
        )
        self.answers.append(answer)
        return page, answer, response.headers.get("Location", "")


def _typed(enquirer: Enquirer) -> dict[str, str]:
    return {
        "topic": "join",
        "place": "Burst",
        "enquirer": "arts",
        "message": enquirer.message,
        "name": f"Visitor {enquirer.number}",
        "email": f"visitor-{enquirer.number}@enquirer.example",
        "organisation": "",
        "consent": CURRENT.version,
    }
