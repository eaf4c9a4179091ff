"""What an act says of public content, as if it were alone in a transaction: a test is one from beginning to end."""

import time

from django.db import connection
from django.db.models import Max

from partnerships.models import ContentChange, ContentStamp
from partnerships.public_content import changes, stamp
from partnerships.public_content.changes import Changes


def is_stamped(act):
    """Return whether `act`, a function, makes another stamp."""
    ContentStamp.objects.filter(transaction__gt=0).delete()
    before = stamp.current()
    act()
    return stamp.current() != before


def told_by(act):
    """Return what is to be read anew after `act`."""
    ContentChange.objects.all().delete()
    mark = changes.mark()
    act()
    return changes.since(mark)


EVERYTHING = Changes(is_everything=True)
NOTHING = Changes()


def of_partnerships(*rows):
    return Changes(partnerships=frozenset(row.pk for row in rows))


def oldest_open():
    """Return the number of the oldest transaction that is open on the server of PostgreSQL, in any of its databases.

    Other processes of a test run have some: what is younger cannot be folded or pruned while they last.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0]


def until_prunable():
    """Wait until no transaction that is open, of other processes either, can have written what the log holds by now."""
    newest = ContentChange.objects.aggregate(newest=Max("number"))["newest"]
    until = time.monotonic() + 300
    while connection.vendor == "postgresql" and oldest_open() <= newest:
        assert time.monotonic() < until, "A transaction is open for five minutes"
        time.sleep(0.01)
