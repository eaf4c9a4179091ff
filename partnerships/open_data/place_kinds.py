"""What is published of regions and of local authorities."""

import datetime
from typing import Any

from django.db.models import Prefetch

from partnerships import models
from partnerships.coverage import need
from partnerships.geography.national_grid import to_wgs84
from partnerships.open_data.need_kinds import (
    NEED_FIELDS,
    PROPOSED_THERE,
    SCHOOLS,
    SCHOOLS_IN_AREA,
    codes_of,
    fill_area,
)
from partnerships.open_data.shapes import RecordKind
from partnerships.open_data.support_there import FORMER_BRIDGE, SUPPORT_THERE, fill_support
from partnerships.published_kinds.fields import GSS_CODE, NAME, ONS, SLUG, Field, ListField, identity, known, reference
from partnerships.vocabulary import WORKING_STAGES, AuthorityType, PublicationState
from partnerships.vocabulary.parts import PartKind

_CODES = Prefetch("authorities", models.LocalAuthority.objects.only("gss_code", "region"))
REGIONS = RecordKind(
    name="regions",
    singular="region",
    title="Regions",
    description="The nine regions of England.",
    rows=lambda: models.Region.objects.order_by("pk"),
    prepare=lambda rows: rows.with_counts().prefetch_related(_CODES),
    area=codes_of,
    fill=fill_area,
    fields=(
        *identity("region"),
        GSS_CODE,
        known("authority_count", int, "How many local authorities it has."),
        known("covered_count", int, "In how many of these a partnership works, not only in a part."),
        known("in_part_count", int, "In how many of the others partnerships work in parts of it only."),
        known("partnership_count", int, "How many partnerships work in it; one of two regions is counted in both."),
        known("proposed_count", int, "How many partnerships were proposed in it."),
        SCHOOLS_IN_AREA,
        *SUPPORT_THERE,
    ),
)


def _degree(name: str, number: int) -> Field:
    """Return the field of the latitude (1) or the longitude (0) of a local authority, null if it is not known."""

    def read(row: models.LocalAuthority) -> float | None:
        # Five decimals tell a metre.
        return round(to_wgs84(*row.middle)[number], 5) if row.middle else None

    return Field(name, float, "The mean position of its postcodes.", read, unit="degrees, WGS84", source=ONS)


def _covering(row: Any) -> tuple[bool, bool]:
    """Return whether an authority, complete, is covered, and whether in part only."""
    there = {partnership["slug"] for partnership in row.read_parts["partnerships"]}
    in_part = {part["partnership"] for part in row.read_parts["parts"]}
    return bool(there - in_part), bool(there) and there <= in_part


# Any: it makes more of the rows than their model knows.
def _fill_authorities(authorities: list[Any]) -> None:
    """Give each its need, who supports partnerships there, and as `planned` those that are to follow it."""
    need.fill(authorities)
    fill_support(authorities)
    planned: dict[str, list[models.CouncilSuccession]] = {}
    codes = [authority.gss_code for authority in authorities]
    for succession in models.CouncilSuccession.objects.planned().filter(gss_code__in=codes):
        planned.setdefault(succession.gss_code, []).append(succession)
    for authority in authorities:
        authority.planned = planned.get(authority.gss_code, [])


FROM = known("on", datetime.date, "The day from which the one takes the other’s place.")
FROM_SOURCE = known("source", str, "Where this was read.")
AUTHORITIES = RecordKind(
    name="authorities",
    singular="local authority",
    title="Local authorities",
    description="The lower-tier local authorities of England, and who works in each.",
    rows=lambda: models.LocalAuthority.objects.order_by("pk"),
    prepare=lambda rows: rows.select_related("region", "bridge"),
    fill=_fill_authorities,
    area=lambda row: [row.gss_code],
    # Each may have partnerships by the hundred.
    batch=20,
    fields=(
        *identity("local authority"),
        GSS_CODE,
        known("type", str, "What kind of authority it is.", choices=AuthorityType.choices, source=ONS),
        Field("county", str, "The county council’s area it lies in, if any.", source=ONS),
        *reference("region", "The region it lies in."),
        *FORMER_BRIDGE,
        *SUPPORT_THERE,
        _degree("latitude", 1),
        _degree("longitude", 0),
        ListField(
            "predecessors",
            "The local authorities whose place it has taken.",
            (NAME, GSS_CODE, FROM, FROM_SOURCE),
            order=("on", "name"),
        ),
        ListField(
            "planned_successors",
            "The local authorities that are planned to take its place.",
            (known("name", str, "Its name.", lambda row: row.successor_name), FROM, FROM_SOURCE),
            lambda row: row.planned,
        ),
        *NEED_FIELDS,
        SCHOOLS,
        known(
            "is_covered",
            bool,
            "Whether a partnership works in it, as far as we know in the whole of it.",
            lambda row: _covering(row)[0],
        ),
        known(
            "is_covered_in_part",
            bool,
            "Whether those that work in it work in parts of it only.",
            lambda row: _covering(row)[1],
        ),
        ListField(
            "partnerships",
            "The partnerships at work there.",
            (SLUG, NAME),
            only={"publication": PublicationState.PUBLISHED, "stage__in": WORKING_STAGES},
            is_in_another_sheet=True,
        ),
        ListField(
            "parts",
            "The parts of it that some of these work in, and no other part of it as far as we know.",
            (
                known("partnership", str, "The partnership’s slug.", column="partnership__slug"),
                known("kind", str, "What the part is told by.", choices=PartKind.choices),
                NAME,
                Field("postcode_districts", str, "The postcode districts it takes in, with spaces between, if known."),
            ),
            relation="parts_worked_in",
            only={"partnership__publication": PublicationState.PUBLISHED},
            order=("partnership__slug", "kind", "name"),
            is_in_another_sheet=True,
        ),
        PROPOSED_THERE,
    ),
)
