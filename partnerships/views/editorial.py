"""Pages of published items: case studies, resources and their documents, questions, news and events, support.

Also previews of entries that are not published, for whoever holds a link: the whole page, and the document.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import select_template
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from partnerships.coverage import support_offers, support_today
from partnerships.forms.editorial import MonthForm, PublishedListForm, ResourceListForm, WholeListForm, form_of
from partnerships.models import (
    BridgeOrganisation,
    Development,
    NewsItem,
    Partnership,
    PresentSupport,
    Programme,
    Question,
    Resource,
    WorkingCopy,
)
from partnerships.public_content import moments
from partnerships.published_kinds import table
from partnerships.published_kinds.table import Listing, PublishedKind, template_of
from partnerships.publishing import copy_saving, event_calendar, previews, working_copies
from partnerships.publishing.more_like_it import more_like
from partnerships.signed_links import ExpiredLink
from partnerships.views.directory import bridge_context, entry_of, partnership_context, programme_context
from partnerships.views.link_pages import link_page
from partnerships.views.query_strings import asked_by, never_kept, with_query
from partnerships.views.slug_lookup import Context, entry_at, entry_page, page
from partnerships.vocabulary import SECTION_MEANING

PAGE_SIZE = 20
# For kinds without templates of their own, where a row is called `item`.
LIST_TEMPLATE, DETAIL_TEMPLATE = "partnerships/published_list.html", "partnerships/published_detail.html"


@asked_by(lambda kind, listing: form_of(listing))
@require_safe
def published_list(
    request: HttpRequest, form: PublishedListForm | WholeListForm, kind: PublishedKind, listing: Listing
) -> HttpResponse:
    """Show a page of a listing, whatever kind it is of."""
    page = form.page_of(form.answer(listing).rows.prefetch_related(*kind.page_reads), PAGE_SIZE)
    context = {"form": form, "page": page, "title": listing.heading, "trail": [(listing.heading, "")], "elsewhere": []}
    if not page.object_list and isinstance(form, PublishedListForm):
        context |= form.instead_of(listing)
    return render(request, [template_of(listing.page), LIST_TEMPLATE], context | {"listing": listing})


@entry_page
def published_detail(request: HttpRequest, slug: str, kind: PublishedKind) -> HttpResponse:
    """Show what is published at `slug`: what has passed, too."""
    published = kind.model.objects.published().select_related("partnership", "bridge")
    row = entry_at(slug, published.prefetch_related("priorities", *kind.page_reads))
    listing = kind.listing_of(row)
    trail = [(listing.page_label, reverse(listing.page)), (row.title, "")]
    context = {kind.shown_as: row, "trail": trail, "more": more_like(row, kind, listing)}
    context |= {"all": reverse(listing.page), "all_label": f"All: {listing.page_label.lower()}"}
    return render(request, [template_of(kind.page), DETAIL_TEMPLATE], context)


@entry_page
def led_from_listing(request: HttpRequest, slug: str, kind: PublishedKind, listing: Listing) -> HttpResponse:
    """Lead to the page of what stands in `listing`, which is among all of its kind."""
    row = entry_at(slug, kind.model.objects.published().filter(**listing.only))
    return redirect(with_query(row.get_absolute_url(), request.META.get("QUERY_STRING", "")), permanent=True)


@asked_by(WholeListForm)
@page("partnerships/question_list.html")
def question_list(request: HttpRequest, form: WholeListForm) -> Context:
    """Show the questions with their answers, by who asks them; only those that match the words searched for, if any."""
    questions, query = form.answer(table.listing_called("questions")).rows, form.cleaned_data.get("q", "")
    return {"form": form, "questions": questions, "query": query, "trail": [("Questions and answers", "")]}


@asked_by(MonthForm)
@page("partnerships/event_month.html")
def event_month(request: HttpRequest, form: MonthForm) -> Context:
    """Show a month of events as a calendar."""
    start, end = event_calendar.bounds(form.first_day)
    not_over_before = Q(ends_at__gte=start) | Q(ends_at__isnull=True, starts_at__gte=start)
    events = form.narrow(NewsItem.objects.published().events()).filter(not_over_before, starts_at__lt=end)
    month = event_calendar.month_of(form.first_day, events)
    return {
        "form": form,
        "month": month,
        "queries": {"before": form.query_of(month.previous), "after": form.query_of(month.next)},
        "trail": [("Events", reverse("partnerships:event-list")), ("Calendar", "")],
    }


@page("partnerships/support_list.html")
def support_list(request: HttpRequest) -> Context:
    """List what Bridge Organisations and national bodies offered partnerships, each with what is known of it today."""
    return {"givers": support_offers.by_giver(), "trail": [("Support for partnerships", "")]}


@page("partnerships/support_today.html")
def support_today_list(request: HttpRequest) -> Context:
    """Say, region by region, who supports partnerships today, who else can be asked, and what has ended."""
    trail = [("Support for partnerships", reverse("partnerships:support-list")), ("Today", "")]
    return {"regions": list(support_today.by_region()), "national": support_today.support_for_all(), "trail": trail}


@asked_by(WholeListForm)
@page("partnerships/development_list.html")
def development_list(request: HttpRequest, form: WholeListForm) -> Context:
    """List what has changed since the Bridge role ended and what is planned, or what of it holds some words."""
    listing = table.listing_called("since-2023")
    return developments_context(list(form.answer(listing).rows)) | {
        "form": form,
        "query": form.cleaned_data.get("q", ""),
        "trail": [(listing.heading, "")],
    }


def developments_context(developments: list[Development]) -> Context:
    """Return `developments` as their page shows them: what happened newest first, what is planned soonest first."""
    plans = [development for development in reversed(developments) if development.is_planned]
    return {
        "happened": [development for development in developments if not development.is_planned],
        "planned": [plan for plan in plans if not plan.is_past_plan],
        "was_planned": [plan for plan in plans if plan.is_past_plan],
    }


@asked_by(ResourceListForm)
@page("partnerships/resource_list.html")
def resource_list(request: HttpRequest, form: ResourceListForm, kind: PublishedKind, listing: Listing) -> Context:
    """Show the library: its sections, each with its resources."""
    resources = list(form.answer(listing).rows)
    sections = [
        (section, meaning, [resource for resource in resources if resource.section == section])
        for section, meaning in SECTION_MEANING.items()
    ]
    trail = [(listing.page_label, "")]
    shown = {"resources": resources, "sections": sections, "elsewhere": form.elsewhere()}
    return {"form": form, **shown, "trail": trail}


@entry_page
@never_kept("a file on disk")
def resource_document(request: HttpRequest, slug: str) -> FileResponse:
    """Return the document of a published resource as a download, never run in the browser."""
    return document_of(entry_at(slug, Resource.objects.published()))


def document_of(resource: Resource) -> FileResponse:
    """Return the document of `resource` as a download, never run in the browser. Raises Http404 without one."""
    if not resource.document.name or not resource.document.storage.exists(resource.document.name):
        raise Http404("There is no document.")
    name = f"{resource.slug}.{resource.document_type}"
    headers = {"X-Content-Type-Options": "nosniff"}
    return FileResponse(resource.document.open("rb"), as_attachment=True, filename=name, headers=headers)


_preview_page = link_page("partnerships/draft_preview_ended.html", lambda: {"days": previews.PREVIEW_LINK.max_age.days})


@require_safe
@cache_control(private=True, no_store=True)
@_preview_page
def draft_preview(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show the whole page of an entry as it is now, published or not, or as its working copy has it."""
    entry = previews.entry_of(token)
    if not isinstance(entry, WorkingCopy):
        return _preview_of(request, entry, token)
    try:
        with _as_published(entry) as as_it_would_be:
            return _preview_of(request, as_it_would_be, token, is_copy=True)
    except working_copies.CannotPublish:
        return _not_shown_yet(request)


@contextmanager
def _as_published(copy: WorkingCopy) -> Iterator[Any]:
    """Let the entry be, inside, what `copy` says, and give it as it is then.

    Raises ExpiredLink when nobody is left who wrote it, and CannotPublish while something in it has to be decided.
    """
    model = copy.content_type.model_class()
    if copy.saved_by is None or model is None:
        raise ExpiredLink
    # What is kept of the public content stays as the public sees it.
    with moments.made_for(moments.now()), copy_saving.as_published(copy, by=copy.saved_by) as reasons:
        if reasons:
            raise working_copies.CannotPublish(reasons)
        yield model._default_manager.get(pk=copy.object_id)


def _not_shown_yet(request: HttpRequest) -> HttpResponseBase:
    """Say that a working copy is not shown until somebody has put it in order; its link works again then."""
    context = {"is_undecided": True}
    return _never_indexed(render(request, "partnerships/draft_preview_ended.html", context, status=HTTPStatus.CONFLICT))


def _preview_of(request: HttpRequest, entry: Any, token: str, *, is_copy: bool = False) -> HttpResponseBase:
    context = _context_of(entry, token) | {
        "entry": entry,
        "is_copy": is_copy,
        "preview_token": token,
        "page": select_template([template_of(entry.page), DETAIL_TEMPLATE]),
        "trail": [("Preview", ""), (str(entry), "")],
    }
    return _never_indexed(render(request, "partnerships/draft_preview.html", context))


@require_safe
@cache_control(private=True, no_store=True)
@_preview_page
def draft_preview_document(request: HttpRequest, token: str) -> HttpResponseBase:
    """Return the document of a resource as it is now, published or not."""
    entry = previews.entry_of(token)
    if isinstance(entry, WorkingCopy):
        try:
            with _as_published(entry) as as_it_would_be:
                return _document_preview_of(as_it_would_be)
        except working_copies.CannotPublish:
            return _not_shown_yet(request)
    return _document_preview_of(entry)


def _document_preview_of(entry: Any) -> HttpResponseBase:
    if not isinstance(entry, Resource):
        raise Http404("It has no document.")
    return _never_indexed(document_of(entry))


def _context_of(entry: Any, token: str) -> Context:
    """Return what the page of `entry` shows."""
    match entry:
        case Partnership():
            # Read again with everything its page shows.
            return partnership_context(entry_of(Partnership.objects.for_page().get(pk=entry.pk)))
        case BridgeOrganisation():
            return bridge_context(BridgeOrganisation.objects.get(pk=entry.pk))
        case Programme():
            return programme_context(entry)
        case Question():
            return {"questions": [entry], "form": WholeListForm(QueryDict()), "query": ""}
        case PresentSupport():
            return {"regions": [support_today.alone(entry)], "national": None}
        case Development():
            return developments_context([entry]) | {"form": WholeListForm(QueryDict()), "query": ""}
        case Resource():
            return {"resource": entry, "document_url": reverse("partnerships:draft-preview-document", args=[token])}
    return {table.kind_of(type(entry)).shown_as: entry}


def _never_indexed(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
