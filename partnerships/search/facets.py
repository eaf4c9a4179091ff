"""What the list of partnerships can be narrowed by, and the orders it can have.

Everything that can be chosen is declared here once: the form, the query, the counts and the links that remove a choice
are all made from FACETS and SORTS. A facet says what its values mean twice, to the database (`narrow`, for files and
programs) and to the snapshot (`pairs`, for pages), from one declaration.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db.models import Case, F, OrderBy, Q, QuerySet, TextField, Value, When
from django.utils import timezone

from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Region, Sector, StrategicPriority
from partnerships.models.directory import PartnershipQuerySet
from partnerships.models.slugs import Sluggable, leading_to
from partnerships.models.stages import is_at
from partnerships.published_kinds.table import Order
from partnerships.vocabulary import BELONGING_ROLES, Stage

_BY_NAME: Order = (("name", False), ("pk", False))
RELEVANCE, DISTANCE, REGION = "relevance", "distance", "region"
# The orders the list can have: the label of each, and the columns, some of which PartnershipResults annotates.
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

    def options(self) -> dict[str, str]:
        """Return every value with its label, in the order they are shown. One query."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        return dict(rows.values_list("slug", "name"))

    def narrow(self, rows: PartnershipQuerySet, values: Sequence[str]) -> PartnershipQuerySet:
        """Return those of `rows` with one of `values`, each once."""
        return rows.filter(pk__in=self.model._default_manager.filter(self.condition, slug__in=values).values(self.path))

    def pairs(self, keys: Collection[int] | None) -> QuerySet[Any, Any]:
        """Return the key of each partnership, or of those with `keys`, with each value it has, some pairs twice."""
        among: dict[str, Any] = {f"{self.path}__isnull": False} if keys is None else {f"{self.path}__in": keys}
        # Both conditions at once, so that they are about the same row on the way.
        having = self.model._default_manager.filter(self.condition, **among)
        return having.order_by().values_list(self.path, "slug")


@dataclass(frozen=True)
class ColumnFacet(_Facet):
    """A facet whose values stand in a column of the partnership: `choices` are (value, label, as stored)."""

    column: str
    choices: tuple[tuple[str, str, object], ...]

    def known(self, values: Sequence[str]) -> dict[str, str]:
        return {value: value for value, _, _ in self.choices if value in values}

    def options(self) -> dict[str, str]:
        """Return every value with its label, in the order they are shown."""
        return {value: label for value, label, _ in self.choices}

    def narrow(self, rows: PartnershipQuerySet, values: Sequence[str]) -> PartnershipQuerySet:
        condition = Q(pk__in=[])
        for value, _, stored in self.choices:
            if value in values:
                condition |= self.has(stored)
        return rows.filter(condition)

    def has(self, stored: Any) -> Q:
        """Return the condition of having the value that is `stored` so."""
        return Q(**{self.column: stored})

    def pairs(self, keys: Collection[int] | None) -> QuerySet[Any, Any]:
        """Return the key of each partnership, or of those with `keys`, with the value it has, None if it has none."""
        rows = Partnership.objects.order_by() if keys is None else Partnership.objects.order_by().filter(pk__in=keys)
        whens = [When(self.has(stored), then=Value(value)) for value, _, stored in self.choices]
        return rows.values_list("pk", Case(*whens, output_field=TextField()))


class StageFacet(ColumnFacet):
    """The stages that partnerships count as today, each with the day."""

    def has(self, stored: str) -> Q:
        return is_at(stored, timezone.localdate())


Facet: TypeAlias = RowFacet | ColumnFacet
# The value of what no source says.
NOT_KNOWN = "not-known"
_MEMBERSHIPS = "organisations__memberships"
FACETS: tuple[Facet, ...] = (
    RowFacet("region", "Region", "regions", Region, "authorities__partnerships", is_open=True),
    RowFacet("authority", "Local authority", "local authorities", LocalAuthority, "partnerships", is_long=True),
    StageFacet(
        "stage",
        "Stage",
        "stages",
        "stage",
        (
            *((stage.value, stage.label, stage.value) for stage in Stage if stage != Stage.PROPOSED),
            (NOT_KNOWN, "Not known today", ""),
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
        (("yes", "Yes", True), ("no", "No", False), (NOT_KNOWN, "Not known", None)),
    ),
    RowFacet("bridge", "Bridge Organisation", "Bridge Organisations", BridgeOrganisation, "partnerships"),
)
