"""The members of a partnership, on its page; import and export, in the list of partnerships."""

from members.admin.sheets import add_sheets
from members.models import Membership
from members.models.sheets import SheetKind
from partnerships.admin.directory import PartnershipAdmin
from partnerships.admin.inlines import OwnInline


class MemberInline(OwnInline):
    model = Membership
    verbose_name = "member"
    autocomplete_fields = ["organisation"]
    # Where it was read and how well it is supported stand on the membership's own page.
    fields = ["organisation", "role", "since", "until"]
    show_change_link = True


PartnershipAdmin.inlines = [*PartnershipAdmin.inlines, MemberInline]
add_sheets(PartnershipAdmin, SheetKind.PARTNERSHIPS)
