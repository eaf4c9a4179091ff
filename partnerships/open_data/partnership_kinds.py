"""What is published of partnerships, of proposed ones, and of how their entries changed."""

import datetime
from dataclasses import replace

from partnerships.models import Partnership
from partnerships.models.directory import PartnershipQuerySet
from partnerships.open_data.shapes import (
    ADDRESS,
    DAY,
    GSS_CODE,
    NAME,
    NUMBER,
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
    identity,
    number,
    other_row,
    page_url,
    reference,
)
from partnerships.publishing import public_changes
from partnerships.vocabulary import STAGE_MEANING, Confidence, LinkKind, MembershipRole, NameKind, Scope, Stage

CONFIDENCE = Field("confidence", TEXT, "How well it is supported.", choices=Confidence.choices)
SINCE = Field("since", PART_OF_DATE, "When it began to take part.")
UNTIL = Field("until", PART_OF_DATE, "When it stopped; null while it takes part.")
AWARD = (
    Field("round", TEXT, "In which round of the programme.", lambda row: getattr(row.round, "name", None)),
    Field("amount", WHOLE, "What it was given.", unit="pounds sterling"),
)
ROLE = Field(
    "role",
    TEXT,
    "As what it takes part. A partner in projects is not counted as a member.",
    choices=MembershipRole.choices,
    is_always_known=True,
)


def _prepare(rows: PartnershipQuerySet) -> PartnershipQuerySet:
    entries = rows.prefetch_related(None).for_entry()
    # `memberships` is the reverse name of a model above this package.
    return entries.select_related("published_snapshot").prefetch_related("memberships__organisation__sector")


def _changed(partnership: Partnership) -> datetime.date | None:
    snapshot = getattr(partnership, "published_snapshot", None)
    days = [snapshot.changed_on, snapshot.listed_on] if snapshot else []
    return max([day for day in days if day], default=partnership.compiled_on)


NAMES = ListField(
    "other_names",
    "Other names it has, had or may be known by.",
    (NAME, Field("kind", TEXT, "What name it is.", choices=NameKind.choices, is_always_known=True)),
    lambda row: row.names.all(),
)
AUTHORITIES = ListField(
    "authorities",
    "The local authorities it works in, in the whole of each or in a part.",
    (GSS_CODE, NAME, SLUG),
    shown_field="gss_code",
)
PRIORITIES = ListField(
    "priorities",
    "The strategic priorities it states, each in its own wording.",
    (*other_row("priority"), Field("wording", TEXT, "The partnership’s wording."), SOURCE, CONFIDENCE),
    lambda row: row.stated_priorities.all(),
)
MEMBERS = ListField(
    "members",
    "The organisations that take part in it or did. Seldom complete: those a source names.",
    (
        *other_row("organisation"),
        Field("sector", TEXT, "Its sector’s slug.", lambda row: row.organisation.sector.slug, is_always_known=True),
        ROLE,
        SINCE,
        UNTIL,
        SOURCE,
        CONFIDENCE,
    ),
    lambda row: sorted(row.memberships.all(), key=lambda membership: membership.organisation.name),
)
PROGRAMMES = ListField(
    "programmes",
    "Programmes it took part in.",
    (*other_row("programme"), Field("note", TEXT, "How it took part."), *AWARD, SOURCE, CONFIDENCE),
    lambda row: row.programme_participations.all(),
)
LINKS = ListField(
    "links",
    "Web pages about it or of it, beside its website.",
    (
        Field("url", ADDRESS, "The page’s address.", is_always_known=True),
        Field("label", TEXT, "What it is.", is_always_known=True),
        Field("kind", TEXT, "Its kind.", choices=LinkKind.choices, is_always_known=True),
    ),
    shown_field="url",
)
SOURCES = ListField(
    "sources",
    "Where the facts of the entry were read.",
    (
        Field("title", TEXT, "The source’s address or title.", is_always_known=True),
        Field("url", ADDRESS, "The source’s address."),
        Field("shows", TEXT, "What it shows."),
        Field("seen_on", DAY, "When it was read."),
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
    changed=_changed,
    summary=lambda row: row.summary,
    fields=(
        *identity("partnership"),
        NAMES,
        Field("stage", TEXT, "How far it has come.", choices=STAGES),
        Field("stage_as_of", PART_OF_DATE, "When the stage was true."),
        Field("stage_source", TEXT, "Where the stage was read."),
        Field("is_pilot", YES_NO, "Whether it was one of the three pilots of 2015.", is_always_known=True),
        Field("established", PART_OF_DATE, "When it began."),
        Field("ended", PART_OF_DATE, "When it closed."),
        Field("summary", TEXT, "What it is, in one or two sentences."),
        Field("about", TEXT, "More about it, in Markdown."),
        Field("vision", TEXT, "What it wants to see, in its words or close to them."),
        Field("mission", TEXT, "What it sets out to do, in its words or close to them."),
        Field("scope", TEXT, "How large an area it works in.", choices=Scope.choices),
        Field("coverage_note", TEXT, "The parts it works in, if not the whole."),
        AUTHORITIES,
        ListField("regions", "The regions those local authorities lie in.", (GSS_CODE, NAME, SLUG)),
        *reference("bridge", "The Bridge Organisation of its area until March 2023."),
        *reference("supported_by", "Who supports it today, if a source says so.", lambda row: row.support_organisation),
        Field("host", TEXT, "The organisation that hosts or leads it."),
        Field("legal_form", TEXT, "Its legal form."),
        ListField("predecessors", "The partnerships whose work it carries on.", (SLUG, NAME)),
        Field("website", ADDRESS, "Its own website."),
        LINKS,
        Field("takes_new_members", YES_NO, "Whether organisations can join it."),
        Field("how_to_join", TEXT, "What to do to join it."),
        ListField("sectors_sought", "The sectors it looks for members from.", (SLUG, NAME)),
        PRIORITIES,
        MEMBERS,
        PROGRAMMES,
        CONFIDENCE,
        Field("evidence", TEXT, "How the sources speak of it."),
        SOURCES,
        Field("compiled_on", DAY, "When the entry was put together."),
        Field("checked_on", DAY, "When somebody last made sure that it is true."),
        Field("checked_by", TEXT, "Who made sure: a role or an organisation."),
        Field("changed_on", DAY, "When the entry last changed, or else was put together.", _changed),
        Field(
            "metres",
            NUMBER,
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

CHANGES = RecordKind(
    name="changes",
    singular="change",
    title="Changes",
    description="What was new in the directory on which day, and which parts of an entry had changed.",
    rows=lambda: public_changes.log().order_by("pk"),
    prepare=lambda rows: rows.select_related("partnership"),
    changed=lambda row: row.on,
    has_pages=False,
    fields=(
        number("change"),
        Field("on", DAY, "The day it was noticed.", is_always_known=True),
        Field("partnership_id", WHOLE, "The partnership’s number.", is_always_known=True),
        Field("partnership", TEXT, "The partnership’s slug.", lambda row: row.partnership.slug, is_always_known=True),
        Field(
            "partnership_name",
            TEXT,
            "The partnership’s name today.",
            lambda row: row.partnership.name,
            is_always_known=True,
        ),
        Field("url", ADDRESS, "The partnership’s page.", lambda row: page_url(row.partnership), is_always_known=True),
        Field("is_new", YES_NO, "Whether the entry was new.", is_always_known=True),
        ListField(
            "parts",
            "What had changed.",
            (Field("part", TEXT, "The part of the entry.", lambda name: name, is_always_known=True),),
            shown_field="part",
        ),
    ),
)
