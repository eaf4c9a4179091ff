"""A mail server of ours that refuses, is away for an hour, hangs, greylists, and drops what it has taken."""

import socket
import socketserver
import threading
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

from django.db.models import F
from django.utils import timezone

from members.models import SheetImport
from partnerships.mail.delivery import message_id
from partnerships.models import MailServerTrouble, OutgoingMail, Partnership
from partnerships.vocabulary import MailState, PublicationState
from tests import databases
from tests.drills.both import on_both
from tests.factories import make_mail, make_partnership, make_superuser
from tests.never_lost.site import Site, site_in

ROW = "mail server refuses, greylists, hangs, drops after accepting, an hour away"
MUST_HOLD = "every mail leaves once it can, oldest first; nothing else waits"
MOODS = ("refuses", "hangs", "greylists", "drops")
MAILS, WORKERS = 20, 2
TIMEOUT_SECONDS = 3
# A mail that cannot leave is looked for by one worker every 20 seconds.
PATIENCE_SECONDS = 60
SOON_SECONDS = 15


class Server(socketserver.ThreadingTCPServer):
    """A mail server that is in a mood: well, refuses, hangs, greylists or drops. `taken` are the letters it has."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mood, self.taken, self.known, self.number = "well", [], set(), 0
        threading.Thread(target=self.serve_forever, args=[0.05], daemon=True).start()

    def order(self) -> list[str]:
        """Return the Message-IDs of what it has taken, in that order."""
        return [message_from_bytes(letter)["Message-ID"] for letter in list(self.taken)]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        server = self.server
        server.number += 1
        if server.mood == "refuses":
            return self._say("421 4.3.2 not now")
        if server.mood == "hangs" and server.number % 2:
            return self._fall_silent()
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            command = line.split()[0].upper()
            if command == "RCPT" and server.mood == "greylists" and line not in server.known:
                server.known.add(line)
                self._say("450 4.2.0 come back later")
            elif command == "DATA":
                if not self._take():
                    return None
            else:
                self._say("221 bye" if command == "QUIT" else "250 yes")

    def _take(self) -> bool:
        """Take a letter; return whether to go on."""
        self._say("354 go on")
        letter = b""
        while (text := self.rfile.readline()) not in (b".\r\n", b""):
            letter += text
        if self.server.mood == "hangs":
            self._fall_silent()
            return False
        self.server.taken.append(letter)
        told = message_from_bytes(letter)["Message-ID"]
        if self.server.mood == "drops" and told not in self.server.known:
            self.server.known.add(told)
            self.connection.shutdown(socket.SHUT_RDWR)
            return False
        self._say("250 yes")
        return True

    def _fall_silent(self) -> None:
        while self.server.mood == "hangs":
            time.sleep(0.1)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


def run(folder: Path) -> str:
    """Send mail through a server in every mood, on both databases."""
    return on_both("mail_server", folder)


def on_this_database(folder: Path) -> str:
    """Go through the moods; return what was measured."""
    with Server() as server, site_in(folder, settings="tests.settings") as site:
        site.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{server.server_address[1]}/?timeout={TIMEOUT_SECONDS}"
        with site.starter(), databases.connected_to(site.database):
            author = make_superuser()
            site.start_workers(WORKERS)
            took = {
                mood: _go_through(site, server, mood, author) for mood in ("refuses", "hangs", "greylists", "drops")
            }
        server.shutdown()
        return _told(server, took)


def _go_through(site: Site, server: Server, mood: str, author) -> dict[str, float]:
    """Write mails while the server is in `mood`, until it has been so for an hour; return how long what took."""
    server.mood = mood
    first = OutgoingMail.objects.count()
    mails = [
        make_mail(to=f"{mood}-{number}@school.example", next_try_at=timezone.now() - timedelta(seconds=MAILS - number))
        for number in range(MAILS)
    ]
    _wait_until(lambda: _is_in_trouble(mood, first), f"nobody tried a mail server that {mood}")
    others = _do_something_else(author, mood)
    before = len(server.taken)
    if mood == "refuses":
        # One that is being tried just now is handed back first.
        _wait_until(lambda: not OutgoingMail.objects.filter(next_try_at__gt=timezone.now()).exists(), "a try hangs")
    _let_an_hour_pass()
    if mood in {"refuses", "hangs"}:
        assert not len(server.taken) > before, f"a mail left though the server {mood}"
        server.mood = "well"
    began = time.monotonic()
    keys = [mail.pk for mail in mails]
    waiting = OutgoingMail.objects.filter(pk__in=keys).exclude(state=MailState.SENT)
    # What one mail was refused for waits for a minute; the clock moves on so that nobody has to.
    until = time.monotonic() + PATIENCE_SECONDS
    while waiting.exists():
        assert time.monotonic() < until, f"{waiting.count()} mails did not leave once the server that {mood} took them"
        time.sleep(0.5)
        if mood != "refuses":
            _let_a_minute_pass()
    left = time.monotonic() - began
    if mood == "refuses":
        _check_order([message_id(mail.key) for mail in mails], server.order()[before:])
    return {"left": left, "others": others}


def _is_in_trouble(mood: str, first: int) -> bool:
    if mood in {"refuses", "hangs"}:
        return MailServerTrouble.objects.exists()
    return OutgoingMail.objects.filter(tries__gt=0).count() > first


def _do_something_else(author, mood: str) -> float:
    """Have an entry published and a sheet read meanwhile; return how long both took."""
    began, now = time.monotonic(), timezone.now()
    entry = make_partnership(publication="draft", publish_at=now, name=f"Meanwhile {mood}", slug=f"meanwhile-{mood}")
    sheet = SheetImport.objects.create(
        kind="members",
        file_name=f"{mood}.csv",
        content=b"Name,Sector",
        by=author,
        waits_for_worker_as=author,
        attempt=1,
        lease_until=now,
    )
    is_published = Partnership.objects.filter(pk=entry.pk, publication=PublicationState.PUBLISHED).exists
    is_read = SheetImport.objects.filter(pk=sheet.pk).exclude(state="reading").exists
    _wait_until(lambda: is_published() and is_read(), f"publishing or a sheet waited while the mail server {mood}")
    took = time.monotonic() - began
    assert took < SOON_SECONDS, f"publishing and a sheet took {took:.0f} s while the mail server {mood}"
    return took


def _let_an_hour_pass() -> None:
    """Let everything be an hour older, as the clock does it."""
    hour, waiting = timedelta(hours=1), OutgoingMail.objects.waiting()
    waiting.update(written_at=F("written_at") - hour, next_try_at=F("next_try_at") - hour)
    MailServerTrouble.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def _let_a_minute_pass() -> None:
    later = timezone.now() + timedelta(seconds=25)
    OutgoingMail.objects.waiting().filter(next_try_at__gt=later).update(next_try_at=timezone.now())
    MailServerTrouble.objects.filter(next_try_at__gt=timezone.now()).update(next_try_at=timezone.now())


def _check_order(written: list[str], left: list[str]) -> None:
    """Raise AssertionError unless mails left in the order they were written, but for those of several workers."""
    places = [left.index(mail) for mail in written]
    assert all(abs(place - number) <= WORKERS for number, place in enumerate(places)), f"they left in order {places}"


def _told(server: Server, took: dict[str, dict[str, float]]) -> str:
    count = Counter(server.order())
    assert len(count) == MAILS * len(took), f"{len(count)} mails of {MAILS * len(took)} came, by Message-ID"
    again = sum(count.values()) - len(count)
    assert again <= MAILS, f"{again} mails came twice where {MAILS} at most were dropped after they had been taken"
    slowest = max(each["left"] for each in took.values())
    others = max(each["others"] for each in took.values())
    return (
        f"{len(count)} of {len(count)} mails left, each under one Message-ID, {again} sent again as they were dropped; "
        f"{slowest:.0f} s at most until all had left; publishing and sheets within {others:.1f} s meanwhile"
    )


def _wait_until(condition, words: str) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < until, words
        time.sleep(0.1)
