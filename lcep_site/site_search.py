"""Searching everything at once: entries, members, and whatever is published, grouped by kind."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import reverse

from members.models import MemberOrganisation
from partnerships.forms.query_strings import QUERY_REASON, QueryField, QueryStringForm
from partnerships.models import CaseStudy, NewsItem, Partnership, Programme, Question, Resource, SupportOffer
from partnerships.search import text_index
from partnerships.search.text_index import context

SHOWN_OF_A_KIND = 5


@dataclass(frozen=True)
class ResultKind:
    """One kind of thing: its heading, all of it the public may see, what a row says, and the list it is in.

    `page` is the name of the page that lists them; one that takes words itself (`takes_words`) is asked for the rest.
    """

    heading: str
    rows: Callable[[], QuerySet]
    texts: Callable[[Model], tuple[str, ...]]
    page: str
    takes_words: bool = False


@dataclass(frozen=True)
class Hit:
    """A thing that was found, and the first place where the words stand in it, as HTML with them marked; or ""."""

    title: str
    url: str
    excerpt: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind: the best hits, how many there are in all, and where the others are."""

    heading: str
    hits: list[Hit]
    count: int
    url: str


KINDS = (
    ResultKind(
        "Partnerships",
        lambda: Partnership.objects.published().formed(),
        lambda one: (one.summary, one.about, one.vision, one.mission),
        "partnerships:partnership-list",
        takes_words=True,
    ),
    ResultKind(
        "Proposed partnerships",
        lambda: Partnership.objects.published().proposed(),
        lambda one: (one.summary, one.about),
        "partnerships:proposed-list",
    ),
    ResultKind(
        "Member organisations",
        lambda: MemberOrganisation.objects.public().select_related("sector"),
        lambda one: (one.sector.name,),
        "members:organisation-list",
        takes_words=True,
    ),
    ResultKind(
        "Questions and answers",
        lambda: Question.objects.published(),
        lambda one: (one.answer,),
        "partnerships:question-list",
        takes_words=True,
    ),
    ResultKind(
        "Events",
        lambda: NewsItem.objects.published().events().to_come(),
        lambda one: (one.summary, one.body, one.place),
        "partnerships:event-list",
    ),
    ResultKind(
        "Opportunities",
        lambda: NewsItem.objects.published().opportunities().open(),
        lambda one: (one.summary, one.body),
        "partnerships:opportunity-list",
    ),
    ResultKind(
        "News",
        lambda: NewsItem.objects.published().news(),
        lambda one: (one.summary, one.body),
        "partnerships:news-list",
    ),
    ResultKind(
        "Case studies",
        lambda: CaseStudy.objects.published(),
        lambda one: (one.summary, one.what_was_done, one.what_changed),
        "partnerships:case-study-list",
    ),
    ResultKind(
        "Resources",
        lambda: Resource.objects.published(),
        lambda one: (one.description,),
        "partnerships:resource-list",
        takes_words=True,
    ),
    ResultKind(
        "Programmes",
        lambda: Programme.objects.published(),
        lambda one: (one.description,),
        "partnerships:programme-list",
    ),
    ResultKind(
        "Support on offer",
        lambda: SupportOffer.objects.published(),
        lambda one: (one.description,),
        "partnerships:support-list",
    ),
)


class SiteSearchForm(QueryStringForm):
    """The query string of the search of everything."""

    reasons = {"q": QUERY_REASON, "page": "There are no pages: “{}” was ignored"}

    q = QueryField(label="Words")

    @property
    def words(self) -> str:
        """The words to search for, "" when there are none or they make no sense."""
        return self.cleaned_data.get("q", "")


def find(words: str) -> list[Group]:
    """Return what `words` lead to, the kinds in their order; nothing of a kind that has none. Two queries a kind."""
    return [group for kind in KINDS if (group := _group(kind, words)).count] if words else []


def _group(kind: ResultKind, words: str) -> Group:
    found = text_index.find(kind.rows(), words)
    count = found.order_by().count()
    rows = list(found[:SHOWN_OF_A_KIND]) if count else []
    query = f"?{urlencode({'q': words})}" if kind.takes_words else ""
    return Group(kind.heading, [_hit(row, kind, words) for row in rows], count, f"{reverse(kind.page)}{query}")


def _hit(row: Model, kind: ResultKind, words: str) -> Hit:
    url = row.get_absolute_url() if hasattr(row, "get_absolute_url") else reverse(kind.page)
    return Hit(str(row), url, context.excerpt(words, *kind.texts(row)))
