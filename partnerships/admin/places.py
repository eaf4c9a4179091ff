"""Regions and local authorities in the back office."""

from django.contrib import admin

from partnerships.admin.base import RowLevelAdmin
from partnerships.admin.lists import choice_filter
from partnerships.curation.charts import Cover, with_cover
from partnerships.models import LocalAuthority, Region

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
