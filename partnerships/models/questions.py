"""Frequently asked questions, with their answers."""

from typing import Self

from django.db import models
from django.urls import reverse

from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.models.versions import Versions
from partnerships.vocabulary import Audience


class QuestionQuerySet(EditorialQuerySet["Question"]):
    def by_audience(self) -> Self:
        """Return them by who asks them, everybody's first, each in their order."""
        order = models.Case(*(models.When(audience=audience, then=number) for number, audience in enumerate(Audience)))
        return self.annotate(audience_position=order).order_by("audience_position", "position", "title")


class Question(Editorial):
    """A question visitors ask (`title`), and its answer. Its address is an anchor on the page of all questions."""

    answer = models.TextField(help_text="Public. In Markdown.")
    audience = models.CharField("who asks it", max_length=12, choices=Audience, default=Audience.EVERYBODY)
    position = models.PositiveSmallIntegerField(default=0, help_text="Order among the questions of the same people.")

    audience_position: int  # annotated by by_audience

    page = "partnerships:question-list"
    objects = QuestionQuerySet.as_manager()
    versions = Versions(m2m_fields=["priorities"])

    class Meta(Editorial.Meta):
        ordering = ["audience", "position", "title"]

    @classmethod
    def address_of(cls, slug: str) -> str:
        return f"{reverse(cls.page)}#{slug}"
