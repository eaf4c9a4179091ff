"""Regions and local authorities: where partnerships work."""

from django.db import models
from django.urls import reverse

from partnerships.models.slugs import Sluggable
from partnerships.vocabulary import FORMED_STAGES, WORKING_STAGES, AuthorityType, PublicationState, Stage

GSS_SHAPE = r"^E\d{8}$"


class RegionQuerySet(models.QuerySet["Region"]):
    def with_counts(self) -> "RegionQuerySet":
        """Return each with `authority_count`, `covered_count`, `partnership_count` and `proposed_count`.

        A partnership is counted once in every region it reaches into; a proposed one is never counted as one.
        """
        published = models.Q(authorities__partnerships__publication=PublicationState.PUBLISHED)
        formed = published & models.Q(authorities__partnerships__stage__in=FORMED_STAGES)
        working = published & models.Q(authorities__partnerships__stage__in=WORKING_STAGES)
        proposed = published & models.Q(authorities__partnerships__stage=Stage.PROPOSED)
        return self.annotate(
            authority_count=models.Count("authorities", distinct=True),
            covered_count=models.Count("authorities", filter=working, distinct=True),
            partnership_count=models.Count("authorities__partnerships", filter=formed, distinct=True),
            proposed_count=models.Count("authorities__partnerships", filter=proposed, distinct=True),
        )


class Region(Sluggable):
    """One of the nine regions of England, by its Office for National Statistics code."""

    gss_code = models.CharField("GSS code", max_length=9, unique=True)
    name = models.CharField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(help_text="Order in lists: north to south.")

    # Annotated by with_counts.
    authority_count: int
    covered_count: int
    partnership_count: int
    proposed_count: int

    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=models.Q(gss_code__regex=GSS_SHAPE), name="region_has_gss_code")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:region-detail", args=[self.slug])


class LocalAuthorityQuerySet(models.QuerySet["LocalAuthority"]):
    def covered(self) -> "LocalAuthorityQuerySet":
        """Return those a published partnership works in; one proposed or ended does not count."""
        return self.filter(pk__in=_covered())

    def uncovered(self) -> "LocalAuthorityQuerySet":
        """Return those no published partnership works in, even if one was proposed or has ended."""
        return self.exclude(pk__in=_covered())


class LocalAuthority(Sluggable):
    """A lower-tier local authority of England: unitary, metropolitan district, London borough or district.

    `easting` and `northing` are the mean position of its live postcodes, in metres on the British National Grid.
    """

    gss_code = models.CharField("GSS code", max_length=9, unique=True)
    name = models.CharField(max_length=60, unique=True)
    type = models.CharField(max_length=30, choices=AuthorityType)
    county = models.CharField(max_length=40, blank=True, help_text="The county council's area it lies in, if any.")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="authorities")
    bridge = models.ForeignKey(
        "partnerships.BridgeOrganisation",
        on_delete=models.PROTECT,
        related_name="authorities",
        help_text="The Bridge Organisation whose territory it is in.",
    )
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)

    objects = LocalAuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "local authorities"
        constraints = [
            models.CheckConstraint(condition=models.Q(gss_code__regex=GSS_SHAPE), name="authority_has_gss_code"),
            models.CheckConstraint(
                condition=models.Q(easting__isnull=True, northing__isnull=True)
                | models.Q(easting__isnull=False, northing__isnull=False),
                name="authority_easting_and_northing_together",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:authority-detail", args=[self.slug])

    @property
    def middle(self) -> tuple[int, int] | None:
        """Its easting and northing, or None if they are not known."""
        return None if self.easting is None or self.northing is None else (self.easting, self.northing)


def _covered() -> models.QuerySet[LocalAuthority]:
    return LocalAuthority.objects.filter(
        partnerships__publication=PublicationState.PUBLISHED, partnerships__stage__in=WORKING_STAGES
    )
