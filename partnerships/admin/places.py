"""Regions and local authorities in the back office."""

from django.contrib import admin

from partnerships.admin.base import SearchedAdmin
from partnerships.models import LocalAuthority, Region


@admin.register(Region)
class RegionAdmin(SearchedAdmin):
    list_display = ["name", "gss_code", "position"]
    search_fields = ["name", "gss_code"]


@admin.register(LocalAuthority)
class LocalAuthorityAdmin(SearchedAdmin):
    list_display = ["name", "type", "county", "region", "bridge", "gss_code"]
    list_filter = ["region", "bridge", "type"]
    list_select_related = ["region", "bridge"]
    search_fields = ["name", "county", "gss_code"]
    search_help_text = "Name, county or GSS code"
    autocomplete_fields = ["region", "bridge"]
