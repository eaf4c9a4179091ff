"""What is published of who supports partnerships today."""

from typing import Any

from django.db.models import Prefetch, URLField
from django.utils import timezone

from partnerships import models
from partnerships.dates.partial_dates import PartialDateField
from partnerships.open_data.shapes import RecordKind, dated_by_versions
from partnerships.published_kinds.fields import (
    CONFIDENCE,
    GSS_CODE,
    NAME,
    SLUG,
    SOURCE,
    Field,
    ListField,
    known,
    list_of_authorities,
    number,
    page_url,
    reference,
)
from partnerships.vocabulary import SupportAnswer


def _answer_today(row: models.PresentSupport) -> str:
    return row.answer_on(timezone.localdate())


# What to prefetch for Bridge Organisations to be asked what they support.
SUPPORT_OF_BRIDGES = Prefetch("present_support", models.PresentSupport.objects.published(), to_attr="published_support")


def given_by(bridge: Any) -> list[models.PresentSupport]:
    """Return the support that `bridge`, read with SUPPORT_OF_BRIDGES, gives today."""
    return [row for row in bridge.published_support if _answer_today(row) == SupportAnswer.YES]


def support_in_words(bridge: Any) -> str:
    """Return with what `bridge`, read with SUPPORT_OF_BRIDGES, supports partnerships today."""
    return " ".join(row.what for row in given_by(bridge))


PRESENT_SUPPORT = RecordKind(
    name="support-today",
    singular="record of present support",
    title="Who supports partnerships today",
    description="Which organisations support partnerships in which area since 2023, and where we found nobody.",
    rows=lambda: models.PresentSupport.objects.published().order_by("pk"),
    prepare=lambda rows: dated_by_versions(rows).select_related("bridge"),
    dated=dated_by_versions,
    summary=lambda row: row.what,
    has_pages=False,
    fields=(
        number("record"),
        known("slug", str, "Its address on our page: what follows the “#”. It may change."),
        Field("name", str, "The organisation. Null where somebody looked and found nobody."),
        known("url", URLField, "Where it stands on our page.", page_url),
        *reference("bridge", "Which Bridge Organisation it is or was, if any."),
        known("answer", str, "What the source says.", choices=SupportAnswer.choices),
        known(
            "answer_today",
            str,
            "What follows from that and the dates for the day it was asked for.",
            _answer_today,
            choices=SupportAnswer.choices,
        ),
        known("what", str, "With what it supports partnerships, or what is not known."),
        known("is_national", bool, "Whether it is said of all of England."),
        ListField("regions", "The regions it is said of.", (GSS_CODE, NAME, SLUG), shown_field="gss_code"),
        list_of_authorities("Local authorities it is said of, if not whole regions."),
        Field("since", PartialDateField, "Since when."),
        known("is_since_planned", bool, "Whether the beginning is only planned."),
        Field("until", PartialDateField, "Until when."),
        known("is_until_planned", bool, "Whether the end is only planned."),
        Field("address", URLField, "The organisation’s page about it."),
        Field("as_of", PartialDateField, "As of when the source says so."),
        Field("as_of_said", str, "The same in words, if it is not exact."),
        SOURCE,
        CONFIDENCE,
    ),
)
