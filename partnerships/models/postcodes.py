"""Every postcode of the United Kingdom and the islands, and which edition of the list is loaded."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Avg, Case, Count, Q, Value, When
from django.db.models.functions import Length

INWARD_LENGTH = 3


class PostcodeQuerySet(models.QuerySet["Postcode"]):
    """Codes are compared as bytes: digits come before letters."""

    def in_outward(self, outward: str) -> "PostcodeQuerySet":
        """Return those whose first half is `outward`: "LS1" means LS1 3AB, but not LS13 1AB.

        Parts of London have a letter more, and nobody says it: "WC2" means WC2A 1AA too.
        """
        plain = Q(code__lt=f"{outward}:", length=len(outward) + INWARD_LENGTH)
        lettered = Q(code__gte=f"{outward}A", length=len(outward) + 1 + INWARD_LENGTH)
        begins = self.filter(code__gte=f"{outward}0", code__lt=f"{outward}[")
        return begins.alias(length=Length("code")).filter(plain | lettered)

    def beginning(self, start: str) -> "PostcodeQuerySet":
        """Return those that begin with `start`, which ends within the second half: "LS13" for LS1 3, "LS13A"."""
        return self.filter(code__gte=f"{start}A", code__lt=f"{start}[")

    def by_area(self, mail_places: Iterable[tuple[int, int]] = ()) -> "models.QuerySet[Any, Any]":
        """Return a row for each area they lie in, those used before the others: `area`, `number`, mean `east`, `north`.

        If `is_used`, it is of those that are in use and not on one of `mail_places`, eastings and northings in metres;
        else of the others there. The commonest come first.
        """
        at_places = [Q(easting=easting, northing=northing) for easting, northing in sorted(mail_places)]
        used = Q(terminated="") & (~reduce(or_, at_places) if at_places else Q())
        is_used = Case(When(used, then=Value(True)), default=Value(False))
        counted = self.annotate(is_used=is_used).values("area", "is_used")
        counted = counted.annotate(number=Count("pk"), east=Avg("easting"), north=Avg("northing"))
        return counted.order_by("-is_used", "-number", "area")


class Postcode(models.Model):
    """A postcode and the local authority it lies in, by the middle of its addresses.

    The table is made by hand (see the migration and geography/postcode_data/table.py), as import_postcodes replaces it
    as a whole.
    """

    code = models.CharField(max_length=7, primary_key=True, help_text="Without a space.")
    area = models.CharField(
        max_length=9,
        blank=True,
        help_text="GSS code of the local authority if English; else W, S, N, L (Channel Islands) or M (Isle of Man). "
        "Blank if the source gives it no place.",
    )
    easting = models.IntegerField(null=True, blank=True, help_text="Metres on the British National Grid, if known.")
    northing = models.IntegerField(null=True, blank=True)
    terminated = models.CharField(max_length=7, blank=True, help_text="Year and month it went out of use.")

    objects = PostcodeQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "partnerships_postcode"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.code[:-INWARD_LENGTH]} {self.code[-INWARD_LENGTH:]}"


class PostcodeEdition(models.Model):
    """An edition of the list of postcodes that was loaded, and whom to thank for it. The latest comes first."""

    name = models.CharField(max_length=120, help_text="As shown: ONS Postcode Directory, November 2025.")
    source = models.CharField(max_length=200, help_text="The package or file it was read from.")
    fingerprint = models.CharField(max_length=100, help_text="The same for the same data.")
    attribution = models.TextField()
    rows = models.PositiveIntegerField()
    imported_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name
