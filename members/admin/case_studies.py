"""Case studies in the back office, with the member organisations that took part."""

from django.contrib import admin

from members.models import CaseStudyMember
from partnerships.admin.base import OwnInline
from partnerships.admin.editorial import CaseStudyAdmin
from partnerships.models import CaseStudy

# Registered there without members, which it knows nothing of.
admin.site.unregister(CaseStudy)


class CaseStudyMemberInline(OwnInline):
    model = CaseStudyMember
    verbose_name = "member organisation"
    autocomplete_fields = ["organisation"]


@admin.register(CaseStudy)
class CaseStudyWithMembersAdmin(CaseStudyAdmin):
    inlines = [*CaseStudyAdmin.inlines, CaseStudyMemberInline]
