"""The news by e-mail: what is new, whom it concerns, and one mail to each subscriber.

A DigestSource says what is new of one kind: entries, or a listing of what is published.
"""

import datetime
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from members.mailing_list import choices, links
from members.models import Digest, Subscriber
from partnerships.mail import outbox
from partnerships.models import Region
from partnerships.models.editorial import Editorial
from partnerships.published_kinds.table import Listing, PublishedKind
from partnerships.publishing import public_changes
from partnerships.text.sentences import ended, listed, region_in_words

# Periods begin on a Monday, counted from this one, so that a day is in the same period whenever the command is run.
FIRST_DAY = datetime.date(2026, 1, 5)
FORTNIGHT_DAYS = 14
# In one section of a mail.
MAX_STORIES = 20
_BATCH = 200


@dataclass(frozen=True)
class Story:
    """A piece of news, the path of its page, and what it is about: nothing if it is for everybody."""

    title: str
    path: str
    text: str = ""
    about: frozenset[Model] = frozenset()


@dataclass(frozen=True)
class DigestSource:
    """One kind of news: its name and heading, the name of the page that lists all of it, and what is new in a period.

    `stories` takes the first day of the period and the first day after it, and returns the most important first.
    """

    name: str
    heading: str
    page: str
    stories: Callable[[datetime.date, datetime.date], list[Story]]


def _of_entries(since: datetime.date, until: datetime.date) -> list[Story]:
    return [_story_of(change) for change in public_changes.between(since, until)]


def _story_of(change: public_changes.EntryChange) -> Story:
    partnership = change.partnership
    text = f"What changed: {listed(change.parts)}."
    if change.is_new:
        kind = "A proposed partnership" if partnership.is_proposed else "A partnership"
        regions = listed(region_in_words(region.name) for region in partnership.regions) or "England"
        text = f"{kind} new to the directory, in {regions}."
    about = frozenset([partnership, *partnership.regions, *partnership.priorities.all()])
    return Story(partnership.name, partnership.get_absolute_url(), text, about)


def _of_listing(kind: PublishedKind, listing: Listing, since: datetime.date, until: datetime.date) -> list[Story]:
    """Return what of `listing` was published in the period and has not passed since."""
    new = listing.current().filter(publication_changed_at__date__gte=since, publication_changed_at__date__lt=until)
    related = ("priorities", "partnership__authorities", "bridge__authorities")
    return [_story_of_published(row, getattr(row, kind.summary)) for row in new.prefetch_related(*related)]


def _story_of_published(row: Editorial, summary: str) -> Story:
    # Equal to the regions themselves, which need not be read.
    regions = [Region(pk=authority.region_id) for authority in row.owner.authorities.all()] if row.owner else []
    text = " ".join(filter(None, [ended(row.dates_in_words), summary, f"({row.public_owner_words})"]))
    about = frozenset([*filter(None, [row.partnership]), *regions, *row.priorities.all()])
    return Story(row.title, row.get_absolute_url(), text, about)


def sources() -> list[DigestSource]:
    """Return each kind of news, in the order of a mail."""
    return [
        DigestSource(choices.CHANGES, choices.CHANGES_HEADING, "partnerships:partnership-list", _of_entries),
        *(
            DigestSource(listing.name, listing.heading, listing.page, partial(_of_listing, kind, listing))
            for kind, listing in choices.published_news()
        ),
    ]


def due(today: datetime.date, days: int = FORTNIGHT_DAYS) -> Digest | None:
    """Return the mailing to write `today`, if any: an unfinished one, or a new one up to the last full period.

    `days` is the length of a period. A new mailing begins where the last one ended, so that nothing is left out when a
    run was missed.
    """
    if unfinished := Digest.objects.filter(finished_at__isnull=True).order_by("since").first():
        return unfinished
    since, until = _full_period(today, days)
    return Digest.objects.get_or_create(since=since, until=until)[0] if since < until else None


def _full_period(today: datetime.date, days: int) -> tuple[datetime.date, datetime.date]:
    """Return from where to where the last full period by `today` is not covered yet; the same day, if it is."""
    until = FIRST_DAY + datetime.timedelta(days=(today - FIRST_DAY).days // days * days)
    last = Digest.objects.order_by("-until").first()
    return (last.until if last else until - datetime.timedelta(days=days)), until


def to_come(today: datetime.date, days: int = FORTNIGHT_DAYS) -> tuple[Digest | None, Digest]:
    """Return, not saved, the mailing that is due by `today` and not written whole, if any, and the one after that."""
    since, until = _full_period(today, days)
    unfinished = Digest.objects.filter(finished_at__isnull=True).order_by("since").first()
    overdue = unfinished or (Digest(since=since, until=until) if since < until else None)
    return overdue, Digest(since=max(since, until), until=until + datetime.timedelta(days=days))


def preview(digest: Digest, chosen: frozenset[Model]) -> list[dict[str, Any]]:
    """Return the parts of the mail of `digest`, as far as it is known now, to somebody who has `chosen` these."""
    return _sections([(source, source.stories(digest.since, digest.until)) for source in sources()], chosen)


def send(digest: Digest) -> int:
    """Write the mails of `digest` that are not written yet, and finish it; return how many subscribers get one.

    Each mail is written in a transaction of its own and has its own key: after a crash the rest follow, and nobody gets
    two. Those who confirmed after the end of the period get none.
    """
    recipients = 0
    news = [(source, source.stories(digest.since, digest.until)) for source in sources()]
    if any(stories for _, stories in news):
        for subscriber in _readers(digest):
            if sections := _sections(news, _chosen(subscriber), subscriber.kinds):
                recipients += _write(digest, subscriber, sections)
    Digest.objects.filter(pk=digest.pk, finished_at__isnull=True).update(finished_at=timezone.now())
    return recipients


def _readers(digest: Digest) -> Iterator[Subscriber]:
    """Yield the subscribers `digest` is for, with their choices; they are read in batches."""
    readers = Subscriber.objects.confirmed().filter(confirmed_at__date__lt=digest.until).order_by("pk")
    keys = list(readers.values_list("pk", flat=True))
    for start in range(0, len(keys), _BATCH):
        yield from readers.filter(pk__in=keys[start : start + _BATCH]).with_choices()


def _sections(
    news: list[tuple[DigestSource, list[Story]]], chosen: frozenset[Model], kinds: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Return the parts of one mail: the stories about something `chosen`, and those for everybody; else all of them.

    They are of `kinds` only, if any are named. Each part has at most MAX_STORIES, and says how many `more` there are at
    `path`.
    """
    sections = []
    for source, stories in news:
        if kinds and source.name not in kinds:
            continue
        if fitting := [story for story in stories if not chosen or not story.about or chosen & story.about]:
            shown, more = fitting[:MAX_STORIES], len(fitting[MAX_STORIES:])
            sections.append({"heading": source.heading, "path": reverse(source.page), "stories": shown, "more": more})
    return sections


@transaction.atomic
def _write(digest: Digest, subscriber: Subscriber, sections: list[dict[str, Any]]) -> int:
    """Write the mail to `subscriber`; return 1, or 0 if they have left in the meantime."""
    if not Subscriber.objects.select_for_update().filter(pk=subscriber.pk).exists():
        return 0
    end_link = links.END.url(subscriber)
    outbox.write(
        key=f"digest:{digest.since}:{digest.until}:{subscriber.pk}",
        to=subscriber.email,
        template="digest",
        context={
            "sections": sections,
            "count": sum(len(section["stories"]) + section["more"] for section in sections),
            "since": digest.since,
            "last_day": digest.until - datetime.timedelta(days=1),
            "choices": choices.in_words(subscriber),
            "choices_link": links.CHOICES.url(subscriber),
            "end_link": end_link,
        },
        # RFC 8058: the mail program may offer a button of its own that stops the news.
        headers={"List-Unsubscribe": f"<{end_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    return 1


def _chosen(subscriber: Subscriber) -> frozenset[Model]:
    return frozenset(row for rows in subscriber.choices.values() for row in rows)
