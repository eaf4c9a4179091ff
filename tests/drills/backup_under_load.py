"""A backup is made while enquiries are sent, mails leave and pictures change; it is restored as another site."""

import datetime
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from django.core.files.storage import default_storage
from django.test import override_settings
from django.utils import timezone

from lcep_site.backups import media
from lcep_site.settings import BASE_DIR
from partnerships.abuse.spam import QUICKEST_SECONDS
from partnerships.files import pictures
from partnerships.models import Enquiry, OutgoingMail, Partnership
from partnerships.vocabulary import MailState
from tests import databases
from tests.drills.both import on_both
from tests.factories import make_mail, make_partnership
from tests.never_lost.site import Site, site_in
from tests.never_lost.visitors import Visitor
from tests.pictures import upload

ROW = "a backup under load, restored elsewhere"
MUST_HOLD = (
    "every enquiry confirmed before the backup began is there, all counts and files as the manifest says; nothing is "
    "held up while it is made, no mail leaves a second time"
)
VISITORS = int(os.environ.get("DRILL_VISITORS", "60"))
CONFIRMED_AT_BACKUP = VISITORS // 4
THREADS = 6
PATIENCE_SECONDS = 120
SECONDS_FOR_MAILS = 5
SECONDS_BETWEEN_PICTURES = 0.5
PASSWORD = {"BACKUP_PASSWORD": "correct horse battery staple"}
SETTINGS = "tests.never_lost.settings"


def run(folder: Path) -> str:
    """Back up and restore on both databases."""
    return on_both("backup_under_load", folder)


def on_this_database(folder: Path) -> str:
    """Back up a site in use, restore it as another, and return what was measured."""
    for name in ("used", "other"):
        (folder / name).mkdir()
    with site_in(folder / "used") as used:
        confirmed, later, seconds = _backed_up(used, folder / "backups")
        [path] = (folder / "backups").glob("*.backup")
        with site_in(folder / "other") as other:
            tried = _manage(other, "restore", "--check", str(path))
            began = time.monotonic()
            _manage(other, "restore", str(path))
            restored_in = time.monotonic() - began
            there = _references(other)
            assert (lost := confirmed - there) == set(), f"{len(lost)} confirmed enquiries are not in the backup"
            assert there <= _references(used), "the restored site has enquiries that nobody sent"
            files = _check_files(other)
            held = _check_mails(other)
    return (
        f"{len(confirmed)} confirmed before it began, {len(there)} in it, {later} more while it was made "
        f"({seconds:.1f} s); lost 0; {files} files, all there; {tried.split(': ')[1].partition(' of ')[0]}; "
        f"restored in {restored_in:.0f} s, {held} mails held back, 0 sent"
    )


def _backed_up(site: Site, to: Path) -> tuple[set[str], int, float]:
    """Make a backup while visitors send; return what was confirmed before, how many meanwhile, and its seconds."""
    with site.starter(), override_settings(MEDIA_ROOT=site.folder / "media"), databases.connected_to(site.database):
        _make_partnerships()
        # One that the mail server would not take yet.
        make_mail(next_try_at=timezone.now() + datetime.timedelta(hours=1))
        site.start_server()
        visitors = [Visitor(number, site.port, "/join/", "", "press") for number in range(VISITORS)]
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(Visitor.open_form, visitors))
            site.start_workers(2)
            time.sleep(QUICKEST_SECONDS)
            for visitor in visitors:
                pool.submit(visitor.send)
            _wait_until(lambda: len(_confirmed(visitors)) >= CONFIRMED_AT_BACKUP)
            before, began = _confirmed(visitors), time.monotonic()
            making = _begin(site, "backup", "--to", str(to))
            while making.poll() is None:
                _change_a_picture()
                time.sleep(SECONDS_BETWEEN_PICTURES)
            seconds, meanwhile = time.monotonic() - began, _confirmed(visitors)
        assert making.returncode == 0, f"the backup failed: {making.stdout.read()}"
        assert meanwhile > before, "nothing was sent while the backup was made"
        assert len(_confirmed(visitors)) == VISITORS, "enquiries failed while the backup was made"
        site.kill_everything()
    return before, len(meanwhile - before), seconds


def _make_partnerships() -> None:
    for number in range(6):
        make_partnership(name=f"Partnership {number}", logo=pictures.keep(upload(), pictures.LOGOS), logo_alt="Logo")


def _change_a_picture() -> None:
    """Give a partnership another logo, and remove the files of its last one, as is done each night."""
    partnership = Partnership.objects.order_by("?")[0]
    before = pictures.Picture.named(partnership.logo.name)
    partnership.logo = pictures.keep(upload(), pictures.LOGOS)
    Partnership.objects.filter(pk=partnership.pk).update(logo=partnership.logo.name)
    Partnership.versions.filter(logo=before.name).update(logo="")
    for _, name in before.sizes:
        default_storage.delete(name)


def _confirmed(visitors: list[Visitor]) -> set[str]:
    return {visitor.reference for visitor in visitors if visitor.reference}


def _references(site: Site) -> set[str]:
    with databases.connected_to(site.database):
        return set(Enquiry.objects.values_list("reference", flat=True))


def _check_files(site: Site) -> int:
    """Return how many files there are, each of which is there."""
    with databases.connected_to(site.database), override_settings(MEDIA_ROOT=site.folder / "media"):
        names = media.names()
        assert (lacking := [name for name in names if not default_storage.exists(name)]) == [], f"lacking: {lacking}"
        assert names, "there were no files to look for"
        return len(names)


def _check_mails(site: Site) -> int:
    """Let a worker run on the restored site, and return how many mails it was kept from sending."""
    with site.starter():
        site.start_workers(1)
        time.sleep(SECONDS_FOR_MAILS)
        site.kill_everything()
    with databases.connected_to(site.database):
        assert not OutgoingMail.objects.waiting().exists(), "mails wait on the restored site"
        held = OutgoingMail.objects.filter(state=MailState.FAILED).count()
    assert held, "no mail waited when the backup was made"
    assert not list((site.folder / "mail").glob("*.eml")), "the restored site sent mails again"
    return held


def _begin(site: Site, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env=site.environment | PASSWORD,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _manage(site: Site, *arguments: str) -> str:
    """Run a command of the site and return what it says. Raises AssertionError with that if it fails."""
    with _begin(site, *arguments) as process:
        said = process.communicate()[0]
    assert process.returncode == 0, f"{arguments[0]} failed: {said}"
    return said


def _wait_until(condition) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < until, "what should have happened did not"
        Event().wait(0.02)
