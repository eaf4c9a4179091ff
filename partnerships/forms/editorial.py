"""The query strings of lists of published items: whose they are, where, and about which priority."""

import datetime
from typing import TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from partnerships.forms.query_strings import PAGE_REASON, QUERY_REASON, QueryField, QueryStringForm
from partnerships.models import BridgeOrganisation, Partnership, Question, Region, StrategicPriority
from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.models.questions import QuestionQuerySet
from partnerships.search import text_index
from partnerships.vocabulary import ResourceKind

PAST = "past"
FIRST_YEAR, LAST_YEAR = 2012, 2100
Rows = TypeVar("Rows", bound=EditorialQuerySet[Editorial])


class MonthField(forms.CharField):
    """A month as in "2026-12", as its first day; None when it is empty."""

    def clean(self, value: str | None) -> datetime.date | None:
        """Return the first day of the month. Raises ValidationError when it is no month, or far out of range."""
        text = super().clean(value)
        if not text:
            return None
        try:
            first = datetime.datetime.strptime(text, "%Y-%m").date()
        except ValueError as error:
            raise ValidationError("It is not a month.", code="no_month") from error
        if not FIRST_YEAR <= first.year <= LAST_YEAR:
            raise ValidationError("It is too far away.", code="no_month")
        return first


class PublishedListForm(QueryStringForm):
    """The query string of a list of case studies, news and the like."""

    reasons = {
        "region": "We ignored “{}”: it is not one of the regions",
        "bridge": "We ignored “{}”: it is not one of the Bridge Organisations",
        "partnership": "We ignored “{}”: it is not one of the partnerships",
        "priority": "We ignored “{}”: it is not one of the strategic priorities",
        "page": PAGE_REASON,
    }

    region = forms.ModelChoiceField(Region.objects.all(), to_field_name="slug", required=False)
    bridge = forms.ModelChoiceField(BridgeOrganisation.objects.all(), to_field_name="slug", required=False)
    partnership = forms.ModelChoiceField(Partnership.objects.published(), to_field_name="slug", required=False)
    priority = forms.ModelChoiceField(StrategicPriority.objects.all(), to_field_name="slug", required=False)

    def narrow(self, rows: Rows) -> Rows:
        """Return those of `rows` that fit the query string."""
        cleaned = self.cleaned_data
        if cleaned.get("region"):
            rows = rows.in_region(cleaned["region"])
        if cleaned.get("bridge"):
            rows = rows.of_bridge(cleaned["bridge"])
        if cleaned.get("partnership"):
            rows = rows.of_partnership(cleaned["partnership"])
        if cleaned.get("priority"):
            rows = rows.filter(priorities=cleaned["priority"])
        return rows

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

    reasons = PublishedListForm.reasons | {"when": "We ignored “{}”: only “past” can be asked for"}

    when = forms.ChoiceField(choices=[(PAST, "Past")], required=False)

    @property
    def wants_past(self) -> bool:
        return self.cleaned_data.get("when") == PAST


class MonthForm(PublishedListForm):
    """The query string of the calendar of events."""

    reasons = PublishedListForm.reasons | {"month": "We ignored “{}”: it is not a month such as 2026-12"}

    month = MonthField(required=False, max_length=10)

    def query_of(self, first: datetime.date) -> str:
        """Return the query string of the month that begins on `first`, with everything else as it is."""
        return self.query_string(month=f"{first:%Y-%m}")

    @property
    def first_day(self) -> datetime.date:
        """The first day of the month asked for, else of this month."""
        return self.cleaned_data.get("month") or timezone.localdate().replace(day=1)


class ResourceListForm(PublishedListForm):
    """The query string of the resource library."""

    reasons = PublishedListForm.reasons | {"q": QUERY_REASON, "kind": "We ignored “{}”: it is not a kind of resource"}

    q = QueryField(label="Words")
    kind = forms.ChoiceField(choices=ResourceKind.choices, required=False)

    def narrow(self, rows: Rows) -> Rows:
        rows = super().narrow(rows)
        if self.cleaned_data.get("kind"):
            rows = rows.filter(kind=self.cleaned_data["kind"])
        return text_index.find(rows, self.cleaned_data["q"]) if self.cleaned_data.get("q") else rows


class QuestionListForm(QueryStringForm):
    """The query string of the page of questions."""

    reasons = {"q": QUERY_REASON, "page": PAGE_REASON}

    q = QueryField(label="Words in the question or its answer")

    @property
    def questions(self) -> QuestionQuerySet:
        """The published questions that match the words, all without any words, by who asks them."""
        questions, query = Question.objects.published().by_audience(), self.cleaned_data.get("q", "")
        if query:
            questions = questions.filter(pk__in=text_index.find(questions, query).order_by().values("pk"))
        return questions
