"""Regions, local authorities and the register of schools in the back office."""

from django.contrib import admin
from django.db.models import Q

from partnerships import finder
from partnerships.admin.base import WRITTEN_BY_THE_SITE, RowLevelAdmin
from partnerships.admin.lists import choice_filter
from partnerships.admin.searching import is_choosing, names_first
from partnerships.curation.charts import Cover, with_cover
from partnerships.finder.names import all_authorities_and_counties
from partnerships.finder.results import InEngland
from partnerships.models import CouncilSuccession, LocalAuthority, Region, School
from partnerships.vocabulary import SchoolState

# What a local authority may be called: no name of an entry.
PLACES = [finder.NameSource(all_authorities_and_counties)]
COVER = choice_filter("who covers it", "cover", Cover, lambda rows, cover: with_cover(rows).filter(cover=cover))


@admin.register(Region)
class RegionAdmin(RowLevelAdmin):
    list_display = ["name", "gss_code", "position"]
    search_fields = ["name", "gss_code"]


@admin.register(LocalAuthority)
class LocalAuthorityAdmin(RowLevelAdmin):
    list_display = ["name", "type", "county", "region", "bridge", "gss_code"]
    list_filter = [COVER, "region", "bridge", "type"]
    search_fields = ["name", "county", "gss_code"]
    search_help_text = "Any name it goes by or went by, county, town, postcode or GSS code"
    autocomplete_fields = ["region", "bridge"]

    def get_search_results(self, request, queryset, search_term):
        """Find them as the finder does too: "Hull", "BANES", a council that is no more, a town, a postcode."""
        rows, may_repeat = super().get_search_results(request, queryset, search_term)
        meant = finder.resolve(search_term, sources=PLACES) if search_term.strip() else None
        if not isinstance(meant, InEngland) or meant.is_widened:
            return rows, may_repeat
        keys = [authority.pk for authority in meant.authorities]
        found = queryset.filter(Q(pk__in=rows.order_by().values("pk")) | Q(pk__in=keys))
        return (names_first(found, search_term) if is_choosing(request) else found), False


@admin.register(School)
class SchoolAdmin(RowLevelAdmin):
    never = WRITTEN_BY_THE_SITE
    list_display = ["name", "town", "postcode", "authority", "state", "former_name", "urn"]
    list_filter = ["state", "is_state_funded", "authority__region"]
    search_fields = ["name", "former_name", "town", "postcode", "=urn"]
    search_help_text = "Name, town, postcode or URN"
    autocomplete_fields = ["authority"]

    def get_search_results(self, request, queryset, search_term):
        """Offer only schools that are open to whoever chooses one in a form."""
        rows, may_repeat = super().get_search_results(request, queryset, search_term)
        return (rows.filter(state=SchoolState.OPEN) if is_choosing(request) else rows), may_repeat


@admin.register(CouncilSuccession)
class CouncilSuccessionAdmin(RowLevelAdmin):
    list_display = ["name", "successor_name", "on", "standing", "county", "gss_code"]
    readonly_fields = ["successor"]
    search_fields = ["name", "successor_name", "county", "gss_code"]
    search_help_text = "Name, county or GSS code"

    def has_change_permission(self, request, obj=None):
        """Let nobody rewrite what has happened: names and addresses of the past lead by it."""
        return super().has_change_permission(request, obj) and not (obj and obj.successor_id)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.successor_id)
