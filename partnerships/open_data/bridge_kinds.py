"""What is published of Bridge Organisations, of programmes, and of the support they and others offer."""

from django.conf import settings
from django.db.models import Prefetch

from partnerships.models import BridgeOrganisation, LocalAuthority, Programme, ProgrammeParticipation, SupportOffer
from partnerships.open_data.partnership_kinds import AWARD, CONFIDENCE
from partnerships.open_data.place_kinds import count_field
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
    identity,
    reference,
    saved_on,
    with_saved_at,
)
from partnerships.vocabulary import OfferKind, OfferState, ProgrammeKind

_PLACES = Prefetch("authorities", LocalAuthority.objects.order_by("name"))
_OFFERED = (
    Field("who_for", TEXT, "Who it is for.", lambda row: row.who_for),
    Field("state", TEXT, "Whether it can be had now.", lambda row: row.state, choices=tuple(OfferState.choices)),
    Field("how_to_ask", TEXT, "What somebody who wants it does.", lambda row: row.how_to_ask),
    Field("website", ADDRESS, "Its own page elsewhere.", lambda row: row.website),
)
_BRIDGE = reference("bridge", lambda row: row.bridge, "The Bridge Organisation it is of, if it is one’s.")

BRIDGES = RecordKind(
    name="bridges",
    singular="Bridge Organisation",
    title="Bridge Organisations",
    description="The organisations that supported partnerships in their territory until 31 March 2023.",
    rows=lambda: BridgeOrganisation.objects.order_by("pk"),
    prepare=lambda rows: with_saved_at(rows.with_counts()).prefetch_related(_PLACES),
    changed=saved_on,
    area=lambda row: [authority.gss_code for authority in row.authorities.all()],
    summary=lambda row: row.about,
    fields=(
        *identity("Bridge Organisation"),
        Field("other_names", TEXT, "Other names it has or had.", lambda row: row.other_names),
        Field("role_from", PART_OF_DATE, "When it took on the Bridge role.", lambda row: row.role_from),
        Field("role_until", PART_OF_DATE, "When its Bridge role ended.", lambda row: row.role_until),
        Field("website", ADDRESS, "Its website.", lambda row: row.website),
        Field("base_town", TEXT, "The town it is based in.", lambda row: row.base_town),
        Field("lead_organisation", TEXT, "The organisation that ran it.", lambda row: row.lead_organisation),
        Field("about", TEXT, "About it, in Markdown.", lambda row: row.about),
        Field("territory_note", TEXT, "About its territory.", lambda row: row.territory_note),
        ListField(
            "authorities",
            "Its territory: the local authorities it served.",
            (GSS_CODE, NAME, SLUG),
            lambda row: row.authorities.all(),
            "gss_code",
            is_in_another_sheet=True,
        ),
        count_field("partnership_count", "How many partnerships of its area are listed."),
        Field(
            "supports_partnerships_today",
            YES_NO,
            "True if a source says that it still supports partnerships; false if none does.",
            lambda row: row.supports_partnerships_today,
            is_always_known=True,
        ),
        Field("support_today", TEXT, "What support it gives today.", lambda row: row.support_today),
        SOURCE,
        CONFIDENCE,
    ),
)
PROGRAMMES = RecordKind(
    name="programmes",
    singular="programme",
    title="Programmes",
    description="National and regional programmes in which partnerships or their places took part.",
    rows=lambda: Programme.objects.published().order_by("pk"),
    prepare=lambda rows: (
        with_saved_at(rows).select_related("bridge").prefetch_related(_PLACES, _taking_part(), "rounds")
    ),
    changed=saved_on,
    area=lambda row: [authority.gss_code for authority in row.authorities.all()],
    summary=lambda row: row.description,
    fields=(
        *identity("programme"),
        Field(
            "kind",
            TEXT,
            "What sort of programme it is.",
            lambda row: row.kind,
            choices=tuple(ProgrammeKind.choices),
            is_always_known=True,
        ),
        *_BRIDGE,
        Field("run_by", TEXT, "Who runs it, if not a Bridge Organisation.", lambda row: row.run_by),
        Field("description", TEXT, "What it is.", lambda row: row.description),
        Field("starts", PART_OF_DATE, "When it began.", lambda row: row.starts),
        Field("ends", PART_OF_DATE, "When it ended.", lambda row: row.ends),
        *_OFFERED,
        ListField(
            "rounds",
            "The rounds in which it took applications.",
            (
                NAME,
                Field("opens", PART_OF_DATE, "When it began to take applications.", lambda row: row.opens),
                Field("closes", PART_OF_DATE, "Its deadline.", lambda row: row.closes),
                Field("total", WHOLE, "What it gave in all.", lambda row: row.total, unit="pounds sterling"),
                Field("note", TEXT, "More about it.", lambda row: row.note),
                SOURCE,
                CONFIDENCE,
            ),
            lambda row: row.rounds.all(),
            "name",
        ),
        ListField(
            "authorities",
            "Places that took part.",
            (GSS_CODE, NAME, SLUG),
            lambda row: row.authorities.all(),
            "gss_code",
        ),
        ListField(
            "partnerships",
            "Partnerships that took part.",
            (
                Field("slug", TEXT, "Its slug.", lambda row: row.partnership.slug, is_always_known=True),
                Field("name", TEXT, "Its name.", lambda row: row.partnership.name, is_always_known=True),
                Field("note", TEXT, "How it took part.", lambda row: row.note),
                *AWARD,
            ),
            lambda row: row.participations.all(),
            "name",
            is_in_another_sheet=True,
        ),
        SOURCE,
        CONFIDENCE,
    ),
)


def _taking_part() -> Prefetch:
    return Prefetch("participations", ProgrammeParticipation.objects.of_published_partnerships())


def _offer_page(offer: SupportOffer) -> str | None:
    return f"{settings.SITE_URL}{offer.bridge.get_absolute_url()}" if offer.bridge else None


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
        Field("id", WHOLE, "The offer’s number here. It never changes.", lambda row: row.pk, is_always_known=True),
        NAME,
        Field("url", ADDRESS, "The page of the Bridge Organisation that offers it.", _offer_page),
        Field(
            "kind",
            TEXT,
            "What kind of help it is.",
            lambda row: row.kind,
            choices=tuple(OfferKind.choices),
            is_always_known=True,
        ),
        *_BRIDGE,
        Field("provider", TEXT, "Who offers it, if not a Bridge Organisation.", lambda row: row.provider),
        Field("description", TEXT, "What it is.", lambda row: row.description),
        Field("dates", TEXT, "When it is or was offered, in words.", lambda row: row.dates),
        *_OFFERED,
        SOURCE,
        CONFIDENCE,
    ),
)
