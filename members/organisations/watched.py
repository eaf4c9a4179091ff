"""What of member organisations the public sees, so that a change of it is known."""

from members.models import CaseStudyMember, MemberOrganisation, Membership
from partnerships.public_content import watched
from partnerships.vocabulary import ContentKind


def register() -> None:
    """Watch organisations and what they take part in. An organisation shows with its partnerships."""
    its_partnerships = watched.Touch(ContentKind.PARTNERSHIP, "partnership_id", Membership, "organisation_id")
    watched.register_entries(MemberOrganisation, ContentKind.ORGANISATION, its_partnerships)
    watched.register(CaseStudyMember, Membership)
