"""Parts of local authorities."""

from django.db import models

from partnerships.dates.partial_dates import PartialDateField
from partnerships.models.places import LocalAuthority
from partnerships.models.versions import Versions
from partnerships.vocabulary import Confidence
from partnerships.vocabulary.parts import PartKind


class PartnershipPart(models.Model):
    """A part of a local authority that a partnership works in, and as far as we know in no other but those beside it.

    Without any it works in the whole authority, or we do not know in which part. A part counts only while its authority
    is one of the partnership's. `easting` and `northing` are the mean place of its postcodes, in metres on the British
    National Grid. They and the districts follow from the name where that says enough: see geography/parts.py.
    """

    partnership = models.ForeignKey("partnerships.Partnership", models.CASCADE, related_name="parts")
    authority = models.ForeignKey(
        LocalAuthority, models.PROTECT, related_name="parts_worked_in", verbose_name="local authority"
    )
    kind = models.CharField("told by", max_length=10, choices=PartKind, default=PartKind.DISTRICT)
    name = models.CharField(
        max_length=60,
        help_text="Public. Such as YO11 (a postcode district), Whitby, or Scarborough (a former council).",
    )
    postcode_districts = models.CharField(
        max_length=400,
        blank=True,
        help_text="Public. With spaces between: NR32 NR33. If you leave this blank, we look up those of the name.",
    )
    easting = models.PositiveIntegerField(null=True, blank=True, editable=False)
    northing = models.PositiveIntegerField(null=True, blank=True, editable=False)
    source = models.CharField(max_length=250, blank=True, help_text="Public. Where this was read.")
    as_of = PartialDateField("as of", help_text="The date the source is of.")
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)

    versions = Versions()

    class Meta:
        ordering = ["authority__name", "kind", "name"]
        verbose_name = "part of an authority"
        verbose_name_plural = "parts of authorities"
        constraints = [
            models.UniqueConstraint(fields=["partnership", "authority", "kind", "name"], name="one_part_once"),
            models.CheckConstraint(
                condition=models.Q(easting__isnull=True, northing__isnull=True)
                | models.Q(easting__isnull=False, northing__isnull=False),
                name="part_easting_and_northing_together",
            ),
        ]

    def __str__(self) -> str:
        return part_in_words(self.kind, self.name)

    @classmethod
    def are_of(cls, key: int, authority: LocalAuthority) -> bool:
        """Whether the partnership of this `key` is known to work in parts of `authority` only. One query."""
        return cls._default_manager.filter(partnership=key, authority=authority).exists()

    @property
    def districts(self) -> list[str]:
        """The postcode districts it takes in, such as "YO11"; none if we do not know them."""
        return self.postcode_districts.split()


def part_in_words(kind: str, name: str) -> str:
    """Return a part within a sentence: "YO11", "Whitby", "the former district of Scarborough"."""
    return f"the former district of {name}" if kind == PartKind.FORMER else name
