"""The list of partnerships: what it can be narrowed by, in what order it comes, and how many each choice would show.

Everything that can be chosen is declared here once: the form, the query, the counts and the links that remove a choice
are all made from FACETS and SORTS. Proposed partnerships are never in the list and never counted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from django.db.models import Count, F, OrderBy, OuterRef, Q, QuerySet, Subquery

from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region, Sector, StrategicPriority
from partnerships.models.directory import PartnershipQuerySet
from partnerships.models.slugs import Sluggable, leading_to
from partnerships.published_kinds.table import Order
from partnerships.search import text_index
from partnerships.vocabulary import BELONGING_ROLES, Stage

_BY_NAME: Order = (("name", False), ("pk", False))
RELEVANCE, DISTANCE, REGION = "relevance", "distance", "region"
# The orders the list can have: the label of each, and the columns, of which PartnershipResults annotates some.
SORTS: dict[str, tuple[str, Order]] = {
    DISTANCE: ("Distance", (("metres", False), *_BY_NAME)),
    RELEVANCE: ("Best match", (("relevance", False), *_BY_NAME)),
    "name": ("Name", _BY_NAME),
    "checked": ("Recently checked", (("checked_on", True), *_BY_NAME)),
    "members": ("Most members named", (("member_count", True), *_BY_NAME)),
    REGION: ("Region, north to south", (("region_position", False), *_BY_NAME)),
}


def ordering(order: Order) -> list[OrderBy]:
    """Return `order` as order_by() takes it; rows without a value come last."""
    return [F(name).desc(nulls_last=True) if is_down else F(name).asc(nulls_last=True) for name, is_down in order]


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet: `count` is how many partnerships choosing it would show."""

    value: str
    label: str
    count: int
    is_chosen: bool

    @property
    def is_dead_end(self) -> bool:
        """Whether there is no point in choosing it."""
        return not self.count and not self.is_chosen


@dataclass(frozen=True)
class _Facet:
    """Something the list can be narrowed by. Values of one facet are "or", facets are "and".

    `plural` says what its values are; `is_open` whether they are in sight at first.
    """

    name: str
    label: str
    plural: str
    is_open: bool = field(default=False, kw_only=True)
    # Too many values to show all: those that would find nothing are left out, unless chosen.
    is_long: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class RowFacet(_Facet):
    """A facet whose values are rows of `model`, led to partnerships by `path`, where `condition` holds on the way."""

    model: type[Sluggable]
    path: str
    condition: Q = field(default_factory=Q)

    def known(self, values: Sequence[str]) -> dict[str, str]:
        """Return those of `values` that can be chosen, each with what it is today: an entry may have had another slug.

        The values must be well-formed slugs.
        """
        rows = self.model._default_manager.all()
        return {value: row.slug for value, row in leading_to(rows, values).items()} if values else {}

    def narrow(self, rows: PartnershipQuerySet, values: Sequence[str]) -> PartnershipQuerySet:
        """Return those of `rows` with one of `values`, each once."""
        return rows.filter(pk__in=self.model._default_manager.filter(self.condition, slug__in=values).values(self.path))

    def counted(self, rows: PartnershipQuerySet, chosen: Sequence[str]) -> list[FacetValue]:
        """Return every value in its fixed order, with how many of `rows` have it. One query."""
        among = self.condition & Q(**{f"{self.path}__in": rows.values("pk")})
        counted = self.model._default_manager.annotate(match_count=Count(self.path, filter=among, distinct=True))
        values = counted.values_list("slug", "name", "match_count")
        return [FacetValue(slug, name, count, slug in chosen) for slug, name, count in values]


@dataclass(frozen=True)
class ColumnFacet(_Facet):
    """A facet whose values stand in a column of the partnership: `choices` are (value, label, as stored)."""

    column: str
    choices: tuple[tuple[str, str, object], ...]

    def known(self, values: Sequence[str]) -> dict[str, str]:
        return {value: value for value, _, _ in self.choices if value in values}

    def narrow(self, rows: PartnershipQuerySet, values: Sequence[str]) -> PartnershipQuerySet:
        condition = Q(pk__in=[])
        for value, _, stored in self.choices:
            if value in values:
                condition |= Q(**{self.column: stored})
        return rows.filter(condition)

    def counted(self, rows: PartnershipQuerySet, chosen: Sequence[str]) -> list[FacetValue]:
        counts = Counter(dict(rows.order_by().values_list(self.column).annotate(Count("pk"))))
        return [FacetValue(value, label, counts[stored], value in chosen) for value, label, stored in self.choices]


Facet: TypeAlias = RowFacet | ColumnFacet
_MEMBERSHIPS = "organisations__memberships"
FACETS: tuple[Facet, ...] = (
    RowFacet("region", "Region", "regions", Region, "authorities__partnerships", is_open=True),
    RowFacet("authority", "Local authority", "local authorities", LocalAuthority, "partnerships", is_long=True),
    ColumnFacet(
        "stage",
        "Stage",
        "stages",
        "stage",
        (
            *((stage.value, stage.label, stage.value) for stage in Stage if stage != Stage.PROPOSED),
            ("not-known", "Not known", ""),
        ),
        is_open=True,
    ),
    RowFacet("priority", "Strategic priority", "strategic priorities", StrategicPriority, "partnerships"),
    RowFacet(
        "sector",
        "Sector of members",
        "sectors",
        Sector,
        f"{_MEMBERSHIPS}__partnership",
        Q(**{f"{_MEMBERSHIPS}__until": "", f"{_MEMBERSHIPS}__role__in": BELONGING_ROLES}),
    ),
    ColumnFacet(
        "joining",
        "Takes new members",
        "answers",
        "takes_new_members",
        (("yes", "Yes", True), ("no", "No", False), ("not-known", "Not known", None)),
    ),
    RowFacet("bridge", "Bridge Organisation", "Bridge Organisations", BridgeOrganisation, "partnerships"),
)


@dataclass(frozen=True)
class CountedFacet:
    """A facet with its values as they stand after a search."""

    facet: Facet
    values: list[FacetValue]

    @property
    def chosen(self) -> list[FacetValue]:
        """The values that are chosen, even those that now match nothing."""
        return [value for value in self.values if value.is_chosen]

    @property
    def open_to_choice(self) -> list[FacetValue]:
        """The values of a long facet worth offering: not chosen yet, and with something to show."""
        return [value for value in self.values if value.count and not value.is_chosen]

    @property
    def is_open(self) -> bool:
        """Whether its values are in sight without opening it."""
        return self.facet.is_open or bool(self.chosen)


@dataclass(frozen=True)
class PartnershipResults:
    """The published partnerships that match `query` and have what is `chosen`: known values by name of facet.

    They come in the order `sort`: by region with the northernmost of several, by distance from the point `near`, in
    metres on the British National Grid.
    """

    query: str = ""
    chosen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sort: str = RELEVANCE
    near: tuple[int, int] | None = None

    @property
    def partnerships(self) -> PartnershipQuerySet:
        """The matches, in order, with all that a card shows."""
        rows = self._matching().for_cards()
        if self.sort == REGION:
            regions = Region.objects.filter(authorities__partnerships=OuterRef("pk")).order_by("position")
            rows = rows.annotate(region_position=Subquery(regions.values("position")[:1]))
        if self.sort == DISTANCE and self.near:
            rows = rows.with_metres_from(*self.near)
        return rows.order_by(*ordering(SORTS[self.sort][1]))

    @property
    def count(self) -> int:
        return self._matching().count()

    @cached_property
    def facets(self) -> list[CountedFacet]:
        """Every facet with what each value would show: all other choices applied, the facet's own left out."""
        return [
            CountedFacet(facet, facet.counted(self._matching(without=facet.name), self.chosen.get(facet.name, ())))
            for facet in FACETS
        ]

    @cached_property
    def also_proposed(self) -> QuerySet[Partnership]:
        """Proposed partnerships that match the query: shown apart, never counted."""
        proposed = Partnership.objects.published().proposed()
        return text_index.find(proposed, self.query) if self.query else proposed.none()

    def count_without(self, name: str) -> int:
        """Return how many there would be without the choices of the facet `name`, or without the query for "q"."""
        return self._matching(without=name).count()

    def _matching(self, without: str = "") -> PartnershipQuerySet:
        rows = text_index.find(Partnership.objects.published().formed(), "" if without == "q" else self.query)
        for facet in FACETS:
            values = self.chosen.get(facet.name)
            if values and facet.name != without:
                rows = facet.narrow(rows, values)
        return rows
