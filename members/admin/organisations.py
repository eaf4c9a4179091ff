"""Member organisations and memberships in the back office."""

from django.contrib import admin

from members.admin.leaving import LeavingTools
from members.admin.merging import MergingTools
from members.admin.sheets import SheetTools
from members.models import MemberOrganisation, Membership
from members.models.sheets import SheetKind
from partnerships.admin.base import OwnInline
from partnerships.admin.entries import EntryAdmin
from partnerships.admin.publishing import PartOfPublished


class MembershipInline(OwnInline):
    model = Membership
    autocomplete_fields = ["partnership"]


@admin.register(MemberOrganisation)
class MemberOrganisationAdmin(MergingTools, SheetTools, LeavingTools, EntryAdmin):
    sheet_kind = SheetKind.MEMBERS
    list_display = ["name", "sector", "authority", "website"]
    list_filter = ["sector", "authority__region"]
    list_select_related = ["sector", "authority"]
    search_fields = ["name", "other_names"]
    autocomplete_fields = ["sector", "authority"]
    inlines = [MembershipInline]


@admin.register(Membership)
class MembershipAdmin(SheetTools, PartOfPublished, EntryAdmin):
    sheet_kind = SheetKind.MEMBERSHIPS
    list_display = ["organisation", "partnership", "role", "since", "until", "confidence"]
    list_filter = ["role", "confidence", "organisation__sector"]
    list_select_related = ["organisation", "partnership"]
    search_fields = ["organisation__name", "partnership__name"]
    autocomplete_fields = ["organisation", "partnership"]
