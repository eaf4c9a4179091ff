"""Pages of Bridge Organisations and programmes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.models import BridgeOrganisation, Partnership, Programme
from partnerships.publishing import by_owner
from partnerships.views.slug_lookup import entry_at, entry_page


@require_safe
def bridge_list(request: HttpRequest) -> HttpResponse:
    """List the Bridge Organisations with their role dates and territories."""
    context = {"bridges": BridgeOrganisation.objects.with_counts(), "trail": [("Bridge Organisations", "")]}
    return render(request, "partnerships/bridge_list.html", context)


@entry_page
def bridge_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one Bridge Organisation: its time in the role, territory, partnerships and what it offered."""
    bridge = entry_at(slug, BridgeOrganisation.objects.with_counts())
    partnerships = Partnership.objects.published().filter(bridge=bridge).for_cards()
    context = {
        "bridge": bridge,
        "territory": bridge.authorities.select_related("region").order_by("region__position", "county", "name"),
        "partnerships": partnerships.formed(),
        "proposed": partnerships.proposed(),
        "offers": bridge.support_offers.published().order_by("kind", "name"),
        "programmes": bridge.programmes.published(),
        "shelves": by_owner.shelves_of(bridge),
        "trail": [("Bridge Organisations", reverse("partnerships:bridge-list")), (bridge.name, "")],
    }
    return render(request, "partnerships/bridge_detail.html", context)


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """List the programmes: national ones first, then each Bridge Organisation's."""
    context = {"programmes": Programme.objects.published().national_first(), "trail": [("Programmes", "")]}
    return render(request, "partnerships/programme_list.html", context)


@entry_page
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one programme with the partnerships and places that took part."""
    programme = entry_at(slug, Programme.objects.published().select_related("bridge"))
    trail = [("Programmes", reverse("partnerships:programme-list")), (programme.name, "")]
    return render(request, "partnerships/programme_detail.html", programme_context(programme) | {"trail": trail})


def programme_context(programme: Programme) -> dict[str, Any]:
    """Return the context of the page of `programme`, but for its breadcrumbs."""
    return {
        "programme": programme,
        "rounds": programme.rounds.all(),
        "participations": programme.participations.of_published_partnerships(),
        "places": programme.authorities.select_related("region").order_by("name"),
    }
