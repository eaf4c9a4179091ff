"""Pages of member organisations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from members.forms.organisations import OrganisationSearchForm
from members.models import MemberOrganisation, Membership
from partnerships.views.query_strings import asked_by
from partnerships.views.slug_lookup import entry_at, entry_page

ORGANISATIONS_PER_PAGE = 50


@asked_by(OrganisationSearchForm)
@require_safe
def organisation_list(request: HttpRequest, form: OrganisationSearchForm) -> HttpResponse:
    """List the organisations taking part in partnerships, by a search query, sector and region."""
    results = form.results
    page = form.page_of(results.matches, ORGANISATIONS_PER_PAGE)
    rows = MemberOrganisation.objects.for_list().in_bulk([match.pk for match in page.object_list])
    page.object_list = [rows[match.pk] for match in page.object_list if match.pk in rows]
    context = {"form": form, "page": page, "results": results, "trail": [("Members", "")]}
    return render(request, "members/organisation_list.html", context)


@entry_page
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one organisation with every partnership it takes or took part in."""
    organisation = entry_at(slug, MemberOrganisation.objects.public().select_related("sector", "authority__region"))
    memberships = Membership.objects.public().filter(organisation=organisation).with_partnerships()
    context = {
        "organisation": organisation,
        "memberships": memberships.current().belonging(),
        "projects": memberships.current().in_projects(),
        "past": memberships.past(),
        "trail": [("Members", reverse("members:organisation-list")), (organisation.name, "")],
    }
    return render(request, "members/organisation_detail.html", context)
