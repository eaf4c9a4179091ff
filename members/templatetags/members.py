"""Members on the pages of case studies, whose own app knows nothing of members."""

from django import template

from members.models import CaseStudyMember
from partnerships.models import CaseStudy

register = template.Library()


@register.inclusion_tag("members/_organisations_in.html")
def organisations_in(case_study: CaseStudy) -> dict[str, object]:
    """Name the organisations that took part in what `case_study` tells, with links to those the public can see."""
    return {"parts": CaseStudyMember.objects.filter(case_study=case_study).with_organisations()}
