"""Partnerships in the back office, with their members, and with import and export."""

from django.contrib import admin

from members.admin.sheets import SheetTools
from members.models import Membership
from members.models.sheets import SheetKind
from partnerships.admin.base import OwnInline
from partnerships.admin.directory import PartnershipAdmin
from partnerships.models import Partnership

# Registered there without members and sheets, which it knows nothing of.
admin.site.unregister(Partnership)


class MemberInline(OwnInline):
    model = Membership
    verbose_name = "member"
    autocomplete_fields = ["organisation"]
    # Where it was read and how well it is supported stand on the membership's own page.
    fields = ["organisation", "role", "since", "until"]
    show_change_link = True


@admin.register(Partnership)
class PartnershipWithSheetsAdmin(SheetTools, PartnershipAdmin):
    sheet_kind = SheetKind.PARTNERSHIPS
    inlines = [*PartnershipAdmin.inlines, MemberInline]
