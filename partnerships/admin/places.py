"""Regions and local authorities in the back office."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from partnerships.admin.base import RowLevelAdmin
from partnerships.curation.charts import Cover, with_cover
from partnerships.models import LocalAuthority, Region


@admin.register(Region)
class RegionAdmin(RowLevelAdmin):
    list_display = ["name", "gss_code", "position"]
    search_fields = ["name", "gss_code"]


class CoverFilter(admin.SimpleListFilter):
    title, parameter_name = "who covers it", "cover"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return Cover.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[LocalAuthority]) -> QuerySet[LocalAuthority]:
        return with_cover(queryset).filter(cover=self.value()) if self.value() else queryset


@admin.register(LocalAuthority)
class LocalAuthorityAdmin(RowLevelAdmin):
    list_display = ["name", "type", "county", "region", "bridge", "gss_code"]
    list_filter = [CoverFilter, "region", "bridge", "type"]
    list_select_related = ["region", "bridge"]
    search_fields = ["name", "county", "gss_code"]
    search_help_text = "Name, county or GSS code"
    autocomplete_fields = ["region", "bridge"]
