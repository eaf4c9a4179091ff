"""Making a member: from an enquiry to an organisation that belongs to a partnership."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from members.models import MemberOrganisation, Membership
from partnerships.enquiries import desk as enquiry_desk
from partnerships.models import Enquiry, Partnership, Sector
from partnerships.models.enquiries import answers_for_everybody
from partnerships.search import text_index
from partnerships.search.text_index.likeness import NEAR, NameLikeness
from partnerships.search.text_index.tokens import tokenise
from partnerships.vocabulary import BELONGING_ROLES, Confidence, EnquirerKind, MembershipRole

# The slug of the sector that who is asking suggests. Parents and others suggest none.
SECTOR_OF = {
    EnquirerKind.SCHOOL: "schools",
    EnquirerKind.EARLY_YEARS: "early-years",
    EnquirerKind.FURTHER_OR_HIGHER: "further-education",
    EnquirerKind.ARTS: "culture",
    EnquirerKind.COUNCIL: "local-authority",
    EnquirerKind.MUSIC_HUB: "music-hub",
    EnquirerKind.YOUTH_OR_VOLUNTARY: "youth",
    EnquirerKind.HEALTH: "health",
    EnquirerKind.BUSINESS: "business",
    EnquirerKind.PARENT: "",
    EnquirerKind.YOUNG_PERSON: "",
    EnquirerKind.OTHER: "",
}
for _kind in EnquirerKind:
    assert _kind in SECTOR_OF, f"Nothing says which sector {_kind} suggests."
UNIVERSITY_WORDS = {"university", "universities", "conservatoire"}
MAX_LIKELY = 5


class NotYourPartnership(Exception):
    """The partnership is not one the person may add members to."""


class NameTaken(Exception):
    """There is an organisation of just that name: `organisation`."""

    def __init__(self, organisation: MemberOrganisation):
        super().__init__(organisation)
        self.organisation = organisation


@dataclass(frozen=True)
class Likeness:
    """An organisation that may be the one meant, from 1 (the same name) down to NEAR."""

    organisation: MemberOrganisation
    degree: float

    @property
    def is_same_name(self) -> bool:
        """Whether the names are the same but for case, accents, endings and little words."""
        return self.degree == 1


def likely_duplicates(name: str) -> list[Likeness]:
    """Return the organisations whose names are like `name`, the likest first, with their current memberships."""
    likeness, degrees = NameLikeness(name), {}
    for key, other in MemberOrganisation.objects.order_by().values_list("pk", "name"):
        if (degree := likeness.to(other)) >= NEAR:
            degrees[key] = degree
    likest = sorted(degrees, key=lambda key: (-degrees[key], key))[:MAX_LIKELY]
    current = Prefetch(
        "memberships", Membership.objects.current().select_related("partnership"), to_attr="current_memberships"
    )
    found = MemberOrganisation.objects.select_related("sector").prefetch_related(current).in_bulk(likest)
    return [Likeness(found[key], degrees[key]) for key in likest]


def likely_sector(enquiry: Enquiry) -> Sector | None:
    """Return the sector that who is asking suggests; a university is told from a college by the organisation's name."""
    slug = SECTOR_OF[EnquirerKind(enquiry.enquirer)]
    if enquiry.enquirer == EnquirerKind.FURTHER_OR_HIGHER and UNIVERSITY_WORDS & set(tokenise(enquiry.organisation)):
        slug = "higher-education"
    return Sector.objects.filter(slug=slug).first()


def partnerships_open_to(enquiry: Enquiry, by):
    """Return the partnerships `by` may add a member to for `enquiry`: those of its desk, or any for the national desk.

    The partnership it is about is among them in any case: whose desk it lies on looks after it.
    """
    partnerships = Partnership.objects.formed()
    if answers_for_everybody(by):
        return partnerships
    of_desk = partnerships.filter(bridge=enquiry.desk) | partnerships.filter(support_organisation=enquiry.desk)
    return of_desk | partnerships.filter(pk=enquiry.partnership_id)


@dataclass(frozen=True)
class Joining:
    """Who joins what: an `organisation` there is, or a new one called `name` in `sector`, and a partnership."""

    partnership: Partnership
    organisation: MemberOrganisation | None = None
    name: str = ""
    sector: Sector | None = None


@transaction.atomic
def make_member(*, enquiry: Enquiry, joining: Joining, by, is_last: bool = True, seen: int | None = None) -> Membership:
    """Make the organisation a member of the partnership from this month on, and note it with the enquiry.

    A membership there is stays as it is; one that has ended begins again, and a partner in projects becomes a member.
    The enquiry is closed as joined if it `is_last` to be done. The public source names the enquiry's reference only.
    Raises NotYourPartnership, NameTaken, and what enquiry_desk.record_member raises.
    """
    partnership = joining.partnership
    if not partnerships_open_to(enquiry, by).filter(pk=partnership.pk).exists():
        raise NotYourPartnership
    organisation = joining.organisation or _new_organisation(joining.name, joining.sector)
    enquiry_desk.record_member(
        enquiry=enquiry, text=f"{organisation} in {partnership}", by=by, is_last=is_last, seen=seen
    )
    with text_index.following(organisation):
        return take_in(partnership=partnership, organisation=organisation, source=f"Enquiry {enquiry.reference}")


@transaction.atomic
def take_in(*, partnership: Partnership, organisation: MemberOrganisation, source: str) -> Membership:
    """Make `organisation` a member of `partnership` from this month on, known from `source`, and return the membership.

    One there is stays as it is; one that has ended begins again, and a partner in projects becomes a member.
    """
    as_member = {
        "role": MembershipRole.MEMBER,
        "since": f"{timezone.localdate():%Y-%m}",
        "until": "",
        "source": source,
        "confidence": Confidence.STAFF,
    }
    membership, is_new = Membership.objects.get_or_create(
        partnership=partnership, organisation=organisation, defaults=as_member
    )
    if not is_new and (membership.until or membership.role not in BELONGING_ROLES):
        for name, value in as_member.items():
            setattr(membership, name, value)
        membership.save()
    return membership


def _new_organisation(name: str, sector: Sector) -> MemberOrganisation:
    taken = MemberOrganisation.objects.filter(name__iexact=name).first()
    # Its place stays unknown: an enquiry says which place it is about, not where the enquirer is.
    organisation, is_new = (
        (taken, False) if taken else MemberOrganisation.objects.get_or_create(name=name, defaults={"sector": sector})
    )
    if not is_new:
        raise NameTaken(organisation)
    return organisation
