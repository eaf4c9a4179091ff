"""What members add to admin classes of partnerships: who takes part, on two pages, and import and export of a list."""

from members.admin.sheets import add_sheets
from members.models import CaseStudyMember, Membership
from members.models.sheets import SheetKind
from partnerships.admin.directory import PartnershipAdmin
from partnerships.admin.editorial import CaseStudyAdmin
from partnerships.admin.inlines import OwnInline


class MemberInline(OwnInline):
    model = Membership
    verbose_name, verbose_name_plural = "member", "Members"
    autocomplete_fields = ["organisation"]
    # Where it was read and how well it is supported stand on the membership's own page.
    fields = ["organisation", "role", "since", "until"]
    show_change_link = True


class CaseStudyMemberInline(OwnInline):
    model = CaseStudyMember
    verbose_name, verbose_name_plural = "member organisation", "Member organisations in it"
    autocomplete_fields = ["organisation"]


CaseStudyAdmin.inlines = [*CaseStudyAdmin.inlines, CaseStudyMemberInline]
PartnershipAdmin.inlines = [*PartnershipAdmin.inlines, MemberInline]
add_sheets(PartnershipAdmin, SheetKind.PARTNERSHIPS)
