"""The snapshot of the directory as a worker has it while nothing changes.

Inside the transaction of a test it would be read anew, whole, each time it is asked for.
"""

from unittest import mock

from partnerships.public_content import stamp
from partnerships.search.snapshot import keeping
from partnerships.search.snapshot.sets import Snapshot


def held(snapshot: Snapshot):
    """Let every page be answered from `snapshot` while the context lasts."""

    def current():
        stamp.current()
        return snapshot

    return mock.patch.object(keeping, "current", current)
