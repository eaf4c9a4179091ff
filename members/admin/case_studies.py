"""The member organisations that took part, on the page of a case study."""

from members.models import CaseStudyMember
from partnerships.admin.editorial import CaseStudyAdmin
from partnerships.admin.inlines import OwnInline


class CaseStudyMemberInline(OwnInline):
    model = CaseStudyMember
    verbose_name = "member organisation"
    autocomplete_fields = ["organisation"]


CaseStudyAdmin.inlines = [*CaseStudyAdmin.inlines, CaseStudyMemberInline]
