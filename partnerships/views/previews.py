"""Previews of entries that are not published, for whoever holds a link: the whole page, and the document."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from partnerships.coverage import who_covers
from partnerships.forms.editorial import QuestionListForm
from partnerships.models import CaseStudy, NewsItem, Partnership, Programme, Question, Resource
from partnerships.models.publishable import Publishable
from partnerships.publishing import by_owner, previews
from partnerships.signed_links import ExpiredLink, NotOurLink
from partnerships.views.bridges import programme_context
from partnerships.views.resources import document_of

Context = dict[str, Any]
Response = TypeVar("Response", bound=HttpResponseBase)


def _of_partnership(partnership: Partnership, token: str) -> Context:
    # Read again with everything its page shows.
    partnership = Partnership.objects.for_entry().get(pk=partnership.pk)
    return {
        "partnership": partnership,
        "missing_sectors": who_covers.missing_sectors(partnership),
        "neighbours": who_covers.neighbours_of(partnership),
        "shelves": by_owner.of_partnership(partnership),
    }


def _of_resource(resource: Resource, token: str) -> Context:
    document_url = reverse("partnerships:draft-preview-document", args=[token])
    return {"resource": resource, "document_url": document_url}


def _of_question(question: Question, token: str) -> Context:
    return {"questions": [question], "form": QuestionListForm({}), "query": ""}


# The template of each kind, and its context, made from an entry of that kind and its token.
PAGES: dict[type[Publishable], tuple[str, Callable[[Any, str], Context]]] = {
    CaseStudy: ("case_study_detail", lambda case_study, token: {"case_study": case_study}),
    NewsItem: ("news_detail", lambda item, token: {"item": item}),
    Partnership: ("partnership_detail", _of_partnership),
    Programme: ("programme_detail", lambda programme, token: programme_context(programme)),
    Question: ("question_list", _of_question),
    Resource: ("resource_detail", _of_resource),
}
for _model in previews.KINDS.values():
    assert _model in PAGES, f"Nothing says how to preview a {_model._meta.verbose_name}."


@require_safe
@cache_control(private=True, no_store=True)
def draft_preview(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the whole page of an entry as it is now, published or not."""
    try:
        entry = previews.entry_of(token)
    except (ExpiredLink, NotOurLink) as problem:
        return _no_preview(request, is_ended=isinstance(problem, ExpiredLink))
    page, context_of = PAGES[type(entry)]
    context = context_of(entry, token) | {
        "entry": entry,
        "page": f"partnerships/{page}.html",
        "trail": [("Preview", ""), (str(entry), "")],
    }
    return _never_indexed(render(request, "partnerships/draft_preview.html", context))


@require_safe
@cache_control(private=True, no_store=True)
def draft_preview_document(request: HttpRequest, token: str) -> HttpResponseBase:
    """Return the document of a resource as it is now, published or not."""
    try:
        entry = previews.entry_of(token)
    except (ExpiredLink, NotOurLink) as problem:
        return _no_preview(request, is_ended=isinstance(problem, ExpiredLink))
    if not isinstance(entry, Resource):
        raise Http404("It has no document.")
    return _never_indexed(document_of(entry))


def _no_preview(request: HttpRequest, *, is_ended: bool) -> HttpResponse:
    context = {"is_ended": is_ended, "days": previews.PREVIEW_LINK.max_age.days}
    return render(request, "partnerships/draft_preview_ended.html", context, status=410 if is_ended else 404)


def _never_indexed(response: Response) -> Response:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
