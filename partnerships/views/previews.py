"""Previews of entries that are not published, for whoever holds a link: the whole page, and the document."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import select_template
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from partnerships.forms.editorial import QuestionListForm
from partnerships.models import Partnership, Programme, Question, Resource
from partnerships.models.publishable import Publishable
from partnerships.published_kinds import table
from partnerships.published_kinds.table import template_of
from partnerships.publishing import previews
from partnerships.views.directory import partnership_context, programme_context
from partnerships.views.editorial import DETAIL_TEMPLATE, document_of
from partnerships.views.link_pages import link_page

_preview_page = link_page("partnerships/draft_preview_ended.html", lambda: {"days": previews.PREVIEW_LINK.max_age.days})


@require_safe
@cache_control(private=True, no_store=True)
@_preview_page
def draft_preview(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the whole page of an entry as it is now, published or not."""
    entry = previews.entry_of(token)
    context = _context_of(entry, token) | {
        "entry": entry,
        "page": select_template([template_of(table.kind_of(type(entry)).page), DETAIL_TEMPLATE]),
        "trail": [("Preview", ""), (str(entry), "")],
    }
    return _never_indexed(render(request, "partnerships/draft_preview.html", context))


@require_safe
@cache_control(private=True, no_store=True)
@_preview_page
def draft_preview_document(request: HttpRequest, token: str) -> HttpResponseBase:
    """Return the document of a resource as it is now, published or not."""
    entry = previews.entry_of(token)
    if not isinstance(entry, Resource):
        raise Http404("It has no document.")
    return _never_indexed(document_of(entry))


def _context_of(entry: Publishable, token: str) -> dict[str, Any]:
    """Return what the page of `entry` shows."""
    match entry:
        case Partnership():
            # Read again with everything its page shows.
            return partnership_context(Partnership.objects.for_entry().get(pk=entry.pk))
        case Programme():
            return programme_context(entry)
        case Question():
            return {"questions": [entry], "form": QuestionListForm({}), "query": ""}
        case Resource():
            return {"resource": entry, "document_url": reverse("partnerships:draft-preview-document", args=[token])}
    return {table.kind_of(type(entry)).shown_as: entry}


def _never_indexed(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
