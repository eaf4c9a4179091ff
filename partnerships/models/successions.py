"""Local authorities that are followed by others: councils change."""

import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format

from partnerships.models.places import NO_GSS_CODE, HasGSSShape, LocalAuthority, is_gss_code
from partnerships.text.sentences import listed


class CouncilSuccessionQuerySet(models.QuerySet["CouncilSuccession"]):
    def done(self) -> "CouncilSuccessionQuerySet":
        """Return those that have happened here: what hung on the former authority hangs on its successor."""
        return self.filter(successor__isnull=False)

    def whole(self) -> "CouncilSuccessionQuerySet":
        """Return those done of authorities that nobody else follows too: whatever lay there lies in the successor."""
        return self.done().exclude(_followed_by_others())

    def split(self) -> "CouncilSuccessionQuerySet":
        """Return those of authorities that several follow: nobody can say from here what lies in which of these."""
        return self.filter(_followed_by_others())

    def planned(self) -> "CouncilSuccessionQuerySet":
        """Return those that have not happened here yet, though their day may have come."""
        return self.filter(successor__isnull=True)

    def about(self, authority: LocalAuthority) -> "CouncilSuccessionQuerySet":
        """Return those in which `authority` follows, or is to follow or to be followed."""
        is_planned = Q(successor=None) & (Q(gss_code=authority.gss_code) | Q(successor_name=authority.name))
        return self.filter(Q(successor=authority) | is_planned)

    def due(self, today: datetime.date) -> "CouncilSuccessionQuerySet":
        """Return the planned ones whose day has come."""
        return self.planned().filter(on__lte=today)


def _followed_by_others() -> Exists:
    others = CouncilSuccession.objects.exclude(pk=OuterRef("pk"))
    return Exists(others.filter(gss_code=OuterRef("gss_code")))


class CouncilSuccession(models.Model):
    """That the local authority of `gss_code` is followed by another from a day `on`.

    Until then it is a plan, and `successor` is null. `change_councils` makes it true: then the former authority is
    known only from here, by its name, its code and its key, which go on leading to its successor.
    """

    gss_code = models.CharField("GSS code", max_length=9, validators=[is_gss_code])
    name = models.CharField("former authority", max_length=60)
    county = models.CharField("county that ends with it", max_length=40, blank=True)
    successor_name = models.CharField("authority that follows", max_length=60)
    on = models.DateField("from", help_text="The day from which the other takes its place.")
    source = models.CharField(max_length=250, help_text="Public. Where this was read.")
    successor = models.ForeignKey(
        LocalAuthority, models.PROTECT, null=True, blank=True, editable=False, related_name="predecessors"
    )
    former_key = models.PositiveBigIntegerField(
        null=True, editable=False, help_text="The former authority’s: versions of the time before name it."
    )

    objects = CouncilSuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["on", "successor_name", "name"]
        verbose_name = "change of councils"
        verbose_name_plural = "changes of councils"
        constraints = [
            models.UniqueConstraint(fields=["gss_code", "successor_name"], name="one_succession_each"),
            models.CheckConstraint(
                condition=HasGSSShape("gss_code"),
                name="succession_has_gss_code",
                violation_error_message=NO_GSS_CODE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} → {self.successor_name}"

    @property
    def standing(self) -> str:
        """Whether it has happened here, in words for staff."""
        if self.successor_id:
            return "Done"
        return "Planned" if self.on > timezone.localdate() else "Its day has come: run change_councils"

    def said_of(self, authority: LocalAuthority, names: str) -> str:
        """Return it as a sentence of `authority`, which follows those with these `names`, or is to be followed."""
        day = date_format(self.on, "j F Y")
        if self.name == self.successor_name == authority.name:
            return f"Its GSS code was {self.gss_code} until {day}." if self.successor_id else f"Its code ends on {day}."
        if self.successor_id and self.successor_name == authority.name:
            return f"It took the place of {names} on {day}."
        if self.successor_id:
            return f"{self.successor_name}, whose place it took, had taken that of {names} on {day}."
        planned = "was planned" if self.on <= timezone.localdate() else "is planned"
        if self.gss_code == authority.gss_code:
            return f"From {day} {self.successor_name} {planned} to take its place."
        return f"From {day} it {planned} to take the place of {names}."


def told_of(authority: LocalAuthority) -> list[tuple[str, str]]:
    """Return which authorities `authority` follows, and which follow it: sentences, each with its source."""
    alike: dict[tuple[str, str], list[CouncilSuccession]] = {}
    for each in CouncilSuccession.objects.about(authority):
        alike.setdefault((each.said_of(authority, ""), each.source), []).append(each)
    return [
        (some[0].said_of(authority, listed(sorted(each.name for each in some))), source)
        for (_, source), some in alike.items()
    ]
