"""Pages of partnerships, proposed ones and strategic priorities."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.coverage import who_covers
from partnerships.models import Partnership, PartnershipPriority, StrategicPriority
from partnerships.publishing import by_owner
from partnerships.views.slug_lookup import entry_at, entry_page, partnership_at


@entry_page
def partnership_detail(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = partnership_at(slug, Partnership.objects.published().for_entry())
    parent = ("Partnerships", reverse("partnerships:partnership-list"))
    if partnership.is_proposed:
        parent = ("Proposed partnerships", reverse("partnerships:proposed-list"))
    context = partnership_context(partnership) | {"trail": [parent, (partnership.name, "")]}
    return render(request, "partnerships/partnership_detail.html", context)


def partnership_context(partnership: Partnership) -> dict[str, Any]:
    """Return the context of the page of `partnership`, read by for_entry, but for its breadcrumbs."""
    return {
        "partnership": partnership,
        "missing_sectors": who_covers.missing_sectors(partnership),
        "neighbours": who_covers.neighbours_of(partnership),
        "shelves": by_owner.shelves_of(partnership),
    }


@require_safe
def proposed_list(request: HttpRequest) -> HttpResponse:
    """List the places where a partnership was suggested."""
    proposed = Partnership.objects.published().proposed().for_cards()
    context = {"proposed": proposed, "trail": [("Proposed partnerships", "")]}
    return render(request, "partnerships/proposed_list.html", context)


@require_safe
def priority_list(request: HttpRequest) -> HttpResponse:
    """List the strategic priorities with how many partnerships state each."""
    priorities = StrategicPriority.objects.with_partnership_counts()
    context = {"priorities": priorities, "trail": [("Strategic priorities", "")]}
    return render(request, "partnerships/priority_list.html", context)


@entry_page
def priority_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the partnerships that state a priority, each in its own wording."""
    priority = entry_at(slug, StrategicPriority.objects.with_partnership_counts())
    context = {
        "priority": priority,
        "statements": PartnershipPriority.objects.of_partnerships().filter(priority=priority),
        "trail": [("Strategic priorities", reverse("partnerships:priority-list")), (priority.name, "")],
    }
    return render(request, "partnerships/priority_detail.html", context)
