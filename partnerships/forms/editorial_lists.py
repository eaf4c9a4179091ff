"""The lists of what is published, as they can be taken away: asked by the pages' own forms, in the pages' order."""

from django.db.models.functions import Coalesce
from django.http import QueryDict

from partnerships.forms.editorial import PAST, DatedListForm, PublishedListForm, QuestionListForm, ResourceListForm
from partnerships.forms.lists import (
    QUERY_SCHEMA,
    REGION,
    SLUG_SCHEMA,
    ListAnswer,
    Order,
    Parameter,
    PublicList,
    enum_schema,
)
from partnerships.models import CaseStudy, NewsItem, Resource
from partnerships.models.editorial import EditorialQuerySet
from partnerships.open_data.editorial_kinds import CASE_STUDIES, EVENTS, NEWS, OPPORTUNITIES, QUESTIONS, RESOURCES
from partnerships.vocabulary import ResourceKind

_LATEST: Order = (("publication_changed_at", True), ("pk", True))
_BEST: Order = (("relevance", False), ("title", False), ("pk", False))
_BY_AUDIENCE: Order = (("audience_position", False), ("position", False), ("title", False), ("pk", False))
_NEXT: Order = (("starts_at", False), ("pk", False))
_LAST_OVER: Order = (("over_at", True), ("pk", True))
_FIRST_TO_CLOSE: Order = (("closes_on", False), ("pk", False))
_LAST_CLOSED: Order = (("closes_on", True), ("pk", True))


def _latest(query: QueryDict, rows: EditorialQuerySet) -> ListAnswer:
    form = PublishedListForm(query)
    return ListAnswer(form.narrow(rows.latest_first()), _LATEST, form.ignored)


def _resources(query: QueryDict) -> ListAnswer:
    form = ResourceListForm(query)
    resources = form.narrow(Resource.objects.published().latest_first())
    return ListAnswer(resources, _BEST if form.cleaned_data.get("q") else _LATEST, form.ignored)


def _questions(query: QueryDict) -> ListAnswer:
    form = QuestionListForm(query)
    return ListAnswer(form.questions, _BY_AUDIENCE, form.ignored)


def _events(query: QueryDict) -> ListAnswer:
    form = DatedListForm(query)
    events = form.narrow(NewsItem.objects.published().events())
    if form.wants_past:
        return ListAnswer(events.past().annotate(over_at=Coalesce("ends_at", "starts_at")), _LAST_OVER, form.ignored)
    return ListAnswer(events.to_come(), _NEXT, form.ignored)


def _opportunities(query: QueryDict) -> ListAnswer:
    form = DatedListForm(query)
    opportunities = form.narrow(NewsItem.objects.published().opportunities())
    if form.wants_past:
        return ListAnswer(opportunities.closed(), _LAST_CLOSED, form.ignored)
    return ListAnswer(opportunities.open(), _FIRST_TO_CLOSE, form.ignored)


_OF = (
    Parameter("region", "The slug of a region: of partnerships and Bridge Organisations there.", REGION.schema),
    Parameter("bridge", "The slug of a Bridge Organisation: its own, and those of its partnerships.", SLUG_SCHEMA),
    Parameter("partnership", "The slug of a partnership.", SLUG_SCHEMA),
    Parameter("priority", "The slug of a strategic priority.", SLUG_SCHEMA),
)
_WHEN = Parameter("when", f"{PAST}: those that are over, the latest first; else those to come.", enum_schema([PAST]))
LISTS = (
    PublicList(
        CASE_STUDIES,
        lambda query: _latest(query, CaseStudy.objects.published()),
        "partnerships:case-study-list",
        _OF,
    ),
    PublicList(
        RESOURCES,
        _resources,
        "partnerships:resource-list",
        (
            Parameter("q", "Words in its title, description or owner.", QUERY_SCHEMA),
            Parameter("kind", "What it is.", enum_schema(ResourceKind.values)),
            *_OF,
        ),
    ),
    PublicList(
        QUESTIONS,
        _questions,
        "partnerships:question-list",
        (Parameter("q", "Words in the question or its answer.", QUERY_SCHEMA),),
    ),
    PublicList(NEWS, lambda query: _latest(query, NewsItem.objects.published().news()), "partnerships:news-list", _OF),
    PublicList(EVENTS, _events, "partnerships:event-list", (_WHEN, *_OF)),
    PublicList(OPPORTUNITIES, _opportunities, "partnerships:opportunity-list", (_WHEN, *_OF)),
)
