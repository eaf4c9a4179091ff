"""Every kind of record that is published: those declared here or registered by another app, and those of listings."""

import datetime
from functools import cache

from django.utils import timezone

from partnerships.models import BridgeOrganisation, Partnership
from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.open_data import directory_kinds
from partnerships.open_data.partnership_kinds import CHANGES, PARTNERSHIPS, PROPOSED
from partnerships.open_data.shapes import RecordKind, changed_on, later_of, with_saved_at
from partnerships.open_data.support_kinds import PRESENT_SUPPORT
from partnerships.published_kinds import table
from partnerships.published_kinds.fields import Field, ListField, identity, reference
from partnerships.published_kinds.table import Listing, PublishedKind

_of_others: list[RecordKind] = []


def register(*kinds: RecordKind) -> None:
    """Publish `kinds` of another app from now on, after those of this one."""
    _of_others.extend(kinds)


def every_kind() -> list[RecordKind]:
    """Return all kinds that are published, in the order in which they are told."""
    return [PARTNERSHIPS, PROPOSED, *directory_kinds.KINDS, PRESENT_SUPPORT, CHANGES, *listing_kinds(), *_of_others]


def listing_kinds() -> list[RecordKind]:
    """Return the kinds of records of every listing that says what programs get of it.

    Those that are all there is of a model come before those that share one.
    """
    by_size = sorted(table.kinds(), key=lambda kind: len(kind.listings))
    return [_record_kind(kind, listing) for kind in by_size for listing in kind.listings if listing.fields]


@cache
def _record_kind(kind: PublishedKind, listing: Listing) -> RecordKind:
    """Return the kind of records that the rows of `listing` are."""
    reads = [field.name for field in listing.fields if isinstance(field, ListField) and field.read]
    return RecordKind(
        name=listing.name,
        singular=listing.singular,
        title=listing.heading,
        description=listing.description,
        rows=lambda: listing.rows().order_by("pk"),
        prepare=lambda rows: _prepare(rows).prefetch_related(*reads),
        # What stands on a page with others lies nowhere.
        area=_area if kind.has_own_page else None,
        dated=_dated,
        summary=lambda row: getattr(row, listing.summary or kind.summary),
        has_pages=kind.has_own_page,
        fields=(
            *identity(listing.singular, name="title"),
            *reference("partnership", "The partnership it is of, if it is one’s.", _partnership),
            *reference("bridge", "The Bridge Organisation it is of, if it is one’s."),
            *listing.fields,
            Field("published_on", datetime.date, "When it was published.", _published_on),
            Field("changed_on", datetime.date, "When it was last changed or published.", changed_on),
        ),
    )


def _prepare(rows: EditorialQuerySet) -> EditorialQuerySet:
    related = ("partnership__authorities", "bridge__authorities")
    return _dated(rows).select_related("partnership", "bridge").prefetch_related(*related)


def _dated(rows: EditorialQuerySet) -> EditorialQuerySet:
    return with_saved_at(rows).annotate(changed_at=later_of("publication_changed_at", "saved_at"))


def _published_on(row: Editorial) -> datetime.date | None:
    return timezone.localdate(row.publication_changed_at) if row.publication_changed_at else None


def _area(row: Editorial) -> list[str]:
    return [authority.gss_code for authority in row.public_owner.authorities.all()] if row.public_owner else []


def _partnership(row: Editorial) -> Partnership | BridgeOrganisation | None:
    """Return the partnership it is of, if it is one's that the public may see."""
    return row.public_owner if row.partnership_id else None
