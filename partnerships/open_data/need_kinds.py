"""What is published of the need in local authorities, and of those no partnership works in."""

from collections.abc import Callable
from typing import Any

from django.db.models import URLField

from partnerships import models
from partnerships.coverage import cold_spots, school_counts
from partnerships.coverage.cold_spots import ColdSpot
from partnerships.dates.partial_dates import PartialDateField
from partnerships.open_data.shapes import RecordKind, area_of_authorities
from partnerships.open_data.support_there import FORMER_BRIDGE, SUPPORT_THERE, fill_support
from partnerships.published_kinds.fields import (
    GSS_CODE,
    NAME,
    ONS,
    SLUG,
    Field,
    ListField,
    identity,
    reference,
    whole_address,
)
from partnerships.vocabulary import PublicationState, Stage

INDICES = "English Indices of Deprivation, Ministry of Housing, Communities and Local Government"
SHARE = "share, between 0 and 1"
CHILDREN = "children under 16 in low-income families"
MIDDLE = "An authority in the middle has as many above it as below; where two are, it is the lower one."
# A stage is never told without its date.
PROPOSED_THERE = ListField(
    "proposed",
    "The partnerships proposed there.",
    (
        SLUG,
        NAME,
        Field("stage_as_of", PartialDateField, "When a source told of it, if that is known."),
    ),
    relation="partnerships",
    only={"publication": PublicationState.PUBLISHED, "stage": Stage.PROPOSED},
    is_in_another_sheet=True,
)


def _figure(name: str, holds: type, description: str, attribute: str, unit: str = "") -> Field:
    """Return the field of something the Indices say of a local authority, filled by need.fill."""
    return Field(name, holds, description, lambda row: getattr(row.need, attribute), unit=unit, source=INDICES)


def _rank(of: str) -> str:
    return f"Its rank by {of} among the authorities of that year; 1 is the most deprived."


def _year(row: Any) -> int | None:
    return row.need_of_england.year if row.need.children is not None else None


NEED_FIELDS = (
    Field("indices_year", int, "Of which year’s Indices of Deprivation the figures below are.", _year, source=INDICES),
    _figure(
        "children_in_low_income_families",
        float,
        f"The share of its {CHILDREN} (IDACI). It is said of the area, and says nothing about a child or a school.",
        "children",
        SHARE,
    ),
    _figure("children_rank", int, _rank("that share"), "children_rank"),
    _figure("deprivation_score", float, "Its average score in the Index of Multiple Deprivation.", "score"),
    _figure("deprivation_rank", int, _rank("that score"), "rank"),
    _figure(
        "share_in_most_deprived_tenth",
        float,
        "The share of its small areas that are in the most deprived tenth of England.",
        "share_in_most_deprived_tenth",
        SHARE,
    ),
    _figure(
        "children_before",
        str,
        f"Of a new council without figures of its own: the shares of {CHILDREN} of the councils it took the place of. "
        "Empty unless a council has changed since the year of the figures.",
        "before_in_words",
    ),
)
REGISTER = "Get Information about Schools, Department for Education"
SCHOOLS = Field(
    "schools", int, "How many state-funded schools are open there.", lambda row: row.need.schools, source=REGISTER
)
# Of what is filled by `fill_area`.
_IN_AREA = "How many state-funded schools are open in its area, if we know which postcodes that takes in."
SCHOOLS_IN_AREA = Field("schools", int, _IN_AREA, source=REGISTER)


def fill_area(rows: list[Any]) -> None:
    """Give each of `rows`, complete, of kinds with authorities, the number of SCHOOLS_IN_AREA and its SUPPORT_THERE."""
    fill_support(rows)
    school_counts.fill(rows, lambda row: area_of_authorities(row) if "authorities" in row.read_parts else codes_of(row))
    for row in rows:
        parts = row.read_parts["parts"] if "authorities" in row.read_parts and "parts" in row.read_parts else ()
        if not all(part["postcode_districts"] for part in parts):
            row.schools = None


def codes_of(row: Any) -> list[str]:
    """Return the GSS codes of the local authorities of `row`, which were read with it."""
    return [authority.gss_code for authority in row.authorities.all()]


def _of_spot(read: Callable[[ColdSpot], Any]) -> Callable[[Any], Any]:
    """Return what reads a row by its cold spot, filled by cold_spots.fill; nothing if it is covered by now."""
    return lambda row: read(row.cold_spot) if row.cold_spot else None


def _fill_cold_spots(authorities: list[Any]) -> None:
    cold_spots.fill(authorities)
    fill_support(authorities)


COLD_SPOTS = RecordKind(
    name="cold-spots",
    singular="place nobody covers",
    title="Places nobody covers",
    description="The local authorities no partnership works in, as far as we know, each with its need.",
    rows=lambda: models.LocalAuthority.objects.uncovered().order_by("pk"),
    prepare=lambda rows: rows.select_related("region", "bridge"),
    fill=_fill_cold_spots,
    area=lambda row: [row.gss_code],
    fields=(
        *identity("local authority"),
        GSS_CODE,
        Field("county", str, "The county council’s area it lies in, if any.", source=ONS),
        *reference("region", "The region it lies in."),
        *FORMER_BRIDGE,
        *SUPPORT_THERE,
        *NEED_FIELDS,
        SCHOOLS,
        Field(
            "middle_of_region",
            float,
            f"The share of {CHILDREN} of the authority in the middle of its region. {MIDDLE}",
            _of_spot(lambda spot: spot.region_middle),
            unit=SHARE,
            source=INDICES,
        ),
        Field(
            "middle_of_england",
            float,
            f"The share of {CHILDREN} of the authority in the middle of England. {MIDDLE}",
            lambda row: row.need_of_england.middle,
            unit=SHARE,
            source=INDICES,
        ),
        PROPOSED_THERE,
        Field(
            "nearest_partnership",
            str,
            "The nearest partnership, or how many the nearest place with some has.",
            _of_spot(lambda spot: spot.nearest and spot.nearest.words),
        ),
        Field(
            "nearest_url",
            URLField,
            "Its page here, or the list of these.",
            _of_spot(lambda spot: spot.nearest and whole_address(spot.nearest.url)),
        ),
        Field(
            "nearest_miles",
            int,
            "How far away it is, in a straight line between the middles of local authorities.",
            _of_spot(lambda spot: spot.miles),
            unit="miles",
        ),
    ),
)
