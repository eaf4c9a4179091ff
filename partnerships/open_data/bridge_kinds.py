"""What is published of Bridge Organisations, of programmes, and of the support they and others offer."""

from django.db.models import Prefetch, QuerySet

from partnerships.models import BridgeOrganisation, LocalAuthority, Programme, ProgrammeParticipation, SupportOffer
from partnerships.open_data.partnership_kinds import AWARD, CONFIDENCE
from partnerships.open_data.shapes import (
    ADDRESS,
    GSS_CODE,
    NAME,
    PART_OF_DATE,
    SLUG,
    SOURCE,
    TEXT,
    WHOLE,
    YES_NO,
    Field,
    ListField,
    RecordKind,
    area_of_authorities,
    count_field,
    identity,
    number,
    page_url,
    reference,
    saved_on,
    with_saved_at,
)
from partnerships.vocabulary import OfferKind, OfferState, ProgrammeKind

_PLACES = Prefetch("authorities", LocalAuthority.objects.order_by("name"))
_OFFERED = (
    Field("who_for", TEXT, "Who it is for."),
    Field("state", TEXT, "Whether it can be had now.", choices=OfferState.choices),
    Field("how_to_ask", TEXT, "What somebody who wants it does."),
    Field("website", ADDRESS, "Its own page elsewhere."),
)
_BRIDGE = reference("bridge", "The Bridge Organisation it is of, if it is one’s.")

BRIDGES = RecordKind(
    name="bridges",
    singular="Bridge Organisation",
    title="Bridge Organisations",
    description="The organisations that supported partnerships in their territory until 31 March 2023.",
    rows=lambda: BridgeOrganisation.objects.order_by("pk"),
    prepare=lambda rows: with_saved_at(rows.with_counts()).prefetch_related(_PLACES),
    changed=saved_on,
    area=area_of_authorities,
    summary=lambda row: row.about,
    fields=(
        *identity("Bridge Organisation"),
        Field("other_names", TEXT, "Other names it has or had."),
        Field("role_from", PART_OF_DATE, "When it took on the Bridge role."),
        Field("role_until", PART_OF_DATE, "When its Bridge role ended."),
        Field("website", ADDRESS, "Its website."),
        Field("base_town", TEXT, "The town it is based in."),
        Field("lead_organisation", TEXT, "The organisation that ran it."),
        Field("about", TEXT, "About it, in Markdown."),
        Field("territory_note", TEXT, "About its territory."),
        ListField(
            "authorities",
            "Its territory: the local authorities it served.",
            (GSS_CODE, NAME, SLUG),
            shown_field="gss_code",
            is_in_another_sheet=True,
        ),
        count_field("partnership_count", "How many partnerships of its area are listed."),
        Field(
            "supports_partnerships_today",
            YES_NO,
            "True if a source says that it still supports partnerships; false if none does.",
            is_always_known=True,
        ),
        Field("support_today", TEXT, "What support it gives today."),
        SOURCE,
        CONFIDENCE,
    ),
)


def _with_taking_part(rows: QuerySet[Programme]) -> QuerySet[Programme]:
    taking_part = Prefetch("participations", ProgrammeParticipation.objects.of_published_partnerships())
    return with_saved_at(rows).select_related("bridge").prefetch_related(_PLACES, taking_part, "rounds")


PROGRAMMES = RecordKind(
    name="programmes",
    singular="programme",
    title="Programmes",
    description="National and regional programmes in which partnerships or their places took part.",
    rows=lambda: Programme.objects.published().order_by("pk"),
    prepare=_with_taking_part,
    changed=saved_on,
    area=area_of_authorities,
    summary=lambda row: row.description,
    fields=(
        *identity("programme"),
        Field("kind", TEXT, "What sort of programme it is.", choices=ProgrammeKind.choices, is_always_known=True),
        *_BRIDGE,
        Field("run_by", TEXT, "Who runs it, if not a Bridge Organisation."),
        Field("description", TEXT, "What it is."),
        Field("starts", PART_OF_DATE, "When it began."),
        Field("ends", PART_OF_DATE, "When it ended."),
        *_OFFERED,
        ListField(
            "rounds",
            "The rounds in which it took applications.",
            (
                NAME,
                Field("opens", PART_OF_DATE, "When it began to take applications."),
                Field("closes", PART_OF_DATE, "Its deadline."),
                Field("total", WHOLE, "What it gave in all.", unit="pounds sterling"),
                Field("note", TEXT, "More about it."),
                SOURCE,
                CONFIDENCE,
            ),
        ),
        ListField("authorities", "Places that took part.", (GSS_CODE, NAME, SLUG), shown_field="gss_code"),
        ListField(
            "partnerships",
            "Partnerships that took part.",
            (
                Field("slug", TEXT, "Its slug.", lambda row: row.partnership.slug, is_always_known=True),
                Field("name", TEXT, "Its name.", lambda row: row.partnership.name, is_always_known=True),
                Field("note", TEXT, "How it took part."),
                *AWARD,
            ),
            lambda row: row.participations.all(),
            is_in_another_sheet=True,
        ),
        SOURCE,
        CONFIDENCE,
    ),
)


def _offer_page(offer: SupportOffer) -> str | None:
    return page_url(offer.bridge) if offer.bridge else None


SUPPORT_OFFERS = RecordKind(
    name="support-offers",
    singular="support offer",
    title="Support offers",
    description="Help that Bridge Organisations and national bodies offer or offered to partnerships.",
    rows=lambda: SupportOffer.objects.published().order_by("pk"),
    prepare=lambda rows: rows.select_related("bridge"),
    summary=lambda row: row.description,
    has_pages=False,
    fields=(
        number("offer"),
        NAME,
        Field("url", ADDRESS, "The page of the Bridge Organisation that offers it.", _offer_page),
        Field("kind", TEXT, "What kind of help it is.", choices=OfferKind.choices, is_always_known=True),
        *_BRIDGE,
        Field("provider", TEXT, "Who offers it, if not a Bridge Organisation."),
        Field("description", TEXT, "What it is."),
        Field("dates", TEXT, "When it is or was offered, in words."),
        *_OFFERED,
        SOURCE,
        CONFIDENCE,
    ),
)
