"""The published kinds of the library: resources, and what was published elsewhere."""

from django.db.models import URLField

from partnerships.dates.partial_dates import PartialDateField
from partnerships.models import PublishedElsewhere, Resource
from partnerships.published_kinds.fields import CONFIDENCE, PRIORITIES, SOURCE, Field, known, whole_address
from partnerships.published_kinds.table import Listing, PublishedKind
from partnerships.vocabulary import DocumentType, ElsewhereKind, ResourceKind, ResourceSection

RESOURCES = PublishedKind(
    name="resource",
    model=Resource,
    needs={"a description": "description"},
    link="url",
    summary="description",
    texts=("description",),
    words=("get_kind_display", "source"),
    shown_as="resource",
    is_news=True,
    listings=(
        Listing(
            name="resources",
            heading="Resources",
            page="partnerships:resource-list",
            rows=lambda: Resource.objects.published().latest_first(),
            position=9,
            label="Resource library",
            takes_query=True,
            singular="resource",
            description="Documents and links that help partnerships: action plans, toolkits, evaluations and the like.",
            fields=(
                Field("description", str, "What it is and who it helps."),
                known("section", str, "The part of the library it stands in.", choices=ResourceSection.choices),
                known("kind", str, "What it is.", choices=ResourceKind.choices),
                known(
                    "address",
                    URLField,
                    "Where it is: the page or document itself.",
                    lambda row: whole_address(row.address),
                ),
                Field(
                    "document_type",
                    str,
                    "What type of document it is, if it is one kept here.",
                    choices=DocumentType.choices,
                ),
                Field("size", int, "How large the document is.", unit="bytes"),
                Field("year", int, "The year it is of."),
                PRIORITIES,
                SOURCE,
                CONFIDENCE,
            ),
        ),
    ),
)
# Of others, and often old: never news of ours.
ELSEWHERE = PublishedKind(
    name="published elsewhere",
    model=PublishedElsewhere,
    needs={"a description": "description", "an address": "url"},
    link="url",
    summary="description",
    texts=("description",),
    words=("get_kind_display", "publisher"),
    shown_as="item",
    listings=(
        Listing(
            name="elsewhere",
            heading="Published elsewhere",
            page="partnerships:elsewhere-list",
            rows=lambda: PublishedElsewhere.objects.published().newest_first(),
            order=(("date", True), ("title", False), ("pk", False)),
            position=12,
            takes_query=True,
            singular="thing published elsewhere",
            description="What partnerships, hosts, councils, Bridge Organisations and others published about one.",
            fields=(
                known("kind", str, "What it is.", choices=ElsewhereKind.choices),
                known("description", str, "What it is, in a sentence of ours."),
                Field("publisher", str, "Who published it."),
                Field("date", PartialDateField, "When it was published there."),
                known("address", URLField, "Where it is.", lambda row: row.url),
                PRIORITIES,
            ),
        ),
    ),
)
