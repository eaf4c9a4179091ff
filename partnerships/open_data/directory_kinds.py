"""What is published of themes and sectors, of Bridge Organisations and of what they and others offer."""

from django.db.models import URLField

from partnerships import models
from partnerships.dates.partial_dates import PartialDateField
from partnerships.open_data.need_kinds import COLD_SPOTS, SCHOOLS_IN_AREA, fill_area
from partnerships.open_data.partnership_kinds import AWARD
from partnerships.open_data.place_kinds import AUTHORITIES, REGIONS
from partnerships.open_data.shapes import RecordKind, area_of_authorities, dated_by_versions
from partnerships.open_data.support_kinds import SUPPORT_OF_BRIDGES, given_by, support_in_words
from partnerships.open_data.support_there import ROLE_UNTIL, SUPPORT_THERE
from partnerships.published_kinds.fields import (
    CONFIDENCE,
    NAME,
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
    OfferKind,
    OfferState,
    ProgrammeKind,
    PublicationState,
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
_BRIDGE = (*reference("bridge", "The Bridge Organisation it is of, if it is one’s."), ROLE_UNTIL)

BRIDGES = RecordKind(
    name="bridges",
    singular="Bridge Organisation",
    title="Bridge Organisations",
    description="The organisations that supported partnerships in their territory until 31 March 2023.",
    rows=lambda: models.BridgeOrganisation.objects.order_by("pk"),
    prepare=lambda rows: dated_by_versions(rows.with_counts()).prefetch_related(SUPPORT_OF_BRIDGES),
    dated=dated_by_versions,
    area=area_of_authorities,
    fill=fill_area,
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
        *SUPPORT_THERE,
        known("partnership_count", int, "How many partnerships of its area are listed."),
        known(
            "supports_partnerships_today",
            bool,
            "Whether it does so itself, anywhere: true if a record of present support says so, false if none does.",
            lambda row: bool(given_by(row)),
        ),
        Field("support_today", str, "With what, as those records say.", support_in_words),
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
    description="What Bridge Organisations offered partnerships until March 2023, or national bodies offer or offered.",
    rows=lambda: models.SupportOffer.objects.published().order_by("pk"),
    prepare=lambda rows: rows.select_related("bridge"),
    summary=lambda row: row.description,
    has_pages=False,
    fields=(
        number("offer"),
        NAME,
        Field("url", URLField, "The page of the Bridge Organisation that offered it.", _offer_page),
        known("kind", str, "What kind of help it is.", choices=OfferKind.choices),
        *_BRIDGE,
        Field("provider", str, "Who offers or offered it, if not a Bridge Organisation."),
        Field("description", str, "What it is."),
        Field("dates", str, "When it is or was offered, in words. Null where our source is undated: it may be over."),
        *_OFFERED,
        SOURCE,
        CONFIDENCE,
    ),
)
KINDS = (REGIONS, AUTHORITIES, COLD_SPOTS, PRIORITIES, SECTORS, BRIDGES, PROGRAMMES, SUPPORT_OFFERS)
