"""The rows of a made-up directory, one by one, not saved: drawn by chance, spread as the real ones are."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from django.db.models import Max, Model
from django.utils import timezone
from django.utils.text import slugify

from lcep_site.loading import made_up_words as words
from members.models import MemberOrganisation, Membership
from partnerships.models import (
    CaseStudy,
    LocalAuthority,
    NewsItem,
    Partnership,
    PartnershipName,
    PartnershipPriority,
    Sector,
    StrategicPriority,
)
from partnerships.vocabulary import MembershipRole, NameKind, NewsKind, PublicationState, Scope, Stage

MAX_MEMBERS = 400
# How often a partnership has a member that is everywhere.
CHANCE_OF_EVERYWHERE = 0.02
STAGES = {"": 55, Stage.EMERGING: 15, Stage.ESTABLISHED: 18, Stage.PROPOSED: 7, Stage.DORMANT: 3, Stage.ENDED: 2}
STATES = {PublicationState.PUBLISHED: 94, PublicationState.DRAFT: 3, PublicationState.IN_REVIEW: 1}
STATES |= {PublicationState.ARCHIVED: 2}
ROLES = {MembershipRole.MEMBER: 77, MembershipRole.PROJECT: 11, MembershipRole.STEERING: 12}


class NothingToBuildOnError(Exception):
    """There are no local authorities, strategic priorities or sectors: the real directory is not loaded."""


@dataclass
class Ground:
    """What made-up entries stand on: neighbouring places, priorities and sectors, the day, and the chance."""

    chance: Random
    now: datetime.datetime = field(default_factory=timezone.localtime)
    places: list[LocalAuthority] = field(default_factory=lambda: list(LocalAuthority.objects.order_by("pk")))
    priorities: list[StrategicPriority] = field(default_factory=lambda: list(StrategicPriority.objects.order_by("pk")))
    sectors: list[Sector] = field(default_factory=lambda: list(Sector.objects.order_by("pk")))

    def __post_init__(self) -> None:
        if not (self.places and self.priorities and self.sectors):
            raise NothingToBuildOnError
        self._neighbours: dict[tuple[int, int], list[LocalAuthority]] = defaultdict(list)
        for place in self.places:
            self._neighbours[place.region_id, place.bridge_id].append(place)
        self.partnership_numbers, self.organisation_numbers = (
            _free_numbers(Partnership),
            _free_numbers(MemberOrganisation),
        )

    def some_places(self) -> list[LocalAuthority]:
        """Return one place, or two or three of one region and Bridge Organisation."""
        first = self.chance.choice(self.places)
        near = self._neighbours[first.region_id, first.bridge_id]
        others = self.chance.sample(near, min(len(near), self.chance.choice([0, 0, 0, 1, 2])))
        return [first, *(place for place in others if place is not first)]

    def one_of(self, weights: dict[Any, int]) -> Any:
        """Return one of the keys, as often as its weight says."""
        return self.chance.choices(list(weights), list(weights.values()))[0]

    def days_ago(self, latest: int, earliest: int) -> datetime.datetime:
        """Return a moment between so many days ago, both included; negative ones are to come."""
        return self.now - datetime.timedelta(days=self.chance.randint(latest, earliest))


def _free_numbers(model: type[Model]) -> Iterator[int]:
    """Count on from where no row is called by its number: none is higher than the key of its row."""
    return count((model._default_manager.aggregate(last=Max("pk"))["last"] or 0) + 1)


def partnership(ground: Ground, places: Sequence[LocalAuthority]) -> Partnership:
    """Return a partnership in `places`, called as no other."""
    chance, stage, state = ground.chance, ground.one_of(STAGES), ground.one_of(STATES)
    name = words.partnership_name(next(ground.partnership_numbers), places[0].name)
    began = chance.randint(2012, 2022)
    is_checked = chance.random() < 0.4
    return Partnership(
        name=name,
        slug=slugify(name),
        summary=words.summary(places[0].name, chance),
        stage=stage,
        stage_as_of=str(chance.randint(2019, 2026)) if stage else "",
        established=f"{began}-{chance.randint(1, 12):02}" if stage in {Stage.ESTABLISHED, Stage.ENDED} else "",
        ended=str(chance.randint(began + 1, 2025)) if stage == Stage.ENDED else "",
        scope=chance.choice(["", Scope.DISTRICT, Scope.CITY, Scope.TOWN]) if len(places) == 1 else Scope.SEVERAL,
        bridge_id=places[0].bridge_id,
        takes_new_members=chance.choice([None, None, True, False]),
        publication=state,
        publication_changed_at=ground.days_ago(1, 900),
        compiled_on=ground.days_ago(900, 1_200).date(),
        checked_on=ground.days_ago(0, 800).date() if is_checked else None,
        checked_by="Nobody: made up" if is_checked else "",
    )


def former_name(row: Partnership, place: LocalAuthority) -> PartnershipName:
    """Return what a partnership in `place` used to be called."""
    name = f"{row.name.split()[0]} Cultural Education Group, {place.name} {words.MARK}"
    return PartnershipName(partnership=row, name=name, slug=slugify(name), kind=NameKind.FORMER)


def stated_priorities(ground: Ground, row: Partnership) -> Iterator[PartnershipPriority]:
    """Yield up to four strategic priorities in a partnership's own words."""
    for priority in ground.chance.sample(ground.priorities, min(len(ground.priorities), ground.chance.randint(0, 4))):
        wording = words.wording(priority.name, ground.chance)
        yield PartnershipPriority(partnership=row, priority=priority, wording=wording, source=words.SOURCE)


def organisation(ground: Ground, place: LocalAuthority) -> MemberOrganisation:
    """Return a member organisation in `place`, called as no other."""
    sector = ground.chance.choice(ground.sectors)
    name = words.organisation_name(next(ground.organisation_numbers), place.name, sector.name, ground.chance)
    of_place = {"authority": place, "looked_after_by_id": place.bridge_id}
    return MemberOrganisation(name=name, slug=slugify(name), sector=sector, **of_place)


def memberships(
    ground: Ground, row: Partnership, near: Sequence[MemberOrganisation], everywhere: Sequence[MemberOrganisation]
) -> Iterator[Membership]:
    """Yield the memberships of a partnership: mostly of none or a few of the organisations `near`, of many at times."""
    chance = ground.chance
    number = min(int(1.9 * (chance.paretovariate(1.5) - 1) + chance.random()), MAX_MEMBERS, len(near))
    members = chance.sample(near, number)
    if chance.random() < CHANCE_OF_EVERYWHERE:
        members.append(chance.choice(everywhere))
    for turn, member in enumerate(members):
        since = chance.randint(2014, 2023)
        yield Membership(
            partnership=row,
            organisation=member,
            role=MembershipRole.HOST if turn == 0 and chance.random() < 0.5 else ground.one_of(ROLES),
            since=str(since) if chance.random() < 0.3 else "",
            until=str(since + 2) if chance.random() < 0.06 else "",
            source=words.SOURCE,
        )


def news_item(ground: Ground, kind: NewsKind, row: Partnership, place: LocalAuthority) -> NewsItem:
    """Return news, an event or an opportunity of a partnership; what has a date is over as often as it is to come."""
    title = f"{words.NEWS[kind]} in {place.name} {words.MARK}"
    moment = ground.days_ago(-200, 200)
    dated = {NewsKind.EVENT: {"starts_at": moment, "place": f"Town Hall, {place.name}"}}
    dated |= {NewsKind.OPPORTUNITY: {"closes_on": moment.date()}}
    return NewsItem(
        title=title,
        slug=f"{kind}-of-{row.slug}"[:120],
        kind=kind,
        partnership=row,
        summary=words.summary(place.name, ground.chance),
        publication=row.publication,
        publication_changed_at=ground.days_ago(1, 400),
        **dated.get(kind, {}),
    )


def case_study(ground: Ground, row: Partnership, place: LocalAuthority) -> CaseStudy:
    """Return an account of what a partnership did."""
    return CaseStudy(
        title=f"What {place.name} learnt from a year of visits {words.MARK}",
        slug=f"case-of-{row.slug}"[:120],
        partnership=row,
        summary=words.summary(place.name, ground.chance),
        what_was_done=words.summary(place.name, ground.chance),
        from_age=5,
        to_age=ground.chance.randint(11, 19),
        publication=row.publication,
        publication_changed_at=ground.days_ago(1, 400),
    )
