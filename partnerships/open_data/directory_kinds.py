"""What is published of places, of themes and sectors, of Bridge Organisations and of what they and others offer."""

from typing import Any

from django.db.models import Prefetch, URLField

from partnerships import models
from partnerships.coverage import need
from partnerships.dates.partial_dates import PartialDateField
from partnerships.geography.national_grid import to_wgs84
from partnerships.open_data.need_kinds import COLD_SPOTS, NEED_FIELDS, SCHOOLS, SCHOOLS_IN_AREA, codes_of, fill_schools
from partnerships.open_data.partnership_kinds import AWARD
from partnerships.open_data.shapes import RecordKind, area_of_authorities, dated_by_versions
from partnerships.published_kinds.fields import (
    CONFIDENCE,
    GSS_CODE,
    NAME,
    ONS,
    SLUG,
    SOURCE,
    Field,
    ListField,
    identity,
    known,
    list_of_authorities,
    number,
    page_url,
    reference,
)
from partnerships.vocabulary import (
    WORKING_STAGES,
    AuthorityType,
    OfferKind,
    OfferState,
    ProgrammeKind,
    PublicationState,
    Stage,
)
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
    fill=fill_schools,
    fields=(
        *identity("region"),
        GSS_CODE,
        known("authority_count", int, "How many local authorities it has."),
        known("covered_count", int, "In how many of these a partnership works, not only in a part."),
        known("in_part_count", int, "In how many of the others partnerships work in parts of it only."),
        known("partnership_count", int, "How many partnerships work in it; one of two regions is counted in both."),
        known("proposed_count", int, "How many partnerships were proposed in it."),
        SCHOOLS_IN_AREA,
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


AUTHORITIES = RecordKind(
    name="authorities",
    singular="local authority",
    title="Local authorities",
    description="The lower-tier local authorities of England, and who works in each.",
    rows=lambda: models.LocalAuthority.objects.order_by("pk"),
    prepare=lambda rows: rows.select_related("region", "bridge"),
    fill=need.fill,
    area=lambda row: [row.gss_code],
    # Each may have partnerships by the hundred.
    batch=20,
    fields=(
        *identity("local authority"),
        GSS_CODE,
        known("type", str, "What kind of authority it is.", choices=AuthorityType.choices, source=ONS),
        Field("county", str, "The county council’s area it lies in, if any.", source=ONS),
        *reference("region", "The region it lies in."),
        *reference("bridge", "The Bridge Organisation of its area until March 2023."),
        _degree("latitude", 1),
        _degree("longitude", 0),
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
        ListField(
            "proposed",
            "The partnerships proposed there.",
            (SLUG, NAME),
            relation="partnerships",
            only={"publication": PublicationState.PUBLISHED, "stage": Stage.PROPOSED},
            is_in_another_sheet=True,
        ),
    ),
)
PRIORITIES = RecordKind(
    name="priorities",
    singular="strategic priority",
    title="Strategic priorities",
    description="The recurring themes partnerships work on.",
    rows=lambda: models.StrategicPriority.objects.order_by("pk"),
    prepare=lambda rows: dated_by_versions(rows.with_partnership_counts()),
    dated=dated_by_versions,
    summary=lambda row: row.description,
    fields=(
        *identity("strategic priority"),
        Field("description", str, "What it is about."),
        known("partnership_count", int, "How many partnerships state it in our sources."),
    ),
)
SECTORS = RecordKind(
    name="sectors",
    singular="sector",
    title="Sectors",
    description="The parts of local life members come from.",
    rows=lambda: models.Sector.objects.order_by("pk"),
    prepare=lambda rows: rows,
    has_pages=False,
    fields=(
        *identity("sector", has_page=False),
        Field("plural", str, "Its name as a heading over several members."),
        known("is_usual", bool, "Whether a partnership is expected to bring it together with others."),
    ),
)
_OFFERED = (
    Field("who_for", str, "Who it is for."),
    Field("state", str, "Whether it can be had now.", choices=OfferState.choices),
    Field("how_to_ask", str, "What somebody who wants it does."),
    Field("website", URLField, "Its own page elsewhere."),
)
_BRIDGE = reference("bridge", "The Bridge Organisation it is of, if it is one’s.")

BRIDGES = RecordKind(
    name="bridges",
    singular="Bridge Organisation",
    title="Bridge Organisations",
    description="The organisations that supported partnerships in their territory until 31 March 2023.",
    rows=lambda: models.BridgeOrganisation.objects.order_by("pk"),
    prepare=lambda rows: dated_by_versions(rows.with_counts()),
    dated=dated_by_versions,
    area=area_of_authorities,
    fill=fill_schools,
    summary=lambda row: row.about,
    fields=(
        *identity("Bridge Organisation"),
        Field("other_names", str, "Other names it has or had."),
        Field("role_from", PartialDateField, "When it took on the Bridge role."),
        Field("role_until", PartialDateField, "When its Bridge role ended."),
        Field("website", URLField, "Its website."),
        Field("base_town", str, "The town it is based in."),
        Field("lead_organisation", str, "The organisation that ran it."),
        Field("about", str, "About it, in Markdown."),
        Field("territory_note", str, "About its territory."),
        list_of_authorities("Its territory: the local authorities it served.", is_in_another_sheet=True),
        SCHOOLS_IN_AREA,
        known("partnership_count", int, "How many partnerships of its area are listed."),
        known(
            "supports_partnerships_today",
            bool,
            "True if a source says that it still supports partnerships; false if none does.",
        ),
        Field("support_today", str, "What support it gives today."),
        SOURCE,
        CONFIDENCE,
    ),
)


PROGRAMMES = RecordKind(
    name="programmes",
    singular="programme",
    title="Programmes",
    description="National and regional programmes in which partnerships or their places took part.",
    rows=lambda: models.Programme.objects.published().order_by("pk"),
    prepare=lambda rows: dated_by_versions(rows).select_related("bridge"),
    dated=dated_by_versions,
    area=area_of_authorities,
    summary=lambda row: row.description,
    fields=(
        *identity("programme"),
        known("kind", str, "What sort of programme it is.", choices=ProgrammeKind.choices),
        *_BRIDGE,
        Field("run_by", str, "Who runs it, if not a Bridge Organisation."),
        Field("description", str, "What it is."),
        Field("starts", PartialDateField, "When it began."),
        Field("ends", PartialDateField, "When it ended."),
        *_OFFERED,
        ListField(
            "rounds",
            "The rounds in which it took applications.",
            (
                NAME,
                Field("opens", PartialDateField, "When it began to take applications."),
                Field("closes", PartialDateField, "Its deadline."),
                Field("total", int, "What it gave in all.", unit="pounds sterling"),
                Field("note", str, "More about it."),
                SOURCE,
                CONFIDENCE,
            ),
        ),
        list_of_authorities("Places that took part."),
        ListField(
            "partnerships",
            "Partnerships that took part.",
            (
                known("slug", str, "Its slug.", column="partnership__slug"),
                known("name", str, "Its name.", column="partnership__name"),
                Field("note", str, "How it took part."),
                *AWARD,
            ),
            relation="participations",
            only={"partnership__publication": PublicationState.PUBLISHED},
            order=("partnership__name",),
            is_in_another_sheet=True,
        ),
        SOURCE,
        CONFIDENCE,
    ),
)


def _offer_page(offer: models.SupportOffer) -> str | None:
    return page_url(offer.bridge) if offer.bridge else None


SUPPORT_OFFERS = RecordKind(
    name="support-offers",
    singular="support offer",
    title="Support offers",
    description="Help that Bridge Organisations and national bodies offer or offered to partnerships.",
    rows=lambda: models.SupportOffer.objects.published().order_by("pk"),
    prepare=lambda rows: rows.select_related("bridge"),
    summary=lambda row: row.description,
    has_pages=False,
    fields=(
        number("offer"),
        NAME,
        Field("url", URLField, "The page of the Bridge Organisation that offers it.", _offer_page),
        known("kind", str, "What kind of help it is.", choices=OfferKind.choices),
        *_BRIDGE,
        Field("provider", str, "Who offers it, if not a Bridge Organisation."),
        Field("description", str, "What it is."),
        Field("dates", str, "When it is or was offered, in words."),
        *_OFFERED,
        SOURCE,
        CONFIDENCE,
    ),
)
KINDS = (REGIONS, AUTHORITIES, COLD_SPOTS, PRIORITIES, SECTORS, BRIDGES, PROGRAMMES, SUPPORT_OFFERS)
