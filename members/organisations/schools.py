"""Which member organisations are schools of the official register, and what about that waits for staff."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q

from members.models import MemberOrganisation, Membership
from members.models.organisations import MemberOrganisationQuerySet
from partnerships.curation.staff_lists import StaffList
from partnerships.curation.worklist import EVERYTHING
from partnerships.models import School
from partnerships.models.versions import revising
from partnerships.schools.spelling import spelt
from partnerships.vocabulary import RevisionKind, SchoolState

REASON = "Tied to the register of schools: the only one of its name in its area"
SAME_NAME = "The register spells the name of its school otherwise"
# Sectors that schools belong to, by their slugs: others have the name of one by chance. Where most are schools, what
# stands in the name of one; the others are trusts and networks.
SECTORS = ("schools", "early-years", "further-education")
OF_SCHOOLS = ("schools", "early-years")
OF_A_SCHOOL = ("school", "academy", "college", "primary", "infant", "junior", "nursery")
GONE = (SchoolState.CLOSED, SchoolState.NOT_LISTED)

# A name as it is compared.
Words = tuple[str, ...]


@transaction.atomic
def tie(organisations: MemberOrganisationQuerySet | None = None) -> list[MemberOrganisation]:
    """Tie those of `organisations`, or all, to the open school of just their name in their area; return those tied.

    The area of one is its local authority, or else those of its partnerships. One of which there are several schools,
    or none, is left to staff; so are two that would be the same school. What staff have tied, untied or said to be no
    school stays so.
    """
    ties = ties_of(organisations)
    return give(ties) if ties else []


def ties_of(organisations: MemberOrganisationQuerySet | None = None) -> dict[int, int]:
    """Return what `tie` would do: the URN of its school by the key of each organisation. Nothing is changed."""
    chosen = _free() if organisations is None else _free().filter(pk__in=organisations.order_by().values("pk"))
    wanted = set(chosen.values_list("pk", flat=True))
    if not wanted:
        return {}
    areas = areas_of(chosen)
    beside = chosen if organisations is None else _free_in({area for of_one in areas.values() for area in of_one})
    found = _schools_found(beside, areas if organisations is None else areas_of(beside))
    taken = set(MemberOrganisation.objects.filter(school__in=found).values_list("school", flat=True))
    return {keys[0]: urn for urn, keys in found.items() if len(keys) == 1 and keys[0] in wanted and urn not in taken}


@transaction.atomic
def give(ties: dict[int, int]) -> list[MemberOrganisation]:
    """Tie the organisations with the keys in `ties` to the schools with these URNs, unless they were tied meanwhile."""
    schools = School.objects.in_bulk(ties.values())
    with revising(kind=RevisionKind.LOAD, reason=REASON):
        tied = list(MemberOrganisation.objects.select_for_update(of=("self",)).filter(pk__in=ties, school=None))
        for organisation in tied:
            organisation.tie_to(schools[ties[organisation.pk]])
            organisation.save(update_fields=["school", "name_in_register"])
    return tied


def follow_register() -> str:
    """Bring what is tied up to a new edition of the register, and return in a sentence what that came to."""
    tied = tie()
    _note_other_spellings()
    rows = MemberOrganisation.objects.all()
    left = {"not tied": waiting_to_be_tied(rows), "closed": _closed(rows), "renamed": _renamed(rows)}
    waiting = ", ".join(f"{found.count():,} {label}" for label, found in left.items())
    return f"Member organisations tied to their schools: {len(tied):,}. Waiting for staff: {waiting}."


def _free() -> MemberOrganisationQuerySet:
    """Return what may be tied: what staff untied was tied before."""
    once_tied = MemberOrganisation.versions.model.objects.filter(id=OuterRef("pk")).exclude(school=None)
    return MemberOrganisation.objects.filter(
        ~Exists(once_tied.order_by()), school=None, is_no_school=False, sector__slug__in=SECTORS
    ).order_by()


def _free_in(areas: set[int]) -> MemberOrganisationQuerySet:
    through = Membership.objects.filter(organisation=OuterRef("pk"), partnership__authorities__in=areas)
    return _free().filter(Q(authority__in=areas) | Q(Exists(through.order_by()), authority=None))


def areas_of(organisations: MemberOrganisationQuerySet) -> dict[int, set[int]]:
    """Return the keys of the local authorities of each organisation, or else of its partnerships."""
    areas: dict[int, set[int]] = defaultdict(set)
    rows = organisations.values_list("pk", "authority", "memberships__partnership__authorities")
    for key, own, of_partnership in rows.iterator():
        if area := own or of_partnership:
            areas[key].add(area)
    return areas


def _schools_found(organisations: MemberOrganisationQuerySet, areas: dict[int, set[int]]) -> dict[int, list[int]]:
    """Return the keys of the organisations that may be tied to a school, by its URN: one has one in its area."""
    names = {key: spelt(name).words for key, name in organisations.values_list("pk", "name")}
    schools = _schools_by_name(set(names.values()), {area for key in names for area in areas[key]})
    found: dict[int, list[int]] = defaultdict(list)
    for key, words in names.items():
        there = {urn for urn, area in schools.get(words, ()) if area in areas[key]}
        if len(there) == 1:
            found[there.pop()].append(key)
    return found


def _schools_by_name(names: set[Words], areas: set[int]) -> dict[Words, list[tuple[int, int]]]:
    """Return the open schools of these `names` in these `areas`: the URN and the key of the authority of each."""
    schools: dict[Words, list[tuple[int, int]]] = defaultdict(list)
    rows = School.objects.open().filter(authority__in=areas).order_by()
    for urn, name, authority in rows.values_list("urn", "name", "authority_id").iterator():
        if (words := spelt(name).words) in names and words:
            schools[words].append((urn, authority))
    return schools


def _note_other_spellings() -> None:
    """Take a name that the register only spells otherwise now, or that the entry has already, for no new one."""
    with revising(kind=RevisionKind.LOAD, reason=SAME_NAME):
        for organisation in _renamed(MemberOrganisation.objects.select_related("school")):
            assert organisation.school is not None
            words = spelt(organisation.school.name).words
            if words in (spelt(organisation.name_in_register).words, spelt(organisation.name).words):
                organisation.tie_to(organisation.school)
                organisation.save(update_fields=["name_in_register"])


def waiting_to_be_tied(rows: MemberOrganisationQuerySet) -> MemberOrganisationQuerySet:
    """Return those of `rows` that are called like schools, and that nobody has tied or said to be none."""
    named_like_one = Q(*(("name__icontains", word) for word in OF_A_SCHOOL), _connector=Q.OR)
    return rows.filter(named_like_one, school=None, is_no_school=False, sector__slug__in=OF_SCHOOLS)


def _closed(rows: MemberOrganisationQuerySet) -> MemberOrganisationQuerySet:
    """Return those whose school has gone, as long as they take part in anything."""
    current = Membership.objects.current().filter(organisation=OuterRef("pk")).order_by()
    return rows.filter(Exists(current), school__state__in=GONE)


def _renamed(rows: MemberOrganisationQuerySet) -> MemberOrganisationQuerySet:
    """Return those whose school, which has not gone, has another name than when it was tied."""
    here = rows.exclude(school=None).exclude(school__state__in=GONE)
    return here.exclude(name_in_register="").exclude(name_in_register=F("school__name"))


def _two_for_one(rows: MemberOrganisationQuerySet) -> MemberOrganisationQuerySet:
    tied = MemberOrganisation.objects.exclude(school=None).order_by().values("school")
    return rows.filter(school__in=tied.annotate(number=Count("pk")).filter(number__gt=1).values("school"))


WORK: tuple[StaffList[MemberOrganisationQuerySet], ...] = (
    StaffList("not-in-register", "Schools not tied to the register", lambda rows, user: waiting_to_be_tied(rows)),
    StaffList("school-closed", "Schools that have closed", lambda rows, user: _closed(rows)),
    StaffList("school-renamed", "Schools that were renamed", lambda rows, user: _renamed(rows)),
    StaffList("school-twice", "Two entries for one school", lambda rows, user: _two_for_one(rows)),
)
STAFF_LISTS: tuple[StaffList[MemberOrganisationQuerySet], ...] = (EVERYTHING, *WORK)
