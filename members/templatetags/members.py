"""The members of a partnership, for its page: the directory below knows nothing of them."""

from django import template

from members.models import CaseStudyMember, Membership

register = template.Library()


@register.inclusion_tag("members/members_of.html")
def members_of(partnership, missing_sectors):
    """Draw who is in `partnership` by sector, the host first, partners in projects apart, and who is not named."""
    memberships = Membership.objects.filter(partnership=partnership).current().by_sector()
    return {
        "partnership": partnership,
        "members": [membership for membership in memberships if membership.is_belonging],
        "projects": [membership for membership in memberships if not membership.is_belonging],
        "missing_sectors": missing_sectors,
    }


@register.inclusion_tag("members/_organisations_in.html")
def organisations_in(case_study):
    """Name the organisations that took part in what `case_study` tells; those the public may see are links."""
    parts = CaseStudyMember.objects.filter(case_study=case_study).select_related("organisation")
    return {"organisations": [part.organisation for part in parts]}
