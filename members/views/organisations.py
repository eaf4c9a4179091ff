"""Pages of member organisations."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from members.forms.organisations import OrganisationSearchForm
from members.models import MemberOrganisation, Membership
from members.models.organisations import MembershipQuerySet
from partnerships.models import SchoolEdition
from partnerships.views.query_strings import asked_by
from partnerships.views.slug_lookup import entry_at, entry_page

ORGANISATIONS_PER_PAGE = 50
# How many partnerships of one organisation are shown in each section of its page.
MEMBERSHIPS_SHOWN = 100


@dataclass(frozen=True)
class MembershipSection:
    """The first memberships of a section of an organisation's page, and how many there are in all."""

    first: list[Membership]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.first)


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
    related = ("sector", "authority__region", "school__authority__region")
    organisation = entry_at(slug, MemberOrganisation.objects.public().select_related(*related))
    memberships = Membership.objects.public().filter(organisation=organisation).with_partnerships()
    context = {
        "organisation": organisation,
        "edition": SchoolEdition.objects.first() if organisation.school else None,
        "memberships": _section(memberships.current().belonging()),
        "projects": _section(memberships.current().in_projects()),
        "support": _section(memberships.current().in_support()),
        "past": _section(memberships.past()),
        "trail": [("Members", reverse("members:organisation-list")), (organisation.name, "")],
    }
    return render(request, "members/organisation_detail.html", context)


def _section(memberships: MembershipQuerySet) -> MembershipSection:
    first = list(memberships[: MEMBERSHIPS_SHOWN + 1])
    count = memberships.count() if len(first) > MEMBERSHIPS_SHOWN else len(first)
    return MembershipSection(first[:MEMBERSHIPS_SHOWN], count)
