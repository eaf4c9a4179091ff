"""The news by e-mail: what there is to tell, whom it concerns, and one mail to each.

A Source says what is new of one kind of thing: entries, events, opportunities, news, case studies and resources.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from members.mailing_list.links import Purpose, link
from members.models import Digest, Subscriber
from partnerships.mail import outbox
from partnerships.models import CaseStudy, NewsItem, Resource
from partnerships.publishing import public_changes
from partnerships.publishing.public_changes import EntryChange

# Periods begin on a Monday, counted from this one, so that each day lies in the same period whenever one looks.
FIRST_DAY = datetime.date(2026, 1, 5)
FORTNIGHT_DAYS = 14
MAX_STORIES = 20
_SUBSCRIBERS_AT_ONCE = 200


@dataclass(frozen=True)
class Story:
    """One thing to tell: where to read it, and the keys of what it is about; about nothing in particular if empty."""

    title: str
    path: str
    words: str = ""
    partnerships: frozenset[int] = field(default=frozenset())
    regions: frozenset[int] = field(default=frozenset())
    priorities: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True)
class DigestSource:
    """One kind of news: its heading, the name of the page that has all of it, and what is new in a period.

    `stories` takes the first day of the period and the first after it, and returns the most telling first.
    """

    heading: str
    page: str
    stories: Callable[[datetime.date, datetime.date], list[Story]]


@dataclass(frozen=True)
class DigestSection:
    """What one subscriber is told of one source: no more than fits, and how many `more` there are at `path`."""

    heading: str
    path: str
    stories: list[Story]
    more: int


@dataclass(frozen=True)
class Wanted:
    """The choices of a subscriber as keys."""

    partnerships: frozenset[int]
    regions: frozenset[int]
    priorities: frozenset[int]

    @classmethod
    def by(cls, subscriber: Subscriber) -> "Wanted":
        """Return what `subscriber` chose. Prefetch the choices for lists."""
        return cls(
            frozenset(one.pk for one in subscriber.partnerships.all()),
            frozenset(one.pk for one in subscriber.regions.all()),
            frozenset(one.pk for one in subscriber.priorities.all()),
        )

    def has(self, story: Story) -> bool:
        """Whether `story` fits at least one choice, or nothing was chosen, or it is about nothing in particular."""
        if not (self.partnerships or self.regions or self.priorities):
            return True
        if not (story.partnerships or story.regions or story.priorities):
            return True
        return bool(
            self.partnerships & story.partnerships or self.regions & story.regions or self.priorities & story.priorities
        )


def _of_entries(since: datetime.date, until: datetime.date) -> list[Story]:
    return [_story_of(change) for change in public_changes.between(since, until)]


def _story_of(change: EntryChange) -> Story:
    partnership = change.partnership
    words = f"What changed: {_listed(change.parts)}."
    if change.is_new:
        kind = "A proposed partnership" if partnership.is_proposed else "A partnership"
        where = _listed([region.name for region in partnership.regions]) or "England"
        words = f"{kind} new to the directory, in {where}."
    return Story(
        title=partnership.name,
        path=partnership.get_absolute_url(),
        words=words,
        partnerships=frozenset([partnership.pk]),
        regions=frozenset(region.pk for region in partnership.regions),
        priorities=frozenset(priority.pk for priority in partnership.priorities.all()),
    )


def _of_published(rows: QuerySet, since: datetime.date, until: datetime.date) -> list[Story]:
    """Return what of `rows` was published in the period."""
    new = rows.filter(publication_changed_at__date__gte=since, publication_changed_at__date__lt=until)
    related = ("priorities", "partnership__authorities", "bridge__authorities")
    return [_story_of_published(row) for row in new.prefetch_related(*related)]


def _story_of_published(row: Model) -> Story:
    owner = row.owner
    dates = [row.when, row.where] if isinstance(row, NewsItem) else []
    closes = f"Closes {date_format(row.closes_on, 'j F Y')}." if getattr(row, "closes_on", None) else ""
    summary = row.description if isinstance(row, Resource) else row.summary
    return Story(
        title=row.title,
        path=row.get_absolute_url(),
        words=" ".join(filter(None, [", ".join(filter(None, dates)), closes, summary, f"({row.public_owner_words})"])),
        partnerships=frozenset([row.partnership_id] if row.partnership_id else []),
        regions=frozenset(authority.region_id for authority in owner.authorities.all()) if owner else frozenset(),
        priorities=frozenset(priority.pk for priority in row.priorities.all()),
    )


# Each kind of thing that is published, and which of them are news: an event that is over is not.
SOURCES: list[DigestSource] = [
    DigestSource("New and changed entries", "partnerships:partnership-list", _of_entries),
    DigestSource(
        "Events",
        "partnerships:event-list",
        lambda *days: _of_published(NewsItem.objects.published().events().to_come(), *days),
    ),
    DigestSource(
        "Opportunities",
        "partnerships:opportunity-list",
        lambda *days: _of_published(NewsItem.objects.published().opportunities().open(), *days),
    ),
    DigestSource(
        "News", "partnerships:news-list", lambda *days: _of_published(NewsItem.objects.published().news(), *days)
    ),
    DigestSource(
        "Case studies",
        "partnerships:case-study-list",
        lambda *days: _of_published(CaseStudy.objects.published().latest_first(), *days),
    ),
    DigestSource(
        "Resources",
        "partnerships:resource-list",
        lambda *days: _of_published(Resource.objects.published().latest_first(), *days),
    ),
]


def due(today: datetime.date, days: int = FORTNIGHT_DAYS) -> Digest | None:
    """Return the mailing to write `today`: one begun and not finished, else of the last full period; None if none is.

    It begins where the one before it ended, so that nothing is left out when a run was missed.
    """
    if begun := Digest.objects.filter(finished_at__isnull=True).order_by("since").first():
        return begun
    until = FIRST_DAY + datetime.timedelta(days=(today - FIRST_DAY).days // days * days)
    last = Digest.objects.order_by("-until").first()
    since = last.until if last else until - datetime.timedelta(days=days)
    if since >= until:
        return None
    return _begin(since, until)


def send(digest: Digest) -> int:
    """Write the mails of `digest` that are not written yet, and finish it; return how many subscribers it has told.

    Each mail is written by itself and has its own key: after a crash the rest follow, and nobody gets two. Who asked
    for news after the period had ended is not told of it.
    """
    told = 0
    found = [(source, source.stories(digest.since, digest.until)) for source in SOURCES]
    if any(stories for _, stories in found):
        for subscriber in _readers(digest):
            if sections := _sections(found, Wanted.by(subscriber)):
                told += _tell(digest, subscriber, sections)
    Digest.objects.filter(pk=digest.pk, finished_at__isnull=True).update(finished_at=timezone.now())
    return told


def _readers(digest: Digest) -> Iterator[Subscriber]:
    """Return whom `digest` is for, with their choices, some at a time: there may be many."""
    readers = Subscriber.objects.confirmed().filter(confirmed_at__date__lt=digest.until).order_by("pk")
    keys = list(readers.values_list("pk", flat=True))
    for start in range(0, len(keys), _SUBSCRIBERS_AT_ONCE):
        yield from readers.filter(pk__in=keys[start : start + _SUBSCRIBERS_AT_ONCE]).with_choices()


def _begin(since: datetime.date, until: datetime.date) -> Digest:
    try:
        with transaction.atomic():
            return Digest.objects.create(since=since, until=until)
    except IntegrityError:
        return Digest.objects.get(since=since, until=until)


def _sections(found: list[tuple[DigestSource, list[Story]]], wanted: Wanted) -> list[DigestSection]:
    sections = []
    for source, stories in found:
        if fitting := [story for story in stories if wanted.has(story)]:
            shown = fitting[:MAX_STORIES]
            sections.append(DigestSection(source.heading, reverse(source.page), shown, len(fitting) - len(shown)))
    return sections


@transaction.atomic
def _tell(digest: Digest, subscriber: Subscriber, sections: list[DigestSection]) -> int:
    """Write the mail to `subscriber`, unless they left meanwhile; return how many."""
    if not Subscriber.objects.select_for_update().filter(pk=subscriber.pk).exists():
        return 0
    end_link = link(Purpose.END, subscriber)
    outbox.write(
        key=f"digest:{digest.since}:{digest.until}:{subscriber.pk}",
        to=subscriber.email,
        template="digest",
        context={
            "sections": sections,
            "count": sum(len(section.stories) + section.more for section in sections),
            "since": digest.since,
            "last_day": digest.until - datetime.timedelta(days=1),
            "choices": _choices_in_words(subscriber),
            "choices_link": link(Purpose.CHOICES, subscriber),
            "end_link": end_link,
        },
        # RFC 8058: the mail program may offer a button of its own that stops the news.
        headers={"List-Unsubscribe": f"<{end_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    return 1


def _choices_in_words(subscriber: Subscriber) -> str:
    chosen = [*subscriber.regions.all(), *subscriber.priorities.all(), *subscriber.partnerships.all()]
    return ", ".join(map(str, chosen)) or "everything"


def _listed(words: list[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
