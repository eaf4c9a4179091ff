"""What is published of regions, local authorities, strategic priorities and sectors."""

from django.db.models import Prefetch

from partnerships.coverage import who_covers
from partnerships.geography.national_grid import to_wgs84
from partnerships.models import LocalAuthority, Region, Sector, StrategicPriority
from partnerships.models.places import RegionQuerySet
from partnerships.open_data.shapes import (
    GSS_CODE,
    NAME,
    NUMBER,
    SLUG,
    TEXT,
    YES_NO,
    Field,
    ListField,
    RecordKind,
    area_of_authorities,
    count_field,
    identity,
    reference,
    saved_on,
    with_saved_at,
)
from partnerships.vocabulary import AuthorityType

ONS = "Office for National Statistics"
_DECIMALS = 5


def _with_codes(rows: RegionQuerySet) -> RegionQuerySet:
    return rows.with_counts().prefetch_related(
        Prefetch("authorities", LocalAuthority.objects.only("gss_code", "region"))
    )


REGIONS = RecordKind(
    name="regions",
    singular="region",
    title="Regions",
    description="The nine regions of England.",
    rows=lambda: Region.objects.order_by("pk"),
    prepare=_with_codes,
    area=area_of_authorities,
    fields=(
        *identity("region"),
        GSS_CODE,
        count_field("authority_count", "How many local authorities it has."),
        count_field("covered_count", "In how many of these a partnership works."),
        count_field("partnership_count", "How many partnerships work in it; one of two regions is counted in both."),
        count_field("proposed_count", "How many partnerships were proposed in it."),
    ),
)


def _degree(name: str, number: int) -> Field:
    """Return the field of the latitude (1) or the longitude (0) of a local authority, null if it is not known."""

    def read(row: LocalAuthority) -> float | None:
        return round(to_wgs84(*row.middle)[number], _DECIMALS) if row.middle else None

    return Field(name, NUMBER, "The mean position of its postcodes.", read, unit="degrees, WGS84", source=ONS)


AUTHORITIES = RecordKind(
    name="authorities",
    singular="local authority",
    title="Local authorities",
    description="The lower-tier local authorities of England, and who works in each.",
    rows=lambda: LocalAuthority.objects.order_by("pk"),
    prepare=lambda rows: who_covers.with_who_covers(rows.select_related("region", "bridge")),
    area=lambda row: [row.gss_code],
    fields=(
        *identity("local authority"),
        GSS_CODE,
        Field(
            "type",
            TEXT,
            "What kind of authority it is.",
            choices=AuthorityType.choices,
            source=ONS,
            is_always_known=True,
        ),
        Field("county", TEXT, "The county council’s area it lies in, if any.", source=ONS),
        *reference("region", "The region it lies in."),
        *reference("bridge", "The Bridge Organisation of its area until March 2023."),
        _degree("latitude", 1),
        _degree("longitude", 0),
        Field(
            "is_covered",
            YES_NO,
            "Whether a partnership works in it.",
            lambda row: bool(row.covering),
            is_always_known=True,
        ),
        ListField(
            "partnerships",
            "The partnerships at work there.",
            (SLUG, NAME),
            lambda row: row.covering,
            is_in_another_sheet=True,
        ),
        ListField(
            "proposed",
            "The partnerships proposed there.",
            (SLUG, NAME),
            lambda row: row.proposals,
            is_in_another_sheet=True,
        ),
    ),
)
PRIORITIES = RecordKind(
    name="priorities",
    singular="strategic priority",
    title="Strategic priorities",
    description="The recurring themes partnerships work on.",
    rows=lambda: StrategicPriority.objects.order_by("pk"),
    prepare=lambda rows: with_saved_at(rows.with_partnership_counts()),
    changed=saved_on,
    summary=lambda row: row.description,
    fields=(
        *identity("strategic priority"),
        Field("description", TEXT, "What it is about."),
        count_field("partnership_count", "How many partnerships state it in our sources."),
    ),
)
SECTORS = RecordKind(
    name="sectors",
    singular="sector",
    title="Sectors",
    description="The parts of local life members come from.",
    rows=lambda: Sector.objects.order_by("pk"),
    prepare=lambda rows: rows,
    has_pages=False,
    fields=(
        *identity("sector", has_page=False),
        Field("plural", TEXT, "Its name as a heading over several members."),
        Field(
            "is_usual",
            YES_NO,
            "Whether a partnership is expected to bring it together with others.",
            is_always_known=True,
        ),
    ),
)
