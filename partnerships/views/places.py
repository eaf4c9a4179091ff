"""Pages of regions and local authorities."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from partnerships.coverage import who_covers
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region, SupportOffer
from partnerships.publishing import by_owner
from partnerships.views.slug_lookup import authority_at, entry_at, entry_page


@require_safe
def region_list(request: HttpRequest) -> HttpResponse:
    """List the nine regions with how many partnerships work in each."""
    context = {"regions": Region.objects.with_counts(), "trail": [("Regions", "")]}
    return render(request, "partnerships/region_list.html", context)


@entry_page
def region_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one region: who covers each of its authorities, its partnerships and its Bridge Organisations."""
    region = entry_at(slug, Region.objects.with_counts())
    partnerships = Partnership.objects.published().in_region(region).for_cards()
    context = {
        "region": region,
        "authorities": who_covers.with_who_covers(region.authorities.order_by("name")),
        "partnerships": partnerships.formed(),
        "proposed": partnerships.proposed(),
        "bridges": BridgeOrganisation.objects.serving(region),
        "shelves": by_owner.shelves_of(region),
        "trail": [("Regions", reverse("partnerships:region-list")), (region.name, "")],
    }
    return render(request, "partnerships/region_detail.html", context)


@require_safe
def authority_list(request: HttpRequest) -> HttpResponse:
    """List all local authorities by region, each with who covers it."""
    authorities = LocalAuthority.objects.select_related("region").order_by("region__position", "name")
    context = {
        "authorities": who_covers.with_who_covers(authorities),
        "uncovered_count": LocalAuthority.objects.uncovered().count(),
        "trail": [("Local authorities", "")],
    }
    return render(request, "partnerships/authority_list.html", context)


@entry_page
def authority_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who covers a local authority, or that nobody does and what can be done."""
    authority = authority_at(slug, LocalAuthority.objects.select_related("region", "bridge"))
    context = {
        "authority": authority,
        "coverage": who_covers.coverage_of(authority),
        "nearest": who_covers.nearest_to(authority),
        "national_offers": SupportOffer.objects.published().national(),
        "trail": [
            ("Regions", reverse("partnerships:region-list")),
            (authority.region.name, authority.region.get_absolute_url()),
            (authority.name, ""),
        ],
    }
    return render(request, "partnerships/authority_detail.html", context)
