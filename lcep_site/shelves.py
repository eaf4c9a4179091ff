"""Which lists of what is published hold something now: menus show no others."""

from django.db import Error
from django.db.models import IntegerField, Value

from partnerships.public_content.kept import Kept
from partnerships.published_kinds import table

# Of all that is published, by nothing but that and the day.
_held: Kept[None, frozenset[str]] = Kept(1)


def holding() -> frozenset[str]:
    """Return the names of the listings that hold something: see published_kinds. Kept until the content changes.

    One query after a change. While the database answers nobody, all of them.
    """
    try:
        return _held.of(None, _count)
    except Error:
        return frozenset(listing.name for _, listing in table.listings())


def _count() -> frozenset[str]:
    names = [listing.name for _, listing in table.listings()]
    first, *others = [
        listing.current().order_by().values_list(Value(number, output_field=IntegerField()), flat=True)
        for number, (_, listing) in enumerate(table.listings())
    ]
    return frozenset(names[number] for number in first.union(*others))
