"""Atom feeds (RFC 4287): of lists of records, and of what changed in the directory.

The id of an entry is a tag address (RFC 4151) made from its number, so it stays when its name and address change.
"""

import datetime
import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from partnerships.models import PublicChange
from partnerships.open_data import licence
from partnerships.open_data.shapes import RecordKind, day_of
from partnerships.published_kinds.fields import page_url, whole_address

MAX_ENTRIES = 100
# Since when our tag addresses are given out: RFC 4151 asks for a date on which the host name was ours.
_TAGGED_SINCE = 2026
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Feed(Atom1Feed):
    """An Atom feed of plain texts, which does not say that it changed when it is empty."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self) -> datetime.datetime:
        """Return when the latest entry changed; without one, the beginning of the year of our first tags."""
        dates = [item["updateddate"] for item in self.items]
        return max(dates, default=_moment(datetime.date(_TAGGED_SINCE, 1, 1)))

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write an entry whose summary is said to be text: Django would say HTML, and readers would obey its marks."""
        super().add_item_elements(handler, item | {"description": None})
        if picture := item.get("picture"):
            address = whole_address(picture.url)
            handler.addQuickElement("link", "", {"rel": "enclosure", "href": address, "type": "image/webp"})
        if item["description"] is not None:
            handler.addQuickElement("summary", item["description"], {"type": "text"})


def tag(sort: str, number: int | str) -> str:
    """Return the lasting id of the entry or feed of this `sort` and `number`."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{_TAGGED_SINCE}:{sort}/{number}"


def readable(text: str) -> str:
    """Return `text` without the control characters that neither XML nor a calendar may hold."""
    return _CONTROL.sub(" ", text)


def of_records(kind: RecordKind, rows: list[Any], *, title: str, page: str, address: str) -> Feed:
    """Return the feed of `rows` of `kind`, as its `latest` returns them: one entry for each.

    `page` is the address of the list, `address` that of the feed, both without the host.
    """
    feed = _feed(title, page, address)
    for row in rows:
        feed.add_item(
            title=readable(str(row)),
            link=page_url(row),
            # None leaves the summary out, which the stubs do not know.
            description=readable(kind.summary(row)) or None,  # type: ignore[arg-type]
            unique_id=tag(row._meta.model_name, row.pk),
            updateddate=_moment(day_of(row.changed_at)),
            picture=getattr(row, "picture", None),
        )
    return feed


def of_changes(changes: QuerySet[PublicChange], *, title: str, page: str, address: str) -> Feed:
    """Return the feed of `changes`, the latest first: one entry for each entry and day."""
    feed = _feed(title, page, address)
    for change in changes[:MAX_ENTRIES]:
        feed.add_item(
            title=f"{change.partnership}: {'new entry' if change.is_new else 'changed'}",
            link=page_url(change.partnership),
            description=_sentence(change),
            unique_id=tag("change", change.pk),
            updateddate=_moment(change.on),
        )
    return feed


def _feed(title: str, page: str, address: str) -> Feed:
    return Feed(
        title=f"{title} – {settings.SITE_NAME}",
        link=f"{settings.SITE_URL}{page}",
        feed_url=f"{settings.SITE_URL}{address}",
        feed_guid=tag("feed", address.lstrip("/")),
        description="",
        language="en-GB",
        author_name=settings.SITE_NAME,
        feed_copyright=licence.attribution(),
    )


def _sentence(change: PublicChange) -> str:
    """Return what changed, in a sentence: also that the entry is new."""
    parts = ", ".join(change.parts)
    if change.is_new:
        return f"Newly listed. Since then changed: {parts}." if parts else "Newly listed."
    return f"What changed: {parts}."


def _moment(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
