"""One worker, as a process of its own: mail, sheets and publishing, none of which waits for another."""

import time

import pytest
from django.utils import timezone

from members.models import SheetImport
from tests import databases
from tests.factories import make_mail, make_partnership, make_superuser
from tests.never_lost.site import WORKER, site_in

pytestmark = pytest.mark.usefixtures("any_database")
PATIENCE_SECONDS = 60
LANES = ("mail", "sheets", "publishing")
DONE = {
    "mail": "SELECT COUNT(*) FROM partnerships_outgoingmail WHERE state = 'sent'",
    "sheets": "SELECT COUNT(*) FROM members_sheetimport WHERE state <> 'reading'",
    "publishing": "SELECT COUNT(*) FROM partnerships_partnership WHERE publication = 'published'",
}


def make_rows():
    """Make something to do for each lane."""
    by, now = make_superuser(), timezone.now()
    make_mail()
    make_partnership(publication="draft", publish_at=now)
    sheet = {"kind": "members", "file_name": "a.csv", "content": b"Name,Sector"}
    SheetImport.objects.create(**sheet, by=by, waits_for_worker_as=by, attempt=1, lease_until=now)


def wait_until(condition):
    """Return once `condition` holds. Raises TimeoutError if it never does."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError("What should have happened did not.")
        time.sleep(0.05)


def test_no_lane_waits_for_another_and_a_signal_lets_the_work_in_hand_finish(tmp_path):
    holders = [tmp_path / f"hold-{lane}" for lane in LANES]
    with site_in(tmp_path, settings="tests.held_worker.settings") as site:
        with databases.connected_to(site.database):
            make_rows()
        for holder in holders:
            holder.touch()
        worker = site.python(*WORKER)
        try:
            # All three are in the middle of their work at the same time.
            wait_until(lambda: all((tmp_path / f"{lane}-is-held").exists() for lane in LANES))
            # And it says that it is alive.
            wait_until(lambda: site.ask("SELECT kind FROM partnerships_heartbeat") == [("worker",)])
            worker.terminate()
            time.sleep(0.5)
            before = [worker.poll(), *(site.ask(query) for query in DONE.values())]
            for holder in holders:
                holder.unlink()
            code = worker.wait(PATIENCE_SECONDS)
        finally:
            worker.kill()
        after = [code, *(site.ask(query) for query in DONE.values())]

    assert before == [None, [(0,)], [(0,)], [(0,)]]
    assert after == [0, [(1,)], [(1,)], [(1,)]]
