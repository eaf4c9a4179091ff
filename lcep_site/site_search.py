"""Searching everything at once: entries, members, and whatever is published, grouped by kind."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import reverse

from members.models import MemberOrganisation
from partnerships.forms.query_strings import QUERY_REASON, QueryField, QueryStringForm
from partnerships.models import CaseStudy, NewsItem, Partnership, Programme, Question, Resource, SupportOffer
from partnerships.search import text_index
from partnerships.search.text_index.excerpts import excerpt

MAX_SHOWN_PER_KIND = 5


@dataclass(frozen=True)
class ResultKind:
    """One kind of thing: its heading, all rows the public may see, and the texts a row is excerpted from.

    `page` is the name of the page that lists them; `takes_query` says that it can be asked for the same words.
    """

    heading: str
    rows: Callable[[], QuerySet[Any]]
    # Any: each kind reads rows of its own model.
    texts: Callable[[Any], tuple[str, ...]]
    page: str
    takes_query: bool = False


@dataclass(frozen=True)
class Hit:
    """One result, with an excerpt as HTML: where the words stand first in it, marked; or ""."""

    title: str
    url: str
    excerpt: str


@dataclass(frozen=True)
class ResultGroup:
    """The results of one kind: the best hits, how many there are in all, and where the others are."""

    heading: str
    hits: list[Hit]
    count: int
    url: str


KINDS = (
    ResultKind(
        "Partnerships",
        lambda: Partnership.objects.published().formed(),
        lambda partnership: (partnership.summary, partnership.about, partnership.vision, partnership.mission),
        "partnerships:partnership-list",
        takes_query=True,
    ),
    ResultKind(
        "Proposed partnerships",
        lambda: Partnership.objects.published().proposed(),
        lambda partnership: (partnership.summary, partnership.about),
        "partnerships:proposed-list",
    ),
    ResultKind(
        "Member organisations",
        lambda: MemberOrganisation.objects.public().select_related("sector"),
        lambda organisation: (organisation.sector.name,),
        "members:organisation-list",
        takes_query=True,
    ),
    ResultKind(
        "Questions and answers",
        lambda: Question.objects.published(),
        lambda question: (question.answer,),
        "partnerships:question-list",
        takes_query=True,
    ),
    ResultKind(
        "Events",
        lambda: NewsItem.objects.published().events().to_come(),
        lambda event: (event.summary, event.body, event.place),
        "partnerships:event-list",
    ),
    ResultKind(
        "Opportunities",
        lambda: NewsItem.objects.published().opportunities().open(),
        lambda opportunity: (opportunity.summary, opportunity.body),
        "partnerships:opportunity-list",
    ),
    ResultKind(
        "News",
        lambda: NewsItem.objects.published().news(),
        lambda news: (news.summary, news.body),
        "partnerships:news-list",
    ),
    ResultKind(
        "Case studies",
        lambda: CaseStudy.objects.published(),
        lambda case_study: (case_study.summary, case_study.what_was_done, case_study.what_changed),
        "partnerships:case-study-list",
    ),
    ResultKind(
        "Resources",
        lambda: Resource.objects.published(),
        lambda resource: (resource.description,),
        "partnerships:resource-list",
        takes_query=True,
    ),
    ResultKind(
        "Programmes",
        lambda: Programme.objects.published(),
        lambda programme: (programme.description,),
        "partnerships:programme-list",
    ),
    ResultKind(
        "Support on offer",
        lambda: SupportOffer.objects.published(),
        lambda offer: (offer.description,),
        "partnerships:support-list",
    ),
)


class SiteSearchForm(QueryStringForm):
    """The query string of the search of everything."""

    reasons = {"q": QUERY_REASON, "page": "There are no pages: “{}” was ignored"}

    q = QueryField(label="Words")

    @property
    def query(self) -> str:
        """The words to search for, "" when there are none or they make no sense."""
        return self.cleaned_data.get("q", "")


def find(query: str) -> list[ResultGroup]:
    """Return what `query` leads to, the kinds in their order, without those that have nothing.

    Asks the database twice for each kind.
    """
    return [group for kind in KINDS if (group := _group(kind, query)).count] if query else []


def _group(kind: ResultKind, query: str) -> ResultGroup:
    matches = text_index.find(kind.rows(), query)
    count = matches.order_by().count()
    rows = list(matches[:MAX_SHOWN_PER_KIND]) if count else []
    query_string = f"?{urlencode({'q': query})}" if kind.takes_query else ""
    return ResultGroup(
        kind.heading, [_hit(row, kind, query) for row in rows], count, f"{reverse(kind.page)}{query_string}"
    )


def _hit(row: Model, kind: ResultKind, query: str) -> Hit:
    url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else reverse(kind.page)
    return Hit(str(row), url, excerpt(query, *kind.texts(row)))
