"""The map of England, and the places no partnership works in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.coverage import cold_spots, levels
from partnerships.coverage import map as coverage_map
from partnerships.text.csv_files import csv_answer


@require_safe
def england_map(request: HttpRequest) -> HttpResponse:
    """Show how every local authority is covered, as a drawing and as a table."""
    coverages = levels.coverage_by_authority()
    regions = levels.by_region(coverages)
    london = next((pair for pair in regions if pair[0].gss_code == coverage_map.LONDON), None)
    context = {
        "england": coverage_map.of_england(coverages, inset_url="#greater-london"),
        "london": coverage_map.of_region(*london) if london else None,
        "regions": regions,
        "trail": [("Map", "")],
    }
    return render(request, "partnerships/map.html", context)


@require_safe
def cold_spot_list(request: HttpRequest) -> HttpResponse:
    """List the local authorities without a partnership, by region, with the share covered."""
    shares = cold_spots.shares()
    context = {
        "shares": shares,
        "england": cold_spots.all_england(shares),
        "trail": [("Map", reverse("partnerships:map")), ("Cold spots", "")],
    }
    return render(request, "partnerships/cold_spots.html", context)


@require_safe
def cold_spots_csv(request: HttpRequest) -> HttpResponse:
    """Return the cold spots as a CSV file."""
    rows = cold_spots.table(cold_spots.shares())
    return csv_answer(HttpResponse, f"cold-spots-{timezone.localdate():%Y-%m-%d}.csv", rows)
