"""Making an organisation a member of a partnership, by itself or because of an enquiry."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from members.models import MemberOrganisation, Membership
from members.organisations import looking_after, schools
from partnerships.enquiries import desk as enquiry_desk
from partnerships.models import Enquiry, Partnership, Sector
from partnerships.models.enquiries import answers_for_everybody
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.search.text_index.likeness import NEAR, NameLikeness
from partnerships.search.text_index.tokens import tokenise
from partnerships.vocabulary import BELONGING_ROLES, Confidence, EnquirerKind, MembershipRole, RevisionKind

# The slug of the sector each kind of enquirer suggests; "" for those that suggest none.
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
assert set(SECTOR_OF) == set(EnquirerKind)
UNIVERSITY_WORDS = {"university", "universities", "conservatoire"}
MAX_LIKELY = 5
MAX_FOUND = 20


class NotYourPartnership(Exception):
    """The user may not add members to the partnership."""


class MayNotChoose(Exception):
    """The organisation is another Bridge Organisation's and not public yet: the user may not choose it."""


class NameTaken(Exception):
    """`organisation` has that name already."""

    def __init__(self, organisation: MemberOrganisation) -> None:
        super().__init__(organisation)
        self.organisation = organisation


@dataclass(frozen=True)
class LikelyDuplicate:
    """An organisation with a name like the wanted one, or the same but for case, accents, endings and little words."""

    organisation: MemberOrganisation
    is_same_name: bool


def likely_duplicates(name: str, *, by: User) -> list[LikelyDuplicate]:
    """Return up to MAX_LIKELY organisations whose names are like `name`, the likest first (see the next)."""
    return likely_duplicates_of([name], by=by)[name]


def likely_duplicates_of(names: Iterable[str], *, by: User) -> dict[str, list[LikelyDuplicate]]:
    """Return, by name, up to MAX_LIKELY organisations that `by` may choose whose names are like it, the likest first.

    Each has its sector and, as `current_memberships`, its current memberships that `by` may know of, with their
    partnerships.
    """
    known = list(MemberOrganisation.objects.choosable_by(by).order_by().values_list("pk", "name"))
    likest = {name: _likest(NameLikeness(name), known) for name in names}
    organisations = _shown({key for likenesses in likest.values() for key in likenesses}, by=by)
    return {
        name: [LikelyDuplicate(organisations[key], likeness == 1) for key, likeness in likenesses.items()]
        for name, likenesses in likest.items()
    }


def found(words: str, *, by: User) -> list[LikelyDuplicate]:
    """Return up to MAX_FOUND organisations that `by` may choose, with all the `words` in their names and places.

    The best come first.
    """
    rows = text_index.find(MemberOrganisation.objects.choosable_by(by), words)
    named_so = rows.filter(Q(relevance__lt=text_index.OF_ITS_OWN)).values_list("pk", flat=True)
    keys = list(named_so[:MAX_FOUND]) if words else []
    organisations = _shown(keys, by=by)
    return [LikelyDuplicate(organisations[key], is_same_name=False) for key in keys]


def _shown(keys: Collection[int], *, by: User) -> Mapping[int, MemberOrganisation]:
    """Return the organisations with `keys`, each with its sector and the `current_memberships` `by` may know of."""
    may_know = Membership.objects.public() | Membership.objects.editable_by(by)
    memberships = may_know.current().select_related("partnership")
    current = Prefetch("memberships", memberships, to_attr="current_memberships")
    return MemberOrganisation.objects.select_related("sector").prefetch_related(current).in_bulk(keys)


def _likest(wanted: NameLikeness, known: Iterable[tuple[int, str]]) -> dict[int, float]:
    """Return how like the names of up to MAX_LIKELY organisations are to the wanted one, the likest first."""
    likenesses = {key: likeness for key, name in known if (likeness := wanted.to(name)) >= NEAR}
    return dict(sorted(likenesses.items(), key=lambda each: (-each[1], each[0]))[:MAX_LIKELY])


def likely_sector(enquiry: Enquiry) -> Sector | None:
    """Return the sector the kind of enquirer suggests; a university is told from a college by its name."""
    slug = SECTOR_OF[EnquirerKind(enquiry.enquirer)]
    if enquiry.enquirer == EnquirerKind.FURTHER_OR_HIGHER and UNIVERSITY_WORDS & set(tokenise(enquiry.organisation)):
        slug = "higher-education"
    return Sector.objects.filter(slug=slug).first()


def partnerships_open_to(enquiry: Enquiry, by: User) -> QuerySet[Partnership]:
    """Return the partnerships `by` may add a member to for `enquiry`: those of its desk, or any for the national desk.

    The partnership it is about is always among them: the enquiry lies on the desk that looks after it.
    """
    partnerships = Partnership.objects.formed()
    if answers_for_everybody(by):
        return partnerships
    of_desk = partnerships.filter(bridge=enquiry.desk) | partnerships.filter(support_organisation=enquiry.desk)
    return of_desk | partnerships.filter(pk=enquiry.partnership_id) if enquiry.partnership_id else of_desk


@dataclass(frozen=True)
class Joining:
    """Who joins which partnership: an existing `organisation`, or else a new one called `name` in `sector`."""

    partnership: Partnership
    organisation: MemberOrganisation | None = None
    name: str = ""
    sector: Sector | None = None


@transaction.atomic
def make_member(
    *, enquiry: Enquiry, joining: Joining, by: User, is_last: bool = True, seen: int | None = None
) -> Membership:
    """Make the organisation a member of the partnership from this month on, as `add_member` does, and return it.

    The enquiry's timeline says so; with `is_last` the enquiry is closed as joined. The membership's public source names
    the enquiry's reference only. `seen` is the key of the latest event of the enquiry that `by` had seen.
    Raises NotYourPartnership, MayNotChoose, NameTaken, and what enquiry_desk.record_member raises.
    """
    partnership, chosen = joining.partnership, joining.organisation
    if not partnerships_open_to(enquiry, by).filter(pk=partnership.pk).exists():
        raise NotYourPartnership
    if chosen and not MemberOrganisation.objects.choosable_by(by).filter(pk=chosen.pk).exists():
        raise MayNotChoose
    organisation = joining.organisation or _new_organisation(joining, by=by)
    text = f"{organisation} in {partnership}"
    enquiry_desk.record_member(enquiry=enquiry, text=text, by=by, is_last=is_last, seen=seen)
    reason = f"Enquiry {enquiry.reference}"
    with revising(by=by, kind=RevisionKind.MEMBER, reason=reason), text_index.following(organisation):
        return add_member(partnership=partnership, organisation=organisation, source=reason)


@transaction.atomic
def add_member(*, partnership: Partnership, organisation: MemberOrganisation, source: str) -> Membership:
    """Make `organisation` a member of `partnership` from this month on, known from `source`, and return the membership.

    A current membership stays as it is; one that has ended begins again, and a partner in projects becomes a member.
    """
    role, since = MembershipRole.MEMBER, f"{timezone.localdate():%Y-%m}"
    values = {"role": role, "since": since, "until": "", "source": source, "confidence": Confidence.STAFF}
    which = {"partnership": partnership, "organisation": organisation}
    membership, is_new = Membership.objects.get_or_create(**which, defaults=values)
    if not is_new and (membership.until or membership.role not in BELONGING_ROLES):
        for name, value in values.items():
            setattr(membership, name, value)
        membership.save()
    schools.tie(MemberOrganisation.objects.filter(pk=organisation.pk))
    return membership


def _new_organisation(joining: Joining, *, by: User) -> MemberOrganisation:
    name = joining.name
    if joining.sector is None:
        raise ValueError("A new organisation needs a sector")
    if taken := MemberOrganisation.objects.filter(name__iexact=name).first():
        raise NameTaken(taken)
    # Its local authority stays unknown: an enquiry says which place it is about, not where the enquirer is.
    looked_after_by = looking_after.of_new(looking_after.own_bridges(by), joining.partnership.bridge_id)
    values = {"sector": joining.sector, "looked_after_by_id": looked_after_by}
    organisation, is_new = MemberOrganisation.objects.get_or_create(name=name, defaults=values)
    if not is_new:
        raise NameTaken(organisation)
    return organisation
