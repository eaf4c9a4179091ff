"""What is published of partnerships, of proposed ones, and of how their entries changed."""

import datetime
from dataclasses import replace
from typing import Any

from django.db.models import DateField, F, QuerySet, URLField
from django.db.models.functions import Coalesce

from partnerships.dates.partial_dates import PartialDateField
from partnerships.models import Partnership, PublicChange, PublishedSnapshot
from partnerships.models.directory import PartnershipQuerySet
from partnerships.open_data import taking_part
from partnerships.open_data.need_kinds import SCHOOLS_IN_AREA, fill_area
from partnerships.open_data.shapes import RecordKind, area_of_authorities, changed_on, later_of
from partnerships.open_data.support_there import FORMER_BRIDGE, SUPPORT_THERE
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
    other_row,
    page_url,
    reference,
)
from partnerships.publishing import public_changes
from partnerships.vocabulary import (
    STAGE_MEANING,
    Confidence,
    LinkKind,
    NameKind,
    PublicationState,
    Scope,
    Stage,
    StoryKind,
)
from partnerships.vocabulary.parts import PartKind

AWARD = (
    Field("round", str, "In which round of the programme.", column="round__name"),
    Field("amount", int, "What it was given.", unit="pounds sterling"),
)


def _prepare(rows: PartnershipQuerySet) -> PartnershipQuerySet:
    return _dated(rows).prefetch_related(None).select_related("bridge", "support_organisation")


def _dated(rows: PartnershipQuerySet) -> PartnershipQuerySet:
    seen = later_of("published_snapshot__changed_on", "published_snapshot__listed_on")
    return rows.annotate(changed_at=Coalesce(seen, "compiled_on", output_field=DateField()))


def _by_date() -> list[QuerySet[Any, int]]:
    """Return the keys of partnerships by the dates that _dated takes the latest of, and of others by the last."""
    seen = [
        PublishedSnapshot.objects.filter(**{f"{column}__isnull": False})
        .order_by(f"-{column}", "-partnership")
        .values_list("partnership", flat=True)
        for column in ("changed_on", "listed_on")
    ]
    unseen = Partnership.objects.filter(
        compiled_on__isnull=False, published_snapshot__changed_on=None, published_snapshot__listed_on=None
    )
    return [*seen, unseen.order_by("-compiled_on", "-pk").values_list("pk", flat=True)]


NAMES = ListField(
    "other_names",
    "Other names it has, had or may be known by.",
    (NAME, known("kind", str, "What name it is.", choices=NameKind.choices)),
    relation="names",
    order=("kind", "pk"),
)
AREA_PARTS = ListField(
    "parts",
    "The parts of those local authorities it works in, where it does not work in the whole of one.",
    (
        known("gss_code", str, "The local authority’s code.", column="authority__gss_code", source=ONS),
        known("kind", str, "What the part is told by.", choices=PartKind.choices),
        NAME,
        Field("postcode_districts", str, "The postcode districts it takes in, with spaces between, if known."),
        SOURCE,
        Field("as_of", PartialDateField, "The date the source is of."),
        CONFIDENCE,
    ),
    order=("authority__name", "kind", "name"),
)
_SAID = Field("as_of", PartialDateField, "When the source said so.")
STORY = ListField(
    "story",
    "What sources said of it, the newest first, the undated last.",
    (
        known("what", str, "A sentence."),
        known("kind", str, "What it is about.", choices=StoryKind.choices),
        Field("date", PartialDateField, "When that was, or was said; null if it is undated."),
        Field("date_said", str, "That date in the words of the source, if it is not one date."),
        SOURCE,
        CONFIDENCE,
    ),
    shown_field="what",
)
PRIORITIES = ListField(
    "priorities",
    "The strategic priorities it states, each in its own wording.",
    (*other_row("priority"), Field("wording", str, "The partnership’s wording."), _SAID, SOURCE, CONFIDENCE),
    relation="stated_priorities",
    order=("priority__name", "pk"),
)
PROGRAMMES = ListField(
    "programmes",
    "Programmes it took part in.",
    (*other_row("programme"), Field("note", str, "How it took part."), *AWARD, SOURCE, CONFIDENCE),
    relation="programme_participations",
    only={"programme__publication": PublicationState.PUBLISHED},
)
LINKS = ListField(
    "links",
    "Web pages about it or of it, beside its website.",
    (
        known("url", URLField, "The page’s address."),
        known("label", str, "What it is."),
        known("kind", str, "Its kind.", choices=LinkKind.choices),
    ),
    shown_field="url",
)
SOURCES = ListField(
    "sources",
    "Where the facts of the entry were read.",
    (
        known("title", str, "The source’s address or title."),
        Field("url", URLField, "The source’s address."),
        Field("shows", str, "What it shows."),
        Field("seen_on", datetime.date, "When it was read."),
    ),
    shown_field="title",
)
STAGES = tuple((Stage(stage).value, meaning) for stage, meaning in STAGE_MEANING.items() if stage)

PARTNERSHIPS = RecordKind(
    name="partnerships",
    singular="partnership",
    title="Partnerships",
    description="Local Cultural Education Partnerships (LCEPs) in England. Proposed ones are apart.",
    rows=lambda: Partnership.objects.published().formed().order_by("pk"),
    prepare=_prepare,
    area=area_of_authorities,
    fill=fill_area,
    dated=_dated,
    by_date=_by_date,
    summary=lambda row: row.summary,
    fields=(
        *identity("partnership"),
        NAMES,
        Field("stage", str, "How far it had come when a source showed it.", choices=STAGES),
        Field("stage_as_of", PartialDateField, "When the source showed the stage; null if it is undated."),
        Field("stage_date_said", str, "That date in the words of the source, if it is not one date."),
        Field("stage_note", str, "What else is known of the stage."),
        Field("stage_source", str, "Where the stage was read."),
        Field("stage_confidence", str, "How well the stage is supported.", choices=Confidence.choices),
        Field(
            "stage_today",
            str,
            "The stage it counts as today, by which lists are narrowed: null if the stage is undated or over five "
            "years old. What was proposed or has ended stays so.",
            choices=STAGES,
        ),
        known("is_pilot", bool, "Whether it was one of the three pilots of 2015."),
        Field("established", PartialDateField, "When it began."),
        Field("ended", PartialDateField, "When it closed."),
        Field("summary", str, "What it is, in one or two sentences."),
        Field("about", str, "More about it, in Markdown."),
        Field("vision", str, "What it wants to see, in its words or close to them."),
        Field("mission", str, "What it sets out to do, in its words or close to them."),
        Field("scope", str, "How large an area it works in.", choices=Scope.choices),
        Field("coverage_note", str, "The parts it works in, if not the whole."),
        list_of_authorities(
            "The local authorities it works in, in the whole of each or in a part.", order=("region", "name")
        ),
        AREA_PARTS,
        SCHOOLS_IN_AREA,
        ListField(
            "regions",
            "The regions those local authorities lie in.",
            (GSS_CODE, NAME, SLUG),
            relation="authorities__region",
            is_each_once=True,
        ),
        *FORMER_BRIDGE,
        *reference(
            "supported_by",
            "Who supports this partnership itself today, if a source names it; see `area_supported_by` for its area.",
            lambda row: row.support_organisation,
        ),
        *SUPPORT_THERE,
        Field("host", str, "The organisation that hosts or leads it."),
        Field("legal_form", str, "Its legal form."),
        ListField(
            "predecessors",
            "The partnerships whose work it carries on.",
            (SLUG, NAME),
            only={"publication": PublicationState.PUBLISHED},
        ),
        Field("website", URLField, "Its own website."),
        LINKS,
        Field("takes_new_members", bool, "Whether organisations can join it."),
        Field("how_to_join", str, "What to do to join it."),
        Field("joining_page", URLField, "A page that says how to join it."),
        ListField("sectors_sought", "The sectors it looks for members from.", (SLUG, NAME)),
        PRIORITIES,
        *taking_part.LISTS,
        PROGRAMMES,
        STORY,
        CONFIDENCE,
        Field("evidence", str, "How the sources speak of it."),
        SOURCES,
        Field("compiled_on", datetime.date, "When the entry was put together."),
        Field("checked_on", datetime.date, "When somebody last made sure that it is true."),
        Field("checked_by", str, "Who made sure: a role or an organisation."),
        Field("changed_on", datetime.date, "When the entry last changed, or else was put together.", changed_on),
        Field(
            "metres",
            float,
            "How far it is from the postcode asked for, in a straight line to the middle of the nearest of its local "
            "authorities. Only where a list is asked for by `near`.",
            lambda row: getattr(row, "metres", None),
            unit="metres",
            is_per_query=True,
        ),
    ),
)
PROPOSED = replace(
    PARTNERSHIPS,
    name="proposed",
    singular="proposed partnership",
    title="Proposed partnerships",
    description="Places where a partnership was suggested: not partnerships, and not counted as such.",
    rows=lambda: Partnership.objects.published().proposed().order_by("pk"),
)
assert dict(STAGES).keys() == set(Stage.values)


def _dated_change(rows: QuerySet[PublicChange]) -> QuerySet[PublicChange]:
    return rows.annotate(changed_at=F("on"))


CHANGES = RecordKind(
    name="changes",
    singular="change",
    title="Changes",
    description="What was new in the directory on which day, and which parts of an entry had changed.",
    rows=lambda: public_changes.log().order_by("pk"),
    prepare=lambda rows: _dated_change(rows).select_related("partnership"),
    dated=_dated_change,
    has_pages=False,
    fields=(
        number("change"),
        known("on", datetime.date, "The day it was noticed."),
        known("partnership_id", int, "The partnership’s number."),
        known("partnership", str, "The partnership’s slug.", lambda row: row.partnership.slug),
        known("partnership_name", str, "The partnership’s name today.", lambda row: row.partnership.name),
        known("url", URLField, "The partnership’s page.", lambda row: page_url(row.partnership)),
        known("is_new", bool, "Whether the entry was new."),
        ListField(
            "parts",
            "What had changed.",
            (known("part", str, "The part of the entry.", str),),
            lambda row: row.parts,
            shown_field="part",
        ),
    ),
)
