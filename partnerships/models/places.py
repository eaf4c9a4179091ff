"""Regions and local authorities: where partnerships work."""

from django.db import models
from django.urls import reverse

from partnerships.models.slugs import Sluggable
from partnerships.vocabulary import AuthorityType

GSS_SHAPE = r"^E\d{8}$"


class Region(Sluggable):
    """One of the nine regions of England, by its Office for National Statistics code."""

    gss_code = models.CharField("GSS code", max_length=9, unique=True)
    name = models.CharField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(help_text="Order in lists: north to south.")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=models.Q(gss_code__regex=GSS_SHAPE), name="region_has_gss_code")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partnerships:region-detail", args=[self.slug])


class LocalAuthority(Sluggable):
    """A lower-tier local authority of England: unitary, metropolitan district, London borough or district.

    `easting` and `northing` are the mean position of its live postcodes, in metres on the British National Grid.
    """

    gss_code = models.CharField("GSS code", max_length=9, unique=True)
    name = models.CharField(max_length=60, unique=True)
    type = models.CharField(max_length=30, choices=AuthorityType)
    county = models.CharField(
        max_length=40, blank=True, help_text="The county council's area it lies in, if any."
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="authorities")
    bridge = models.ForeignKey(
        "partnerships.BridgeOrganisation",
        on_delete=models.PROTECT,
        related_name="authorities",
        help_text="The Bridge Organisation whose territory it is in.",
    )
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "local authorities"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(gss_code__regex=GSS_SHAPE), name="authority_has_gss_code"
            ),
            models.CheckConstraint(
                condition=models.Q(easting__isnull=True, northing__isnull=True)
                | models.Q(easting__isnull=False, northing__isnull=False),
                name="authority_easting_and_northing_together",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("partnerships:authority-detail", args=[self.slug])
