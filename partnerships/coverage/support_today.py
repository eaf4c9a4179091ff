"""Who supports partnerships in a place today, as our sources say, and who else can be asked there.

The Bridge role ended on 31 March 2023, and nobody took all of it over: a place may have somebody, or nobody we found.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from django.utils import timezone

from partnerships.models import BridgeOrganisation, LocalAuthority, PresentSupport, Region
from partnerships.public_content.settled import Settled
from partnerships.vocabulary import SupportAnswer

Codes = frozenset[str]
Key = TypeVar("Key")


class Given(NamedTuple):
    """A `row` of support that is given in an area, and whether who gives it reaches only a part of that."""

    row: PresentSupport
    is_in_part: bool


@dataclass(frozen=True)
class Support:
    """What is known today of those who support partnerships in an area, or did, or may.

    `given` is support there is, `others` that of which it is not known, `ended` what there is no more. `notes` say
    where somebody looked and found nobody, unless there is somebody. `is_everywhere` says whether what is given reaches
    all of the area, by whomever; `in_part` has the keys of those `given` by one who reaches only a part of it.
    """

    given: list[PresentSupport] = field(default_factory=list)
    others: list[PresentSupport] = field(default_factory=list)
    ended: list[PresentSupport] = field(default_factory=list)
    notes: list[PresentSupport] = field(default_factory=list)
    is_everywhere: bool = True
    in_part: frozenset[int] = frozenset()

    @property
    def rows(self) -> list[PresentSupport]:
        """All of them."""
        return [*self.given, *self.notes, *self.others, *self.ended]

    @property
    def reaches(self) -> list[Given]:
        """What is given, each with how far who gives it reaches."""
        return [Given(row, row.pk in self.in_part) for row in self.given]

    def given_by(self, bridge: BridgeOrganisation) -> Given | None:
        """Return the first that `bridge` gives there, however it is named in that row."""
        return next((given for given in self.reaches if given.row.bridge_id == bridge.pk), None)

    @property
    def bridge(self) -> BridgeOrganisation | None:
        """The first of those who give it that is or was a Bridge Organisation: enquiries can be about it."""
        return next((row.bridge for row in self.given if row.bridge), None)

    @property
    def names(self) -> list[str]:
        """Those who support partnerships there, each once."""
        return list(dict.fromkeys(row.name for row in self.given))


class _England(NamedTuple):
    """Every published row with the GSS codes of the local authorities it speaks of, and those of each region's."""

    areas: dict[PresentSupport, Codes]
    of_regions: dict[int, Codes]


def support_in(codes: Iterable[str]) -> Support:
    """Return the support in the local authorities with these GSS `codes`, whoever covers most of them first.

    What is said of all England is left out but for support that is given. One query, and some after a change.
    """
    return _support_in(_kept.current(), frozenset(codes))


def support_in_region(region: Region) -> Support:
    """Return the support in any part of `region`, as support_in does."""
    england = _kept.current()
    return _support_in(england, england.of_regions.get(region.pk, frozenset()))


def support_of(areas: Mapping[Key, Iterable[str]]) -> dict[Key, Support]:
    """Return support_in for each of `areas`, GSS codes by whatever is asked about."""
    england = _kept.current()
    return {key: _support_in(england, frozenset(codes)) for key, codes in areas.items()}


def support_of_bridges() -> dict[int, Support]:
    """Return the support in each Bridge Organisation's territory, by its key. Two queries, and some after a change."""
    territories: dict[int, set[str]] = defaultdict(set)
    for code, bridge in LocalAuthority.objects.order_by().values_list("gss_code", "bridge"):
        territories[bridge].add(code)
    return support_of(territories)


class RegionalSupport(NamedTuple):
    """The support in any part of a region, with the keys of what stands in an `earlier` region already."""

    region: Region
    support: Support
    earlier: set[int]


def by_region() -> Iterator[RegionalSupport]:
    """Yield the support in each region, north to south. Two queries, and some after a change."""
    england, seen = _kept.current(), set[int]()
    for region in Region.objects.all():
        support = _support_in(england, england.of_regions.get(region.pk, frozenset()))
        yield RegionalSupport(region, support, seen.copy())
        seen.update(row.pk for row in support.rows)


def alone(row: PresentSupport) -> RegionalSupport:
    """Return `row` as if it were all that is known of its area."""
    return RegionalSupport(Region(name=row.area_words, slug="area"), _told([row]), set())


def support_by(bridge: BridgeOrganisation, codes: Iterable[str]) -> tuple[Support, Support]:
    """Return the support that `bridge` gives, gave or may give, and that in its territory, which has these GSS `codes`.

    One query, and some after a change.
    """
    england = _kept.current()
    return _told(row for row in england.areas if row.bridge_id == bridge.pk), _support_in(england, frozenset(codes))


def support_by_bridges() -> dict[int, Support]:
    """Return the support that each Bridge Organisation gives, gave or may give, by its key; none of one without any.

    One query, and some after a change.
    """
    rows: dict[int, list[PresentSupport]] = defaultdict(list)
    for row in _kept.current().areas:
        if row.bridge_id:
            rows[row.bridge_id].append(row)
    return {key: _told(some) for key, some in rows.items()}


def support_for_all() -> Support:
    """Return what is said of all England. One query, and some after a change."""
    return _told(row for row in _kept.current().areas if row.is_national)


def _support_in(england: _England, area: Codes) -> Support:
    there = [row for row, codes in england.areas.items() if codes & area]
    there.sort(key=lambda row: (-len(england.areas[row] & area), len(england.areas[row])))
    support = _told(row for row in there if not row.is_national or _answer(row) == SupportAnswer.YES)
    if not support.given:
        return support
    reached: dict[int | str, Codes] = defaultdict(Codes)
    for row in support.given:
        reached[_giver(row)] |= england.areas[row]
    in_part = frozenset(row.pk for row in support.given if not area <= reached[_giver(row)])
    return replace(support, is_everywhere=area <= Codes().union(*reached.values()), in_part=in_part)


def _giver(row: PresentSupport) -> int | str:
    return row.bridge_id or row.name


def _told(rows: Iterable[PresentSupport]) -> Support:
    by_answer: dict[SupportAnswer, list[PresentSupport]] = {answer: [] for answer in SupportAnswer}
    for row in rows:
        by_answer[_answer(row)].append(row)
    given, others, ended, notes = by_answer.values()
    return Support(given, others, ended, [] if given else notes)


def _answer(row: PresentSupport) -> SupportAnswer:
    return row.answer_on(timezone.localdate())


def _read() -> _England:
    of_regions: dict[int, set[str]] = defaultdict(set)
    for code, region in LocalAuthority.objects.order_by().values_list("gss_code", "region"):
        of_regions[region].add(code)
    rows = PresentSupport.objects.published().select_related("bridge").prefetch_related("regions", "authorities")
    areas = {}
    for row in rows.order_by("name", "pk"):
        regions = of_regions if row.is_national else [region.pk for region in row.regions.all()]
        codes = {authority.gss_code for authority in row.authorities.all()}
        areas[row] = frozenset(codes.union(*(of_regions[region] for region in regions)))
    return _England(areas, {region: frozenset(codes) for region, codes in of_regions.items()})


# Nobody may change one of the rows.
_kept = Settled(_read)
