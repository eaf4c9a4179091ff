"""What versions of entries hold of memberships, and of who took part in case studies."""

from members.models import CaseStudyMember, Membership
from partnerships.versions import Part

OF_PARTNERSHIPS = Part(Membership, "partnership", "Member", "organisation")
OF_ORGANISATIONS = Part(Membership, "organisation", "Membership", "partnership")
OF_CASE_STUDIES = Part(CaseStudyMember, "case_study", "Member organisation", "organisation")
