"""What versions of entries hold of memberships."""

from members.models import Membership
from partnerships.versions import Part

OF_PARTNERSHIPS = Part(Membership, "partnership", "Member", "organisation")
OF_ORGANISATIONS = Part(Membership, "organisation", "Membership", "partnership")
