"""The memberships and parts in case studies that are kept with the versions of the entries they belong to."""

from members.models import CaseStudyMember, Membership
from partnerships.versions import VersionedPart

OF_PARTNERSHIPS = VersionedPart(Membership, "partnership", "Member", "organisation")
OF_ORGANISATIONS = VersionedPart(Membership, "organisation", "Membership", "partnership")
OF_CASE_STUDIES = VersionedPart(CaseStudyMember, "case_study", "Member organisation", "organisation")
