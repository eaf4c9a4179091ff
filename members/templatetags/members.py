"""Members on the pages of partnerships and case studies, whose own app knows nothing of members."""

from collections.abc import Iterable

from django import template

from members.models import CaseStudyMember
from partnerships.models import CaseStudy, Partnership, Sector

register = template.Library()


@register.inclusion_tag("members/members_of.html")
def members_of(partnership: Partnership, missing_sectors: Iterable[Sector]) -> dict[str, object]:
    """Draw the members of `partnership`, read by for_entry, its partners in projects, and `missing_sectors`."""
    memberships = partnership.memberships.all()
    projects = [member for member in memberships if not (member.is_belonging or member.until)]
    return {"members": partnership.members, "projects": projects, "missing_sectors": missing_sectors}


@register.inclusion_tag("members/_organisations_in.html")
def organisations_in(case_study: CaseStudy) -> dict[str, object]:
    """Name the organisations that took part in what `case_study` tells, with links to those the public can see."""
    return {"parts": CaseStudyMember.objects.filter(case_study=case_study).with_organisations()}
