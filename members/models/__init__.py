"""Every model of the people and organisations taking part."""

from members.models.organisations import MemberOrganisation, Membership
from members.models.subscriptions import Digest, Subscriber

__all__ = ["Digest", "MemberOrganisation", "Membership", "Subscriber"]
