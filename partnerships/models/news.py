"""News, events and opportunities: one model, told apart by `kind`, each kind with its own dates."""

import datetime
from typing import Self

from django.db import models
from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.dates.times import time_in_words
from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.models.versions import Versions
from partnerships.text.sentences import ended, listed
from partnerships.vocabulary import NewsKind


class NewsItemQuerySet(EditorialQuerySet["NewsItem"]):
    """News items. `now` is the present unless given."""

    def news(self) -> Self:
        """Return plain news, the latest first."""
        return self.filter(kind=NewsKind.NEWS).latest_first()

    def events(self) -> Self:
        """Return events by when they start."""
        return self.filter(kind=NewsKind.EVENT).select_related("partnership", "bridge").order_by("starts_at", "pk")

    def opportunities(self) -> Self:
        """Return opportunities, the first to close first."""
        opportunities = self.filter(kind=NewsKind.OPPORTUNITY).select_related("partnership", "bridge")
        return opportunities.order_by("closes_on", "pk")

    def to_come(self, now: datetime.datetime | None = None) -> Self:
        """Return events that have not ended, and those without an end until the day they start is over."""
        now = now or timezone.now()
        day_begins = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        return self.filter(Q(ends_at__gte=now) | Q(ends_at__isnull=True, starts_at__gte=day_begins))

    def past(self) -> Self:
        """Return events that are over, the latest first; `over_at` says since when."""
        over = self.exclude(pk__in=self.to_come())
        return over.annotate(over_at=Coalesce("ends_at", "starts_at")).order_by("-over_at", "-pk")

    def next_end(self, now: datetime.datetime) -> datetime.datetime | None:
        """Return when the next of those that have an end will be over: up to and including then it is to come."""
        return self.aggregate(end=Min("ends_at", filter=Q(ends_at__gte=now)))["end"]

    def open(self) -> Self:
        """Return opportunities whose deadline has not passed."""
        return self.filter(closes_on__gte=timezone.localdate())

    def closed(self) -> Self:
        """Return opportunities whose deadline has passed, the latest first."""
        return self.filter(closes_on__lt=timezone.localdate()).order_by("-closes_on", "-pk")


class NewsItem(Editorial):
    """A piece of news, an event (`starts_at`, `ends_at`, `place` or online) or an opportunity (`closes_on`).

    An event that `is_all_day` begins with its first day; its end, if it has one, lies within its last.
    """

    kind = models.CharField(max_length=12, choices=NewsKind, default=NewsKind.NEWS)
    summary = models.TextField(help_text="Public. One or two sentences, shown in lists and in the news by e-mail.")
    body = models.TextField(blank=True, help_text="Public. In Markdown.")
    link = models.URLField(max_length=400, blank=True, help_text="Where to read more, apply, or book.")
    picture = models.ImageField(upload_to="news/", blank=True)
    picture_alt = models.CharField("picture's text alternative", max_length=250, blank=True)
    is_all_day = models.BooleanField("all day", default=False, help_text="It lasts a whole day or several: no times.")
    starts_at = models.DateTimeField("starts", null=True, blank=True)
    ends_at = models.DateTimeField("ends", null=True, blank=True)
    is_online = models.BooleanField("online", default=False)
    place = models.CharField(max_length=200, blank=True, help_text="Where it is, with its postcode.")
    is_cancelled = models.BooleanField("cancelled", default=False)
    closes_on = models.DateField("deadline", null=True, blank=True)
    saved_at: datetime.datetime | None  # annotated by with_saved_at in open_data
    version_count: int | None  # annotated by with_version_count in open_data

    page = "partnerships:news-detail"
    objects = NewsItemQuerySet.as_manager()
    versions = Versions(m2m_fields=["priorities"])

    class Meta(Editorial.Meta):
        ordering = ["-pk"]
        verbose_name = "news, event or opportunity"
        verbose_name_plural = "news, events and opportunities"
        constraints = [
            *Editorial.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind=NewsKind.EVENT, starts_at__isnull=False)
                | ~Q(kind=NewsKind.EVENT)
                & Q(starts_at__isnull=True, ends_at__isnull=True, is_all_day=False)
                & Q(is_online=False, place="", is_cancelled=False),
                name="event_has_a_start_and_only_events_do",
                violation_error_message="Enter when the event starts; what is no event has no times and no place.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=NewsKind.EVENT) | Q(is_online=True) | ~Q(place=""),
                name="event_is_somewhere",
                violation_error_message="Enter where the event is, or that it is online.",
            ),
            models.CheckConstraint(
                condition=Q(picture="") | ~Q(picture_alt=""),
                name="news_picture_has_text_alternative",
                violation_error_message="Enter what the picture shows, for people who do not see it.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message="Enter an end that is after the start.",
            ),
            models.CheckConstraint(
                condition=Q(kind=NewsKind.OPPORTUNITY, closes_on__isnull=False)
                | ~Q(kind=NewsKind.OPPORTUNITY) & Q(closes_on__isnull=True),
                name="opportunity_has_a_deadline_and_only_they_do",
                violation_error_message="Enter the last day of the opportunity; nothing else has one.",
            ),
        ]

    @property
    def is_event(self) -> bool:
        return self.kind == NewsKind.EVENT

    @property
    def is_over(self) -> bool:
        """Whether it is an event that has ended or an opportunity that has closed."""
        if self.ends_at:
            return self.ends_at < timezone.now()
        last_day = self.first_day or self.closes_on
        return last_day is not None and last_day < timezone.localdate()

    @property
    def first_day(self) -> datetime.date | None:
        """The day an event starts, in our time zone; None for the rest."""
        return timezone.localdate(self.starts_at) if self.starts_at else None

    @property
    def last_day(self) -> datetime.date | None:
        """The last day of an event, in our time zone; None for the rest. What ends at midnight ends the day before."""
        if not self.ends_at:
            return self.first_day
        end = timezone.localtime(self.ends_at)
        return end.date() - datetime.timedelta(days=1) if end.time() == datetime.time.min else end.date()

    @property
    def starts(self) -> str:
        """When an event starts, for machines: a moment, or a day if it is all day; "" for the rest."""
        return self._for_machines(self.starts_at, self.first_day)

    @property
    def ends(self) -> str:
        """When an event ends, for machines: a moment, or its last day if it is all day; "" if that is not known."""
        return self._for_machines(self.ends_at, self.last_day)

    def _for_machines(self, moment: datetime.datetime | None, day: datetime.date | None) -> str:
        if self.is_all_day and day:
            return day.isoformat()
        return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""

    @property
    def when(self) -> str:
        """When an event is, in words and in our time zone: "Tuesday 3 March 2026, 10am to 4:30pm"; "" for the rest."""
        if not self.is_event:
            return ""
        first, last = (date_format(day, "l j F Y") for day in (self.first_day, self.last_day) if day)
        if self.is_all_day:
            return f"{first}, all day" if first == last else f"{first} to {last}, all day"
        text = f"{first}, {time_in_words(timezone.localtime(self.starts_at))}"
        if not self.ends_at:
            return text
        end = timezone.localtime(self.ends_at)
        time = "midnight" if end.time() == datetime.time.min else time_in_words(end)
        return f"{text} to {time}" if first == last else f"{text} to {last}, {time}"

    @property
    def dated_summary(self) -> str:
        """What an event is about, after when and where it is."""
        return f"{ended(f'{self.when}, {self.where}')} {self.summary}"

    @property
    def dates_in_words(self) -> str:
        """When and where an event is, or until when an opportunity is open; "" for the rest."""
        if self.closes_on:
            return f"Closes {date_format(self.closes_on, 'j F Y')}."
        return f"{self.when}, {self.where}" if self.is_event else ""

    @property
    def where(self) -> str:
        """Where an event is, in words: "Online", its place, or both; "" for the rest."""
        online = ["online" if self.place else "Online"] if self.is_online else []
        return listed([*filter(None, [self.place]), *online])
