"""Questions that are often asked, with their answers."""

from django.db import models
from django.urls import reverse

from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.models.versions import Versions
from partnerships.vocabulary import Audience


class QuestionQuerySet(EditorialQuerySet):
    """Questions about many questions."""

    def by_audience(self):
        """Return them by who asks them, everybody's first, each in their order."""
        order = models.Case(*(models.When(audience=one, then=number) for number, one in enumerate(Audience)))
        return self.annotate(audience_position=order).order_by("audience_position", "position", "title")


class Question(Editorial):
    """A question visitors ask (`title`), and its answer. Its address is an anchor on the page of all questions."""

    answer = models.TextField(help_text="Public. In Markdown.")
    audience = models.CharField("who asks it", max_length=12, choices=Audience, default=Audience.EVERYBODY)
    position = models.PositiveSmallIntegerField(default=0, help_text="Order among the questions of the same people.")

    objects = QuestionQuerySet.as_manager()
    versions = Versions(m2m_fields=["priorities"])

    class Meta(Editorial.Meta):
        ordering = ["audience", "position", "title"]

    def get_absolute_url(self):
        return f"{reverse('partnerships:question-list')}#{self.slug}"
