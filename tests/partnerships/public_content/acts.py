"""What an act says of public content, as if it were alone in a transaction: a test is one from beginning to end."""

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
