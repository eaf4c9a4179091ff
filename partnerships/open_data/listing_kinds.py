"""The records of what partnerships and Bridge Organisations publish, made from the table of published kinds."""

import datetime
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from partnerships.models import BridgeOrganisation, Partnership
from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.open_data.shapes import (
    ADDRESS,
    DAY,
    MOMENT,
    TEXT,
    WHOLE,
    YES_NO,
    Field,
    FieldType,
    ListField,
    RecordKind,
    area_of_authorities,
    identity,
    reference,
    saved_on,
    with_saved_at,
)
from partnerships.published_kinds import table
from partnerships.published_kinds.table import Listing, PublicField, PublishedKind, value_of

# What a field of a model holds, for programs; the first that fits.
_TYPES: tuple[tuple[type[models.Field], FieldType], ...] = (
    (models.URLField, ADDRESS),
    (models.FileField, ADDRESS),
    (models.BooleanField, YES_NO),
    (models.IntegerField, WHOLE),
    (models.DateTimeField, MOMENT),
    (models.DateField, DAY),
    (models.Field, TEXT),
)


def listing_kinds() -> list[RecordKind]:
    """Return the kinds of records of every listing that says what programs get of it.

    Those that are all there is of a model come before those that share one.
    """
    by_size = sorted(table.kinds(), key=lambda kind: len(kind.listings))
    return [record_kind(kind, listing) for kind in by_size for listing in kind.listings if listing.fields]


@cache
def record_kind(kind: PublishedKind, listing: Listing) -> RecordKind:
    """Return the kind of records that the rows of `listing` are."""
    several = [field for field in listing.fields if field.parts]
    reads = {_relation(field, part) for field in several for part in field.parts}
    return RecordKind(
        name=listing.name,
        singular=listing.singular,
        title=listing.heading,
        description=listing.description,
        rows=lambda: listing.rows().order_by("pk"),
        prepare=lambda rows: _prepare(rows).prefetch_related(*sorted(reads)),
        # What stands on a page with others lies nowhere.
        area=_area if kind.has_own_page else None,
        changed=_changed,
        summary=lambda row: getattr(row, listing.summary or kind.summary),
        has_pages=kind.has_own_page,
        fields=(
            *identity(listing.singular, name="title"),
            *reference("partnership", "The partnership it is of, if it is one’s.", _partnership),
            *reference("bridge", "The Bridge Organisation it is of, if it is one’s."),
            *(_field(kind.model, field) for field in listing.fields),
            Field("published_on", DAY, "When it was published.", _published_on),
            Field("changed_on", DAY, "When it was last changed or published.", _changed),
        ),
    )


def _field(model: type[models.Model], field: PublicField) -> Field | ListField:
    if field.parts:
        related = model._meta.get_field(field.name).related_model
        parts = tuple(_plain_field(related, part) for part in field.parts)
        return ListField(field.name, field.description, parts, lambda row: value_of(row, field.name), field.shown_part)
    return _plain_field(model, field)


def _plain_field(model: Any, field: PublicField) -> Field:
    path = field.path or field.name
    try:
        stored = model._meta.get_field(path)
    except FieldDoesNotExist:
        stored = (field.read_as or models.Field)()
    field_type = next(kind for stored_as, kind in _TYPES if isinstance(stored, stored_as))
    return Field(
        field.name,
        field_type,
        field.description,
        partial(_address if field_type is ADDRESS else value_of, path=path),
        unit=field.unit,
        choices=stored.flatchoices,
        is_always_known=field.is_always_known,
    )


def _address(row: Any, path: str) -> str:
    """Return the whole address of a page or a file, here or elsewhere."""
    value = value_of(row, path)
    address = value.url if isinstance(value, FieldFile) else value
    return f"{settings.SITE_URL}{address}" if address.startswith("/") else address


def _relation(field: PublicField, part: PublicField) -> str:
    return "__".join([field.name, *part.path.split(".")[:-1]])


def _prepare(rows: EditorialQuerySet) -> EditorialQuerySet:
    related = ("priorities", "partnership__authorities", "bridge__authorities")
    return with_saved_at(rows).select_related("partnership", "bridge").prefetch_related(*related)


def _published_on(row: Editorial) -> datetime.date | None:
    return timezone.localdate(row.publication_changed_at) if row.publication_changed_at else None


def _changed(row: Editorial) -> datetime.date | None:
    return max([day for day in (_published_on(row), saved_on(row)) if day], default=None)


def _area(row: Editorial) -> list[str]:
    owner = row.public_owner
    return area_of_authorities(owner) if owner else []


def _partnership(row: Editorial) -> Partnership | BridgeOrganisation | None:
    """Return the partnership it is of, if it is one's that the public may see."""
    return row.public_owner if row.partnership_id else None
