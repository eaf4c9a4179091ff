"""Every model of the people and organisations taking part."""

from members.models.organisations import MemberOrganisation, Membership

__all__ = ["MemberOrganisation", "Membership"]
