"""The published kinds of partnerships, in the order in which the back office names them."""

import datetime
from typing import Any

from django.db.models import URLField

from partnerships.models import CaseStudy, NewsItem, Partnership, Programme, Question, SupportOffer
from partnerships.published_kinds.fields import NAME, PRIORITIES, SLUG, Field, ListField, known, whole_address
from partnerships.published_kinds.library import ELSEWHERE, RESOURCES
from partnerships.published_kinds.since_2023 import DEVELOPMENTS, PRESENT_SUPPORT
from partnerships.published_kinds.table import Listing, PublishedKind
from partnerships.vocabulary import Audience, ElsewhereKind, NewsKind

SUMMARY = Field("summary", str, "What it is about, in a sentence or two.")
_BODY = Field("body", str, "All of it, in Markdown.")
_LINK = Field("link", URLField, "Where to read more, apply, or book.")
# Of news, events and opportunities.
_PICTURE = (
    Field("picture", URLField, "Its picture.", lambda row: whole_address(row.picture.url) if row.picture else None),
    Field("picture_alt", str, "What its picture shows."),
)
_MEMBERS = ListField(
    # The reverse name of a model above this package.
    "members",
    "The member organisations that took part in it.",
    (SLUG, NAME),
    relation="members__organisation",
)
_PICTURES = ListField(
    "pictures",
    "Its pictures.",
    (
        known("url", URLField, "The picture.", lambda picture: whole_address(picture.image.url)),
        known("alternative", str, "What it shows."),
        Field("caption", str, "What is written under it."),
    ),
    lambda row: row.pictures.all(),
    shown_field="url",
)

PARTNERSHIPS = PublishedKind(
    name="partnership",
    model=Partnership,
    needs={"a name": "name", "a local authority": "authorities", "a Bridge Organisation": "bridge_id"},
    link="website",
    texts=("summary", "about", "vision", "mission", "how_to_join"),
    # "memberships" is the reverse name of a model of members, which this package knows by that name only.
    search_reads=(
        *("names", "authorities__region", "stated_priorities__priority", "bridge", "support_organisation"),
        *("sectors_sought", "programme_participations__programme", "memberships__organisation__sector"),
        *("parts", "story", "publishedelsewhere_set"),
    ),
    listings=(
        Listing(
            name="partnerships",
            heading="Partnerships",
            page="partnerships:partnership-list",
            rows=lambda: Partnership.objects.published().formed(),
            position=1,
            takes_query=True,
        ),
        Listing(
            name="proposed",
            heading="Proposed partnerships",
            page="partnerships:proposed-list",
            rows=lambda: Partnership.objects.published().proposed(),
            position=2,
        ),
    ),
)
CASE_STUDIES = PublishedKind(
    name="case study",
    model=CaseStudy,
    needs={"a summary": "summary", "what was done": "what_was_done"},
    link="source",
    texts=("summary", "what_was_done", "what_changed"),
    shown_as="case_study",
    is_news=True,
    page_reads=("pictures",),
    listings=(
        Listing(
            name="case-studies",
            elsewhere=ElsewhereKind.CASE_STUDY,
            heading="Case studies",
            page="partnerships:case-study-list",
            rows=lambda: CaseStudy.objects.published().latest_first(),
            position=8,
            singular="case study",
            description="What partnerships did with children and young people, and what changed by it.",
            fields=(
                SUMMARY,
                Field("what_was_done", str, "What was done, in Markdown."),
                Field("what_changed", str, "What changed by it, in Markdown."),
                Field("from_age", int, "How old the youngest were.", unit="years"),
                Field("to_age", int, "How old the oldest were.", unit="years"),
                _MEMBERS,
                PRIORITIES,
                _PICTURES,
                Field("source", URLField, "Where the story was first told, if elsewhere."),
            ),
        ),
    ),
)
NEWS = PublishedKind(
    name="news",
    model=NewsItem,
    needs={"a summary": "summary"},
    link="link",
    texts=("summary", "body", "place"),
    shown_as="item",
    is_news=True,
    listings=(
        Listing(
            name="news",
            elsewhere=ElsewhereKind.NEWS,
            heading="News",
            page="partnerships:news-list",
            rows=lambda: NewsItem.objects.published().news(),
            only={"kind": NewsKind.NEWS},
            position=7,
            singular="piece of news",
            description="News of partnerships and of those who support them.",
            fields=(SUMMARY, _BODY, _LINK, PRIORITIES, *_PICTURE),
        ),
        Listing(
            name="events",
            elsewhere=ElsewhereKind.EVENT,
            heading="Events",
            page="partnerships:event-list",
            rows=lambda: NewsItem.objects.published().events(),
            only={"kind": NewsKind.EVENT},
            order=(("starts_at", False), ("pk", False)),
            to_come=lambda events: events.to_come(),
            past=lambda events: events.past(),
            past_order=(("over_at", True), ("pk", True)),
            position=5,
            singular="event",
            description="Events of partnerships and of those who support them; those that are over stay.",
            summary="dated_summary",
            fields=(
                SUMMARY,
                _BODY,
                known("starts_at", datetime.datetime, "When it starts.", unit="UTC"),
                Field("ends_at", datetime.datetime, "When it ends.", unit="UTC"),
                known("is_all_day", bool, "Whether it lasts whole days: then only the two days count, not the times."),
                known("first_day", datetime.date, "The day it starts, in England."),
                known("last_day", datetime.date, "Its last day, in England."),
                Field("place", str, "Where it is."),
                known("is_online", bool, "Whether one can take part online."),
                known("is_cancelled", bool, "Whether it was cancelled."),
                _LINK,
                PRIORITIES,
                *_PICTURE,
            ),
        ),
        Listing(
            name="opportunities",
            elsewhere=ElsewhereKind.OPPORTUNITY,
            heading="Opportunities",
            page="partnerships:opportunity-list",
            rows=lambda: NewsItem.objects.published().opportunities(),
            only={"kind": NewsKind.OPPORTUNITY},
            order=(("closes_on", False), ("pk", False)),
            to_come=lambda opportunities: opportunities.open(),
            past=lambda opportunities: opportunities.closed(),
            past_order=(("closes_on", True), ("pk", True)),
            position=6,
            singular="opportunity",
            description="Call-outs, commissions, jobs and funds, each with its deadline; those that have closed stay.",
            fields=(
                SUMMARY,
                _BODY,
                known("closes_on", datetime.date, "The last day to answer it."),
                _LINK,
                PRIORITIES,
                *_PICTURE,
            ),
        ),
    ),
)
QUESTIONS = PublishedKind(
    name="question",
    model=Question,
    needs={"an answer": "answer"},
    summary="answer",
    texts=("answer",),
    listings=(
        Listing(
            name="questions",
            heading="Questions and answers",
            page="partnerships:question-list",
            rows=lambda: Question.objects.published().by_audience(),
            order=(("audience_position", False), ("position", False), ("title", False), ("pk", False)),
            position=4,
            takes_query=True,
            singular="question",
            description="What visitors ask about Cultural Education Partnerships, with the answers.",
            fields=(
                known("audience", str, "Who asks it.", choices=Audience.choices),
                known("answer", str, "The answer, in Markdown."),
                PRIORITIES,
            ),
        ),
    ),
)
# What support offers and programmes have in common.
_OFFERED: dict[str, Any] = {
    "needs": {"a name": "name", "a description": "description"},
    "link": "website",
    "summary": "description",
    "texts": ("description",),
    "words": ("who_for", "how_to_ask"),
    "themes": ("get_kind_display",),
    "search_reads": ("bridge",),
}
SUPPORT_OFFERS = PublishedKind(
    name="support offer",
    model=SupportOffer,
    listings=(
        Listing(
            name="support-offers",
            heading="Support for partnerships",
            page="partnerships:support-list",
            rows=lambda: SupportOffer.objects.published().national_first(),
            position=11,
        ),
    ),
    **_OFFERED,
)
PROGRAMMES = PublishedKind(
    name="programme",
    model=Programme,
    listings=(
        Listing(
            name="programmes",
            heading="Programmes",
            page="partnerships:programme-list",
            rows=lambda: Programme.objects.published().national_first(),
            position=10,
        ),
    ),
    **_OFFERED,
)
_OF_THE_DIRECTORY = (PARTNERSHIPS, CASE_STUDIES, NEWS, RESOURCES, ELSEWHERE, QUESTIONS, SUPPORT_OFFERS, PROGRAMMES)
KINDS = (*_OF_THE_DIRECTORY, PRESENT_SUPPORT, DEVELOPMENTS)
