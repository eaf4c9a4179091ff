"""The list of entries as a worklist: filters and columns, how complete each entry is, and the weakest of them."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.html import format_html

from partnerships.admin.lists import choice_filter, short_day
from partnerships.admin.pages import ASK_AND_POST, Page, Panel
from partnerships.curation import completeness, link_check, worklist

FILTERS = [
    choice_filter("last check", "freshness", worklist.Freshness, lambda rows, value: rows.filter(freshness=value)),
    choice_filter("completeness", "complete", worklist.CompletenessBand, worklist.in_completeness_band),
]


@admin.display(description="stage", ordering="stage", empty_value="Not known")
def stage_in_words(partnership):
    return partnership.stage_words if partnership.stage else None


@admin.display(description="checked", ordering=F("checked_on").asc(nulls_first=True))
def checked(partnership):
    if partnership.checked_on is None:
        return format_html('<span class="quiet">{}</span>', "Not yet")
    return short_day(partnership.checked_on, "overdue" if partnership.freshness == worklist.Freshness.OVERDUE else "")


@admin.display(description="complete", ordering=F("completeness").asc(nulls_last=True), empty_value="Not measured")
def complete(partnership):
    if partnership.completeness is None:
        return None
    bar = render_to_string("components/share_bar.svg", {"percent": partnership.completeness})
    return format_html('<span class="score">{}% {}</span>', partnership.completeness, bar)


def _completeness(model_admin, request, partnership):
    """Return what the entry lacks and which of its links are dead; None when it is not measured."""
    score, gaps = completeness.measure(partnership)
    if score is None:
        return None
    urls = {partnership.website, partnership.joining_page}
    dead_links = sorted(link_check.dead_among(urls, partnership.links.all()))
    return {"score": score, "gaps": gaps, "dead_links": dead_links}


def weakest(model_admin, request):
    """Show the person's entries, the least complete first, each with what it lacks."""
    rows = completeness.with_known_parts(completeness.measured(model_admin.get_queryset(request)))
    page = Paginator(rows.order_by("completeness", "name"), model_admin.list_per_page).get_page(request.GET.get("p"))
    entries = [(entry, completeness.gaps_of(entry)) for entry in page]
    context = {"title": "Weakest entries", "page": page, "entries": entries}
    return model_admin.page(request, "admin/partnerships/partnership/weakest.html", context)


COMPLETENESS = Panel("completeness", "admin/partnerships/partnership/_completeness.html", _completeness)
WEAKEST = Page("weakest/", "weakest", weakest, methods=ASK_AND_POST)
