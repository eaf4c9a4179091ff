"""What is published of what partnerships and Bridge Organisations write: stories, resources, answers, news, events."""

import datetime

from django.conf import settings
from django.utils import timezone

from partnerships.models import BridgeOrganisation, CaseStudy, NewsItem, Partnership, Question, Resource
from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.open_data.partnership_kinds import CONFIDENCE
from partnerships.open_data.shapes import (
    ADDRESS,
    DAY,
    MOMENT,
    NAME,
    SLUG,
    SOURCE,
    TEXT,
    WHOLE,
    YES_NO,
    Field,
    ListField,
    RecordKind,
    page_url,
    reference,
    saved_on,
    with_saved_at,
)
from partnerships.vocabulary import Audience, DocumentType, ResourceKind, ResourceSection


def _prepare(rows: EditorialQuerySet) -> EditorialQuerySet:
    related = ("priorities", "partnership__authorities", "bridge__authorities")
    return with_saved_at(rows).select_related("partnership", "bridge").prefetch_related(*related)


def _published_on(row: Editorial) -> datetime.date | None:
    return timezone.localdate(row.publication_changed_at) if row.publication_changed_at else None


def _changed(row: Editorial) -> datetime.date | None:
    return max([day for day in (_published_on(row), saved_on(row)) if day], default=None)


def _area(row: Editorial) -> list[str]:
    owner = row.public_owner
    return [authority.gss_code for authority in owner.authorities.all()] if owner else []


def _partnership(row: Editorial) -> Partnership | BridgeOrganisation | None:
    """Return the partnership it is of, if it is one's that the public may see."""
    return row.public_owner if row.partnership_id else None


def _address_of(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _known_by(singular: str) -> tuple[Field, ...]:
    """Return the fields by which what is called `singular` is known, and whose it is."""
    return (
        Field(
            "id", WHOLE, f"The {singular}’s number here. It never changes.", lambda row: row.pk, is_always_known=True
        ),
        Field(
            "slug",
            TEXT,
            f"The last part of the {singular}’s address. It may change; the old one then leads to the new one.",
            lambda row: row.slug,
            is_always_known=True,
        ),
        Field("title", TEXT, f"What the {singular} is called.", lambda row: row.title, is_always_known=True),
        Field("url", ADDRESS, f"The {singular}’s page here.", page_url, is_always_known=True),
        *reference("partnership", _partnership, "The partnership it is of, if it is one’s."),
        *reference("bridge", lambda row: row.bridge, "The Bridge Organisation it is of, if it is one’s."),
    )


_PRIORITIES = ListField(
    "priorities",
    "The strategic priorities it is about.",
    (SLUG, NAME),
    lambda row: row.priorities.all(),
    "name",
)
_DAYS = (
    Field("published_on", DAY, "When it was published.", _published_on),
    Field("changed_on", DAY, "When it was last changed or published.", _changed),
)
_SUMMARY = Field("summary", TEXT, "What it is about, in a sentence or two.", lambda row: row.summary)
_BODY = Field("body", TEXT, "All of it, in Markdown.", lambda row: row.body)
_LINK = Field("link", ADDRESS, "Where to read more, apply, or book.", lambda row: row.link)

CASE_STUDIES = RecordKind(
    name="case-studies",
    singular="case study",
    title="Case studies",
    description="What partnerships did with children and young people, and what changed by it.",
    rows=lambda: CaseStudy.objects.published().order_by("pk"),
    # `members` is the reverse name of a model above this package.
    prepare=lambda rows: _prepare(rows).prefetch_related("pictures", "members__organisation"),
    area=_area,
    changed=_changed,
    summary=lambda row: row.summary,
    fields=(
        *_known_by("case study"),
        _SUMMARY,
        Field("what_was_done", TEXT, "What was done, in Markdown.", lambda row: row.what_was_done),
        Field("what_changed", TEXT, "What changed by it, in Markdown.", lambda row: row.what_changed),
        Field("from_age", WHOLE, "How old the youngest were.", lambda row: row.from_age, unit="years"),
        Field("to_age", WHOLE, "How old the oldest were.", lambda row: row.to_age, unit="years"),
        ListField(
            "members",
            "The member organisations that took part in it.",
            (SLUG, NAME),
            lambda row: sorted((member.organisation for member in row.members.all()), key=lambda member: member.name),
            "name",
        ),
        _PRIORITIES,
        ListField(
            "pictures",
            "Its pictures.",
            (
                Field("url", ADDRESS, "The picture.", lambda row: _address_of(row.image.url), is_always_known=True),
                Field("alternative", TEXT, "What it shows.", lambda row: row.alternative, is_always_known=True),
                Field("caption", TEXT, "What is written under it.", lambda row: row.caption),
            ),
            lambda row: row.pictures.all(),
            "url",
        ),
        Field("source", ADDRESS, "Where the story was first told, if elsewhere.", lambda row: row.source),
        *_DAYS,
    ),
)


def _where_it_is(resource: Resource) -> str:
    return _address_of(resource.get_download_url()) if resource.is_document else resource.url


RESOURCES = RecordKind(
    name="resources",
    singular="resource",
    title="Resources",
    description="Documents and links that help partnerships: action plans, toolkits, evaluations and the like.",
    rows=lambda: Resource.objects.published().order_by("pk"),
    prepare=_prepare,
    area=_area,
    changed=_changed,
    summary=lambda row: row.description,
    fields=(
        *_known_by("resource"),
        Field("description", TEXT, "What it is and who it helps.", lambda row: row.description),
        Field(
            "section",
            TEXT,
            "The part of the library it stands in.",
            lambda row: row.section,
            choices=tuple(ResourceSection.choices),
            is_always_known=True,
        ),
        Field(
            "kind",
            TEXT,
            "What it is.",
            lambda row: row.kind,
            choices=tuple(ResourceKind.choices),
            is_always_known=True,
        ),
        Field("address", ADDRESS, "Where it is: the page or document itself.", _where_it_is, is_always_known=True),
        Field(
            "document_type",
            TEXT,
            "What type of document it is, if it is one kept here.",
            lambda row: row.document_type,
            choices=tuple(DocumentType.choices),
        ),
        Field("size", WHOLE, "How large the document is.", lambda row: row.size, unit="bytes"),
        Field("year", WHOLE, "The year it is of.", lambda row: row.year),
        _PRIORITIES,
        SOURCE,
        CONFIDENCE,
        *_DAYS,
    ),
)
QUESTIONS = RecordKind(
    name="questions",
    singular="question",
    title="Questions and answers",
    description="What visitors ask about Cultural Education Partnerships, with the answers.",
    rows=lambda: Question.objects.published().order_by("pk"),
    prepare=_prepare,
    changed=_changed,
    summary=lambda row: row.answer,
    # All stand on one page.
    has_pages=False,
    fields=(
        *_known_by("question"),
        Field(
            "audience",
            TEXT,
            "Who asks it.",
            lambda row: row.audience,
            choices=tuple(Audience.choices),
            is_always_known=True,
        ),
        Field("answer", TEXT, "The answer, in Markdown.", lambda row: row.answer, is_always_known=True),
        _PRIORITIES,
        *_DAYS,
    ),
)
NEWS = RecordKind(
    name="news",
    singular="piece of news",
    title="News",
    description="News of partnerships and of those who support them.",
    rows=lambda: NewsItem.objects.published().news().order_by("pk"),
    prepare=_prepare,
    area=_area,
    changed=_changed,
    summary=lambda row: row.summary,
    fields=(*_known_by("piece of news"), _SUMMARY, _BODY, _LINK, _PRIORITIES, *_DAYS),
)
EVENTS = RecordKind(
    name="events",
    singular="event",
    title="Events",
    description="Events of partnerships and of those who support them; those that are over stay.",
    rows=lambda: NewsItem.objects.published().events().order_by("pk"),
    prepare=_prepare,
    area=_area,
    changed=_changed,
    summary=lambda row: f"{row.when}, {row.where}. {row.summary}",
    fields=(
        *_known_by("event"),
        _SUMMARY,
        _BODY,
        Field("starts_at", MOMENT, "When it starts.", lambda row: row.starts_at, unit="UTC", is_always_known=True),
        Field("ends_at", MOMENT, "When it ends.", lambda row: row.ends_at, unit="UTC"),
        Field("place", TEXT, "Where it is.", lambda row: row.place),
        Field(
            "is_online", YES_NO, "Whether one can take part online.", lambda row: row.is_online, is_always_known=True
        ),
        Field("is_cancelled", YES_NO, "Whether it was cancelled.", lambda row: row.is_cancelled, is_always_known=True),
        _LINK,
        _PRIORITIES,
        *_DAYS,
    ),
)
OPPORTUNITIES = RecordKind(
    name="opportunities",
    singular="opportunity",
    title="Opportunities",
    description="Call-outs, commissions, jobs and funds, each with its deadline; those that have closed stay.",
    rows=lambda: NewsItem.objects.published().opportunities().order_by("pk"),
    prepare=_prepare,
    area=_area,
    changed=_changed,
    summary=lambda row: row.summary,
    fields=(
        *_known_by("opportunity"),
        _SUMMARY,
        _BODY,
        Field("closes_on", DAY, "The last day to answer it.", lambda row: row.closes_on, is_always_known=True),
        _LINK,
        _PRIORITIES,
        *_DAYS,
    ),
)
EDITORIAL = (CASE_STUDIES, RESOURCES, QUESTIONS, NEWS, EVENTS, OPPORTUNITIES)
