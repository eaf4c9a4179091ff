"""The published kinds that tell of the time since the Bridge role ended. National staff alone write them."""

from django.db.models import URLField

from partnerships.dates.partial_dates import PartialDateField
from partnerships.models import Development, PresentSupport
from partnerships.published_kinds.fields import CONFIDENCE, SOURCE, Field, known
from partnerships.published_kinds.table import Listing, PublishedKind

PRESENT_SUPPORT = PublishedKind(
    name="present support",
    model=PresentSupport,
    needs={"an area": "area_words"},
    link="address",
    summary="what",
    texts=("what",),
    words=("area_words", "get_answer_display"),
    themes=(),
    search_reads=("bridge", "regions", "authorities"),
    is_national=True,
    listings=(
        Listing(
            name="support-today",
            heading="Who supports partnerships today",
            page="partnerships:support-today",
            rows=lambda: PresentSupport.objects.published().by_answer(),
            position=13,
        ),
    ),
)
DEVELOPMENTS = PublishedKind(
    name="development",
    model=Development,
    needs={"a source": "source"},
    link="address",
    summary="what",
    texts=("what",),
    words=("who",),
    is_national=True,
    listings=(
        Listing(
            name="since-2023",
            heading="What has changed since 2023",
            page="partnerships:development-list",
            rows=lambda: Development.objects.published().newest_first(),
            order=(("date", True), ("pk", True)),
            position=14,
            takes_query=True,
            singular="change since 2023",
            description="What has changed for partnerships since the Bridge role ended, and what is planned.",
            summary="dated_summary",
            fields=(
                known("what", str, "What happened; of a plan, what is planned."),
                known("date", PartialDateField, "When it happened, or for when it is planned."),
                Field("date_said", str, "The date in words, if the source is not so exact."),
                known("is_planned", bool, "Whether it is a plan of which we do not know that it happened."),
                Field("who", str, "The organisations that did it or plan it."),
                Field("address", URLField, "A page to read more on."),
                SOURCE,
                CONFIDENCE,
            ),
        ),
    ),
)
