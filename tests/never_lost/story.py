"""The story: a burst of enquiries, a kill in the middle, another while the rest is sent, and the count at the end."""

import random
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

from partnerships.abuse.spam import QUICKEST_SECONDS
from tests import databases
from tests.factories import make_partnership
from tests.never_lost.site import Site, site_in
from tests.never_lost.visitors import Visitor

VISITORS = 40
THREADS = 8
# When the kill comes: after so many visitors were shown a reference.
CONFIRMED_AT_KILL = (8, 28)
WORKERS = 2
PATIENCE_SECONDS = 120
CONTACT, DESK = "contact@partnership.example", "national-desk@localhost"
MAILS = "partnerships_outgoingmail"


@dataclass(frozen=True)
class Outcome:
    """What was counted. `lost` are references shown to a visitor that the database did not have after the kill."""

    confirmed_at_kill: int
    waiting_at_kill: int
    lost: set[str]
    kept: Counter
    mails: Counter
    expected_mails: Counter
    not_sent: int
    sent_again: int
    seconds: float

    def __str__(self):
        kill = f"killed after {self.confirmed_at_kill} of {VISITORS} with {self.waiting_at_kill} mails waiting"
        mails = f"{self.mails.total()} mails, {self.sent_again} of them sent again"
        return f"{kill}; lost {len(self.lost)}; {mails}; wrong {len(self.wrong_mails)}; {self.seconds:.0f} s"

    @property
    def is_as_it_should_be(self) -> bool:
        """Whether nothing was lost, nothing is there twice and nothing still waits."""
        once_each = len(self.kept) == VISITORS and set(self.kept.values()) == {1}
        return once_each and not (self.lost or self.wrong_mails or self.not_sent)

    @property
    def wrong_mails(self) -> dict:
        """Mails that are not in the folder exactly once: what it is → (how often, how often it should be)."""
        every = self.mails.keys() | self.expected_mails.keys()
        pairs = {mail: (self.mails[mail], self.expected_mails[mail]) for mail in every}
        return {mail: pair for mail, pair in pairs.items() if pair[0] != pair[1]}


def tell(folder: Path) -> Outcome:
    """Play the story in `folder` and return what was counted at its end."""
    began = time.monotonic()
    with site_in(folder) as site, site.starter():
        site.start_server()
        with databases.connected_to(site.database):
            make_partnership(
                name="Burst", slug="burst", takes_enquiries=True, contact_email=CONTACT, stage="established"
            )
        visitors = [_visitor(number, site.port) for number in range(VISITORS)]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(Visitor.open_form, visitors))
        site.start_workers(WORKERS)
        time.sleep(QUICKEST_SECONDS)
        at_kill = _burst_until_killed(site, visitors)
        _come_back(site, visitors)
        return Outcome(
            **at_kill,
            kept=Counter(email for (email,) in site.ask("SELECT email FROM partnerships_enquiry")),
            mails=_mails_in(folder / "mail"),
            expected_mails=_expected(visitors),
            not_sent=_count_waiting(site),
            sent_again=sum(count - 1 for count in Counter((folder / "sendings").read_text().split()).values()),
            seconds=time.monotonic() - began,
        )


def _visitor(number: int, port: int) -> Visitor:
    """Return a visitor: every other one asks the partnership, the rest the national desk."""
    if number % 2:
        return Visitor(number, port, "/join/?partnership=burst&topic=join", "Burst", "join")
    return Visitor(number, port, "/join/", "", "press")


def _burst_until_killed(site: Site, visitors: list[Visitor]) -> dict:
    """Let all send at once; kill everything in the middle; return what was counted then, before anything is back."""
    kill_at = random.randint(*CONFIRMED_AT_KILL)
    with ThreadPoolExecutor(THREADS) as pool:
        sending = [pool.submit(visitor.send) for visitor in visitors]
        _wait_until(lambda: sum(bool(visitor.reference) for visitor in visitors) >= kill_at)
        site.kill_everything()
        for future in sending:
            future.cancel()
        confirmed = {visitor.reference for visitor in visitors if visitor.reference}
        kept = {reference for (reference,) in site.ask("SELECT reference FROM partnerships_enquiry")}
        waiting = _count_waiting(site)
        # The socket was there all the time: those who knocked meanwhile are answered now.
        site.start_server()
    return {"confirmed_at_kill": len(confirmed), "waiting_at_kill": waiting, "lost": confirmed - kept}


def _come_back(site: Site, visitors: list[Visitor]) -> None:
    """Start the workers, kill them once more, start one again; whoever saw no reference presses the button again."""
    before = _count_sent(site)
    _let_leases_run_out(site)
    site.start_workers(WORKERS)
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(Visitor.send, [visitor for visitor in visitors if not visitor.reference]))
    _wait_until(lambda: _count_sent(site) > before)
    site.kill_everything()
    _let_leases_run_out(site)
    site.start_workers(1)
    _wait_until(lambda: not _count_waiting(site))


def _let_leases_run_out(site: Site) -> None:
    """Make every mail due, as it is in a while: whoever had one in hand was killed."""
    site.ask(f"UPDATE {MAILS} SET next_try_at = written_at WHERE state <> 'sent'")


def _count_sent(site: Site) -> int:
    [(count,)] = site.ask(f"SELECT COUNT(*) FROM {MAILS} WHERE state = 'sent'")
    return count


def _count_waiting(site: Site) -> int:
    [(count,)] = site.ask(f"SELECT COUNT(*) FROM {MAILS} WHERE state <> 'sent'")
    return count


def _mails_in(folder: Path) -> Counter:
    """Return how often each mail is in `folder`: to whom, and about which reference."""
    counts = Counter()
    for path in folder.glob("*.eml"):
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        reference = mail["Reply-To"].partition("+")[2].partition("@")[0]
        counts[mail["To"], reference] += 1
    return counts


def _expected(visitors: list[Visitor]) -> Counter:
    """Return the mails there should be: a receipt for each visitor, and one to whoever is to answer."""
    counts = Counter()
    for visitor in visitors:
        counts[visitor.email, visitor.reference] += 1
        counts[CONTACT if visitor.topic == "join" else DESK, visitor.reference] += 1
    return counts


def _wait_until(condition) -> None:
    """Return once `condition` holds. Raises TimeoutError if it never does."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError("What should have happened did not.")
        time.sleep(0.05)
