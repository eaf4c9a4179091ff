"""The list of partnerships."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from partnerships.forms.search import PartnershipSearchForm

PARTNERSHIPS_A_PAGE = 20


@require_safe
def partnership_list(request: HttpRequest) -> HttpResponse:
    """List the partnerships that match the query and the chosen filters, with how many each other choice would show."""
    filters = PartnershipSearchForm(request.GET)
    context = {
        "filters": filters,
        "page": filters.page_of(Paginator(filters.results.partnerships, PARTNERSHIPS_A_PAGE)),
        "trail": [("Partnerships", "")],
    }
    response = render(request, "partnerships/partnership_list.html", context)
    if filters.near_postcode:
        # A postcode in the address may be that of a home: no cache keeps the page.
        add_never_cache_headers(response)
    return response
