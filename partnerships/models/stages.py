"""The stage of a partnership: what a source showed on its day, and what that says of today, since it ages."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from partnerships.dates.months import MONTHS_A_YEAR, months_before
from partnerships.dates.partial_dates import PartialDateField, in_words
from partnerships.models.story import AS_DATED
from partnerships.vocabulary import STAGE_MEANING, STAGE_NOT_KNOWN, STAGE_NOT_KNOWN_TODAY, Confidence, Stage

YEARS_KNOWN = 5
MOST_OF_SOURCE = 250
HEARD_OF = " when last heard of"
_ANOTHER = "The stage is another now. Enter {}, or empty this"
# What is true of one stage only, with how it is asked for anew.
OF_ONE_STAGE = {
    "stage_as_of": "as of when this one is known, to the day if need be",
    "stage_date_said": "how its source dates this one",
    "stage_source": "where this one was read",
}
# What may change unnoticed. A suggestion stays one until a source tells of more, and what has ended has ended.
_AGEING = (Stage.EMERGING, Stage.ESTABLISHED, Stage.DORMANT)


def _oldest(today: datetime.date) -> str:
    return months_before(today, YEARS_KNOWN * MONTHS_A_YEAR).isoformat()


def stage_today(stage: str, as_of: str, today: datetime.date) -> str:
    """Return `stage`, shown by a source at the partial date `as_of`, or "" if it is not known for `today`.

    It is not when it is undated, or older than five years in full: all of "2021" counts until the end of 2026.
    """
    return "" if why_not_known(stage, as_of, today) else stage


def why_not_known(stage: str, as_of: str, today: datetime.date) -> str:
    """Return why that is so, to stand after "That": "is undated" or "was over five years ago"; "" if it is known."""
    if stage not in _AGEING:
        return ""
    if not as_of:
        return "is undated"
    return "" if as_of >= _oldest(today)[: len(as_of)] else "was over five years ago"


def is_at(stage: str, today: datetime.date) -> Q:
    """Return the condition of partnerships that their stage_today() is `stage`."""
    oldest = _oldest(today)
    recent = Q(stage_as_of__gte=oldest) | Q(stage_as_of__in=[oldest[:4], oldest[:7]])
    if stage in _AGEING:
        return Q(stage=stage) & recent
    return Q(stage="") | Q(stage__in=_AGEING) & ~recent if stage == "" else Q(stage=stage)


def stage_in_words(stage: str, as_of: str, said: str) -> str:
    """Return `stage` with its date: "Established when last heard of, July 2025", "Proposed (undated)", or not known.

    `as_of` is a partial date; `said` is how the source words it: "Ended (undated, before 2023)".
    """
    if not stage:
        return STAGE_NOT_KNOWN
    words = f"{Stage(stage).label}{HEARD_OF if stage in _AGEING else ''}"
    if as_of:
        return f"{words}, {said or in_words(as_of)}"
    return f"{words} (undated{said and f', {said}'})"


def stage_in_words_today(stage: str, as_of: str, said: str, today: datetime.date) -> str:
    """Return the same where it counts as the stage of `today`, else that it is not known."""
    return stage_in_words(stage, as_of, said) if stage_today(stage, as_of, today) else STAGE_NOT_KNOWN_TODAY


def stage_on_map(stage: str, as_of: str, said: str, today: datetime.date) -> str:
    """Return the same in few words: "established as of July 2025"; as it is where the source words the date."""
    words = stage_in_words_today(stage, as_of, said, today)
    words = words if said else words.replace(f"{HEARD_OF},", " as of")
    return words[:1].lower() + words[1:]


class Staged(models.Model):
    """Something at a stage, and where and when that was read."""

    stage = models.CharField(max_length=12, choices=Stage, blank=True)
    stage_as_of = PartialDateField(help_text="When a source showed the stage. It counts as today’s for five years.")
    stage_date_said = models.CharField("as the source dates it", max_length=60, blank=True, help_text=AS_DATED)
    stage_source = models.CharField(max_length=MOST_OF_SOURCE, blank=True)
    stage_confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    stage_note = models.CharField(max_length=250, blank=True)

    class Meta:
        abstract = True

    def left_of_stage(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Return what of the stage there is would stand beside another: by field, what to do about it.

        `values` by field are those the row is to get; it has none of them yet. For whoever writes a stage by itself: an
        earlier version comes back as it was.
        """
        if values.get("stage", self.stage) == self.stage:
            return {}
        kept = {name: getattr(self, name) for name in OF_ONE_STAGE}
        left = [name for name, value in kept.items() if value and values.get(name, value) == value]
        return {name: _ANOTHER.format(OF_ONE_STAGE[name]) for name in left}

    def date_stage(self, day: datetime.date, source: str) -> None:
        """Date the stage by one more `source`, named before those there were, which stay, with when they showed it.

        Without room for all of them it stays as it is.
        """
        sources = self.stage_source
        if not sources.startswith(source):
            dated = self.stage_date_said or in_words(self.stage_as_of)
            was = f"earlier sources as of {dated}" if sources and dated else ""
            sources = "; ".join(filter(None, [source, sources, was]))
        if len(sources) <= MOST_OF_SOURCE:
            self.stage_as_of, self.stage_date_said, self.stage_source = day.isoformat(), "", sources
            self.stage_confidence = self.stage_confidence or Confidence.STAFF

    @property
    def is_proposed(self) -> bool:
        """Whether this is only a suggestion, not a partnership."""
        return self.stage == Stage.PROPOSED

    @property
    def stage_today(self) -> str:
        """The stage it counts as today, "" when that is not known: see stage_today()."""
        return stage_today(self.stage, self.stage_as_of, timezone.localdate())

    @property
    def why_stage_not_known(self) -> str:
        """Why it is not known today whether it is still at its stage, "" if it is: see why_not_known()."""
        return why_not_known(self.stage, self.stage_as_of, timezone.localdate())

    @property
    def stage_words(self) -> str:
        """The stage with its date: "Established when last heard of, July 2025"."""
        return stage_in_words(self.stage, self.stage_as_of, self.stage_date_said)

    @property
    def stage_words_today(self) -> str:
        """The same where it counts as today's, else that it is not known today."""
        return stage_in_words_today(self.stage, self.stage_as_of, self.stage_date_said, timezone.localdate())

    @property
    def stage_in_sentence(self) -> str:
        """The stage today in few words, with its date: "established as of July 2025"."""
        return stage_on_map(self.stage, self.stage_as_of, self.stage_date_said, timezone.localdate())

    @property
    def stage_meaning(self) -> str:
        """What the stage means, in a sentence."""
        return STAGE_MEANING[self.stage]
