"""How often the finder gave which kind of answer, for which place: never what was typed, nor by whom."""

from typing import Any, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from partnerships.models.places import LocalAuthority
from partnerships.models.rights import bridges_of, editable_rows
from partnerships.models.successions import CouncilSuccession
from partnerships.vocabulary.finder_answers import FinderAnswer


class FinderCountQuerySet(models.QuerySet["FinderCount"]):
    def editable_by(self, user: User) -> Self:
        """Return those of places in the area of Bridge Organisations that `user` works for; all for national staff."""
        return editable_rows(self, user, lambda: Q(gss_code__in=_codes_of(user)))

    def unfound(self) -> Self:
        """Return those of visitors who did not find who covers their place."""
        return self.filter(answer__in=UNFOUND)

    def with_authority(self) -> Self:
        """Return each with `authority_name`, that of its local authority, of today or of then; None for no place."""
        alike = {"gss_code": OuterRef("gss_code")}
        today = LocalAuthority.objects.filter(**alike).values("name")
        # One that was split is named there once for each that follows it.
        then = CouncilSuccession.objects.filter(**alike).order_by().values("name")[:1]
        return self.annotate(authority_name=Coalesce(Subquery(today), Subquery(then)))


def _codes_of(user: User) -> "models.QuerySet[LocalAuthority, Any]":
    """Return the GSS codes that the local authorities of a user's Bridge Organisations go by, or went by."""
    theirs = LocalAuthority.objects.filter(bridge__in=bridges_of(user)).order_by()
    return theirs.values_list("gss_code").union(theirs.values_list("predecessors__gss_code"))


UNFOUND = (
    FinderAnswer.UNCOVERED,
    FinderAnswer.CLOSED,
    FinderAnswer.PROPOSED,
    FinderAnswer.IN_PART,
    FinderAnswer.UNKNOWN_AUTHORITY,
    FinderAnswer.NOT_FOUND,
)


class FinderCount(models.Model):
    """How many answers of one kind the finder gave in a month for one place.

    The place is one that we know, by the name our files have for it: blank for a local authority as a whole, and with
    it the code where the answer was about none.
    """

    month = models.DateField(help_text="Its first day.")
    answer = models.CharField(max_length=20, choices=FinderAnswer)
    gss_code = models.CharField(
        "GSS code", max_length=9, blank=True, help_text="Of the local authority the place is in."
    )
    place = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField("times")

    # Annotated by with_authority.
    authority_name: str | None

    objects = FinderCountQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-number", "place", "gss_code", "answer"]
        verbose_name = "count of answers"
        verbose_name_plural = "what visitors did not find"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["month", "answer", "gss_code", "place"], name="one_finder_count_each")
        ]

    def __str__(self) -> str:
        times = "once" if self.number == 1 else f"{self.number:,} times"
        answer = self.get_answer_display()
        return f"{self.where}: {answer[0].lower()}{answer[1:]}, {times}"

    @property
    def where(self) -> str:
        """The place and its local authority, if it has been read `with_authority`."""
        authority = getattr(self, "authority_name", None) or self.gss_code
        return ", ".join(dict.fromkeys(filter(None, [self.place, authority]))) or "No one place"
