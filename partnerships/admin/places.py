"""Regions, local authorities and the register of schools in the back office."""

from django.contrib import admin

from partnerships.admin.base import WRITTEN_BY_THE_SITE, RowLevelAdmin
from partnerships.admin.lists import choice_filter
from partnerships.curation.charts import Cover, with_cover
from partnerships.models import CouncilSuccession, LocalAuthority, Region, School
from partnerships.vocabulary import SchoolState

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
    search_help_text = "Name, county or GSS code"
    autocomplete_fields = ["region", "bridge"]


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
        is_choice = request.resolver_match.url_name == "autocomplete"
        return (rows.filter(state=SchoolState.OPEN) if is_choice else rows), may_repeat


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
