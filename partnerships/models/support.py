"""Who supports partnerships since the Bridge role ended: in which area, with what, and as of when that is known."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from partnerships.dates.partial_dates import PartialDateField, begins_by, in_order, in_words, is_over
from partnerships.models.bridges import BridgedQuerySet, BridgeOrganisation
from partnerships.models.places import LocalAuthority, Region
from partnerships.models.publishable import Publishable, Sourced
from partnerships.models.slugs import HasOwnPage
from partnerships.models.versions import Versions
from partnerships.text.sentences import listed, region_in_words
from partnerships.vocabulary import SupportAnswer


class PresentSupportQuerySet(BridgedQuerySet["PresentSupport"]):
    def by_answer(self) -> Self:
        """Return them by their answer, as SupportAnswer has it, then by name."""
        order = models.Case(*(models.When(answer=answer, then=number) for number, answer in enumerate(SupportAnswer)))
        return self.annotate(answer_position=order).order_by("answer_position", "name", "pk")


class PresentSupport(HasOwnPage, Publishable, Sourced):
    """Whether an organisation supports partnerships in an area today, with what, and as of when a source says so.

    Without a name it says that somebody looked for one there and found nobody. Its address is an anchor on the page of
    all of them. A date that is planned says nothing of what is true.
    """

    name = models.CharField(
        "organisation", max_length=160, blank=True, help_text="Public. Empty only where nobody was found."
    )
    bridge = models.ForeignKey(
        BridgeOrganisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="present_support",
        verbose_name="Bridge Organisation",
        help_text="Which of the ten it is or was, if any. Enquiries go to its desk, if it has one here.",
    )
    answer = models.CharField("does it support partnerships there?", max_length=10, choices=SupportAnswer)
    what = models.TextField("with what", help_text="Public. What it does and how to ask, or what is not known.")
    is_national = models.BooleanField("all of England", default=False)
    regions = models.ManyToManyField(Region, blank=True, related_name="present_support")
    authorities = models.ManyToManyField(
        LocalAuthority, blank=True, related_name="present_support", help_text="If it is not whole regions."
    )
    since = PartialDateField(planned="is_since_planned", help_text="Before that it is not taken for true.")
    is_since_planned = models.BooleanField("beginning is only planned", default=False)
    until = PartialDateField(planned="is_until_planned", help_text="After that it is not taken for true any more.")
    is_until_planned = models.BooleanField("end is only planned", default=False)
    address = models.URLField(max_length=400, blank=True, help_text="Public. Its page about this.")
    as_of = PartialDateField("as of", help_text="When the source said so.")
    as_of_said = models.CharField(
        "as of, in words",
        max_length=80,
        blank=True,
        help_text="Public. If it is not exact: “undated”, “2023-24”.",
    )

    answer_position: int  # annotated by by_answer

    page = "partnerships:support-today"
    objects = PresentSupportQuerySet.as_manager()
    versions = Versions(m2m_fields=["regions", "authorities"])

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "present support"
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answer=SupportAnswer.NOBODY, name="") | ~Q(answer=SupportAnswer.NOBODY) & ~Q(name=""),
                name="present_support_names_whom_it_found",
                violation_error_message="Enter the organisation, or “Nobody found” without one.",
            ),
            in_order("since", "until", name="present_support_ends_after_it_begins"),
            models.CheckConstraint(
                condition=(Q(is_since_planned=False) | ~Q(since="")) & (Q(is_until_planned=False) | ~Q(until="")),
                name="planned_support_has_its_date",
                violation_error_message="Enter the date that is planned.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or SupportAnswer.NOBODY.label

    @classmethod
    def address_of(cls, slug: str) -> str:
        return f"{reverse(cls.page)}#{slug}"

    @property
    def public_owner(self) -> BridgeOrganisation | None:
        """The Bridge Organisation it is or was."""
        return self.bridge

    def answer_on(self, day: datetime.date) -> SupportAnswer:
        """Return what is known on `day`: a yes counts only between its dates, and no plan of either makes one."""
        answer = SupportAnswer(self.answer)
        if answer != SupportAnswer.YES:
            return answer
        if is_over(self.until, day):
            return SupportAnswer.NOT_KNOWN if self.is_until_planned else SupportAnswer.NO
        if self.is_since_planned or not begins_by(self.since, day):
            return SupportAnswer.NOT_KNOWN
        return answer

    @property
    def known_as_of(self) -> str:
        """As of when it is known: "July 2025", "2023-24", "undated" or ""."""
        return self.as_of_said or in_words(self.as_of)

    @property
    def how_recent(self) -> str:
        """The same as it stands in a sentence: "as of July 2025", "our source: undated"."""
        if self.as_of_said and not self.as_of_said[0].isdigit():
            return f"our source: {self.as_of_said}"
        return f"as of {self.known_as_of or 'an unknown date'}"

    @property
    def dates(self) -> str:
        """Its dates in words, plans told as such: "since 2023", "planned to begin: 2025", or ""."""
        begins = "planned to begin:" if self.is_since_planned else "since"
        ends = "planned to end:" if self.is_until_planned else "until"
        parts = ((begins, self.since), (ends, self.until))
        return ", ".join(f"{words} {in_words(date)}" for words, date in parts if date)

    @property
    def area_words(self) -> str:
        """Where that is, in a list of names; "" where nobody said. Prefetch `regions` and `authorities` for lists."""
        names = [place.name for place in (*self.regions.all(), *self.authorities.all())]
        return ", ".join(["England", *names] if self.is_national else names)

    @property
    def area_in_sentence(self) -> str:
        """The same as it stands in a sentence: "the North West and Leeds"."""
        regions = [region_in_words(region.name) for region in self.regions.all()]
        return listed([*(["England"] if self.is_national else []), *regions, *self.authorities.all()])
