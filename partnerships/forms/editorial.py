"""The query strings of lists of published items: whose they are, where, and about which priority.

Each form answers which rows of a Listing it asks for, and in what order: for the page, and for whatever else the list
is had as.
"""

import datetime
from typing import Any, NamedTuple, TypeAlias, TypeVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Count
from django.utils import timezone

from partnerships.forms.list_answers import ListAnswer
from partnerships.forms.query_strings import EntryField, QueryField, QueryStringForm
from partnerships.models import BridgeOrganisation, Partnership, PublishedElsewhere, Region, StrategicPriority
from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.published_kinds.table import Listing, Order
from partnerships.search import text_index
from partnerships.vocabulary import ElsewhereKind, ResourceKind

PAST = "past"
# How many of what was published elsewhere stand in the library, once it is narrowed.
ELSEWHERE_SHOWN = 10
# And how many in place of a list of ours that is empty.
TOLD_ELSEWHERE = 5
BEST: Order = (("relevance", False), ("title", False), ("pk", False))
FIRST_MONTH, LAST_MONTH = datetime.date(2012, 1, 1), datetime.date(2100, 12, 1)
NarrowedRows = TypeVar("NarrowedRows", bound=EditorialQuerySet[Editorial])


class PublishedListForm(QueryStringForm):
    """The query string of a list of case studies, news and the like."""

    region = EntryField(Region.objects.all())
    bridge = EntryField(BridgeOrganisation.objects.all())
    partnership = EntryField(Partnership.objects.published())
    priority = EntryField(StrategicPriority.objects.all())

    def narrow(self, rows: NarrowedRows) -> NarrowedRows:
        """Return those of `rows` that fit the query string."""
        for name in ("region", "bridge", "partnership"):
            if owner := self.cleaned_data.get(name):
                rows = rows.of(owner)
        priority = self.cleaned_data.get("priority")
        return rows.filter(priorities=priority) if priority else rows

    def answer(self, listing: Listing) -> ListAnswer:
        """Return what the query string asks for of `listing`, in the order of its page."""
        return ListAnswer(self.narrow(listing.rows()), listing.order)

    def instead_of(self, listing: Listing) -> dict[str, Any]:
        """Return what the page of `listing` shows while it is empty: the newest that others published of its sort."""
        rows = self.narrow(PublishedElsewhere.objects.published().filter(kind=listing.elsewhere))
        return {"elsewhere": list(rows.newest_first()[:TOLD_ELSEWHERE]) if listing.elsewhere else []}

    @property
    def about(self) -> str:
        """What the list is narrowed to, as text that can follow a heading: "Leeds33", "Leeds33, London" or ""."""
        cleaned = self.cleaned_data
        return ", ".join(
            str(cleaned[name]) for name in ("partnership", "bridge", "region", "priority") if cleaned.get(name)
        )

    @property
    def is_filtered(self) -> bool:
        return any(value for name, value in self.cleaned_data.items() if name not in {"page", "when", "month"})


class DatedListForm(PublishedListForm):
    """The query string of a list of events or opportunities: those to come, or with `when` those that are past."""

    reasons = QueryStringForm.reasons | {"when": "only “past” can be asked for"}

    when = forms.ChoiceField(choices=[(PAST, "Past")], required=False)

    def answer(self, listing: Listing) -> ListAnswer:
        rows = self.narrow(listing.rows())
        if listing.past and self.wants_past:
            return ListAnswer(listing.past(rows), listing.past_order)
        return ListAnswer(listing.to_come(rows), listing.order)

    def instead_of(self, listing: Listing) -> dict[str, Any]:
        """Return that, and `has_others`: whether there are any that are over, or if these were asked for, to come."""
        rows = self.narrow(listing.rows())
        others = listing.past(rows) if listing.past and not self.wants_past else listing.to_come(rows)
        shown = {"elsewhere": []} if self.wants_past else super().instead_of(listing)
        return shown | {"has_others": others.exists()}

    @property
    def wants_past(self) -> bool:
        return self.cleaned_data.get("when") == PAST


class MonthForm(PublishedListForm):
    """The query string of the calendar of events."""

    reasons = QueryStringForm.reasons | {"month": "it is not a month such as 2026-12"}

    month = forms.DateField(
        required=False,
        input_formats=["%Y-%m"],
        validators=[MinValueValidator(FIRST_MONTH), MaxValueValidator(LAST_MONTH)],
    )

    def query_of(self, first: datetime.date) -> str:
        """Return the query string of the month that begins on `first`, with everything else as it is."""
        return self.query_string(month=first)

    def written(self, name: str, value: Any) -> str:
        return f"{value:%Y-%m}" if name == "month" else super().written(name, value)

    @property
    def first_day(self) -> datetime.date:
        """The first day of the month asked for, else of this month."""
        return self.cleaned_data.get("month") or timezone.localdate().replace(day=1)


class LibraryForm(PublishedListForm):
    """The query string of a list of things of several kinds that can be searched."""

    q = QueryField(label="Words in its title, description or owner")
    kind = forms.ChoiceField(required=False)

    def answer(self, listing: Listing) -> ListAnswer:
        rows, query = self.narrow(listing.rows()), self.cleaned_data.get("q")
        if kind := self.cleaned_data.get("kind"):
            rows = rows.filter(kind=kind)
        if query:
            return ListAnswer(text_index.find(rows, query), BEST)
        return ListAnswer(rows, listing.order)


class ResourceListForm(LibraryForm):
    """The query string of the resource library."""

    reasons = QueryStringForm.reasons | {"kind": "it is not a kind of resource"}

    kind = forms.ChoiceField(choices=ResourceKind.choices, required=False)

    def elsewhere(self) -> "ElsewhereInLibrary":
        """Return what was published elsewhere that fits the same query string. Two queries."""
        rows = self.narrow(PublishedElsewhere.objects.published())
        if query := self.cleaned_data.get("q"):
            rows = rows.filter(pk__in=text_index.find(rows, query).order_by().values("pk"))
        if chosen := self.cleaned_data.get("kind"):
            rows = rows.filter(kind=chosen)
        counts = dict(rows.order_by().values_list("kind").annotate(Count("pk")))
        first = list(rows.newest_first()[:ELSEWHERE_SHOWN]) if self.is_filtered else []
        kinds = [
            (label, counts[kind], self.query_string(kind=kind))
            for kind, label in ElsewhereKind.choices
            if kind in counts
        ]
        return ElsewhereInLibrary(kinds, sum(counts.values()), first, self.query_string())


class ElsewhereInLibrary(NamedTuple):
    """What was published elsewhere, for the library: of each kind how many and their query string, and the first."""

    kinds: list[tuple[str, int, str]]
    total: int
    first: list[PublishedElsewhere]
    query: str


class ElsewhereListForm(LibraryForm):
    """The query string of what was published elsewhere."""

    reasons = QueryStringForm.reasons | {"kind": "it is not a kind of what was published elsewhere"}

    kind = forms.ChoiceField(choices=ElsewhereKind.choices, required=False)


class WholeListForm(QueryStringForm):
    """The query string of a page of all of a kind, such as questions, whose order stays as it is."""

    q = QueryField(label="Words in what it says")

    def answer(self, listing: Listing) -> ListAnswer:
        rows, query = listing.rows(), self.cleaned_data.get("q", "")
        if query:
            rows = rows.filter(pk__in=text_index.find(rows, query).order_by().values("pk"))
        return ListAnswer(rows, listing.order)


ListForm: TypeAlias = type[PublishedListForm] | type[WholeListForm]
_FORMS: dict[str, ListForm] = {
    "resources": ResourceListForm,
    "elsewhere": ElsewhereListForm,
    "questions": WholeListForm,
    "since-2023": WholeListForm,
}


def form_of(listing: Listing) -> ListForm:
    """Return the form that reads the query string of `listing`."""
    return _FORMS.get(listing.name, DatedListForm if listing.past else PublishedListForm)
