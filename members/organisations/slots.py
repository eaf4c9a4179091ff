"""The public organisations as each worker keeps them for lists: by sector, by region and by how they take part."""

from array import array
from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from members.models.organisations import MemberOrganisation, Membership
from partnerships.models import Region, Sector
from partnerships.public_content.changes import Changes
from partnerships.public_content.renewed import Renewed
from partnerships.search.snapshot.kept_words import CommonWords
from partnerships.search.snapshot.pieces import Bits
from partnerships.search.snapshot.reading import merged, sets_of, with_names
from partnerships.search.snapshot.sets import Slots
from partnerships.vocabulary import BELONGING_ROLES, MembershipRole

# From so many organisations on it is quicker to read all anew.
MAX_TOUCHED = 500
# Names of sets: by the key of the sector, by that of each region they take or took part in, by how they take part.
SECTOR, REGION, TAKING_PART = NAMES = ("sector", "region", "taking part")
# As what: a member today, a partner in a project today, a funder or supporter, anything at any time.
BELONGING, IN_PROJECT, IN_SUPPORT, EVER = "belonging", "in a project", "in support", "ever"
_AS_WHAT = dict.fromkeys(BELONGING_ROLES, BELONGING) | {
    MembershipRole.PROJECT: IN_PROJECT,
    MembershipRole.FUNDER: IN_SUPPORT,
}
assert set(_AS_WHAT) == set(MembershipRole)


@dataclass(frozen=True, eq=False, kw_only=True)
class OrganisationSlots(Slots):
    """The organisations that take part or took part in a published partnership, with all sectors and regions."""

    sectors: Collection[Sector]
    regions: Collection[Region]

    @cached_property
    def public(self) -> Bits:
        return self.sets[TAKING_PART].get(EVER, 0)

    @cached_property
    def belonging(self) -> Bits:
        """Those that are members of a partnership today."""
        return self.sets[TAKING_PART].get(BELONGING, 0)

    @cached_property
    def only_in_projects(self) -> Bits:
        """Those that take part today as partners in projects, and are members nowhere."""
        return self.sets[TAKING_PART].get(IN_PROJECT, 0) & ~self.belonging

    @cached_property
    def only_in_support(self) -> Bits:
        """Those that take part today as funders or supporters, and neither as members nor as partners in projects."""
        return self.sets[TAKING_PART].get(IN_SUPPORT, 0) & ~self.belonging & ~self.only_in_projects


def _whole() -> OrganisationSlots:
    """Return those the database holds now."""
    organisations = MemberOrganisation.objects.all()
    keys = array("q", organisations.order_by("pk").values_list("pk", flat=True).iterator())
    slots = {key: slot for slot, key in enumerate(keys)}
    sets = sets_of(_facts(Membership.objects.all()), slots, NAMES)
    is_public = sets[TAKING_PART].get(EVER, 0)
    flags = f"{is_public:0{len(keys)}b}"[::-1]
    names = (slots[key] for key in organisations.order_by("name").values_list("pk", flat=True).iterator())
    return OrganisationSlots(
        keys=keys,
        by_name=array("I", (slot for slot in names if flags[slot] == "1")),
        sets=sets,
        sectors=list(Sector.objects.all()),
        regions=list(Region.objects.all()),
    )


def _renewed(old: OrganisationSlots, changed: Changes) -> OrganisationSlots:
    """Return `old` after what `changed`: with it may change all that take part in one of the partnerships."""
    memberships = Membership.objects.filter(partnership__in=changed.partnerships).order_by()
    touched = {*changed.organisations, *memberships.values_list("organisation", flat=True)[: MAX_TOUCHED + 1]}
    if not touched:
        return replace(old, words=CommonWords())
    slots = {key: slot for key in touched if (slot := old.slot_of(key)) is not None}
    present = MemberOrganisation.objects.filter(pk__in=touched)
    new = sorted(present.exclude(pk__in=slots).values_list("pk", flat=True)) if len(touched) <= MAX_TOUCHED else []
    if len(touched) > MAX_TOUCHED or (new and old.keys and new[0] < old.keys[-1]):
        # Slots are in the order of keys.
        return _whole()
    slots |= {key: slot for slot, key in enumerate(new, start=len(old.keys))}
    return _with(old, new, slots)


def _with(old: OrganisationSlots, new: list[int], slots: dict[int, int]) -> OrganisationSlots:
    """Return `old` with those at `slots`, by key, as they are now; `new` ones have slots after all others."""
    gone = sum(1 << slot for slot in slots.values())
    now = sets_of(_facts(Membership.objects.filter(organisation__in=slots)), slots, NAMES)
    public = MemberOrganisation.objects.public()
    return replace(
        old,
        keys=old.keys + array("q", new),
        by_name=with_names(old, public.filter(pk__in=slots), public, slots),
        sets={name: merged(values, now[name], gone) for name, values in old.sets.items()},
        words=CommonWords(),
    )


def _facts(memberships: Any) -> Iterator[tuple[str, int, Hashable]]:
    """Yield what organisations have by those of `memberships` that are public, as sets_of takes it. Two queries."""
    public = memberships.public().order_by()
    rows = public.values_list("organisation", "organisation__sector", "role", "until")
    for key, sector, role, until in rows.iterator():
        yield TAKING_PART, key, EVER
        yield SECTOR, key, sector
        if not until:
            yield TAKING_PART, key, _AS_WHAT[role]
    for key, region in public.values_list("organisation", "partnership__authorities__region").distinct().iterator():
        if region:
            yield REGION, key, region


kept: Renewed[OrganisationSlots] = Renewed(_whole, _renewed)
