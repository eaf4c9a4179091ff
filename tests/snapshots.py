"""The snapshot of the directory as a worker has it while nothing changes.

Inside the transaction of a test it would be read anew, whole, each time it is asked for.
"""

from contextlib import ExitStack, contextmanager
from unittest import mock

from members.organisations import slots
from partnerships.public_content import stamp
from partnerships.search.snapshot import keeping
from partnerships.search.snapshot.sets import Snapshot


@contextmanager
def held(snapshot: Snapshot):
    """Let every page be answered from `snapshot`, and from the organisations as they are, while the context lasts."""
    with ExitStack() as patches:
        for holder, value in ((keeping, snapshot), (slots.kept, slots.kept.current())):
            patches.enter_context(mock.patch.object(holder, "current", _asking_the_stamp(value)))
        yield


def _asking_the_stamp(value):
    def current():
        stamp.current()
        return value

    return current
