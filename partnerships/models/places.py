"""Regions and local authorities: where partnerships work."""

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import BooleanField, Count, Exists, FloatField, Func, OuterRef, Q, Subquery
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Coalesce

from partnerships.models.slugs import HasOwnPage
from partnerships.text.sentences import with_article
from partnerships.vocabulary import FORMED_STAGES, WORKING_STAGES, AuthorityType, PublicationState, Stage

GSS_SHAPE = r"^E\d{8}$"
NO_GSS_CODE = "Enter a GSS code: E and eight digits, such as E06000065."
CITY_OF_LONDON = "E09000001"
is_gss_code = RegexValidator(GSS_SHAPE, NO_GSS_CODE)


class HasGSSShape(Func):
    """Whether a text is E and eight digits, asked so that every tool that opens a file of SQLite can check it.

    There `regex` is a function that Django brings along: without it, not even the check of the whole file runs.
    """

    template = f"%(expressions)s ~ '{GSS_SHAPE}'"
    output_field = BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return it in the words of SQLite."""
        return self.as_sql(compiler, connection, template=f"%(expressions)s GLOB 'E{'[0-9]' * 8}'", **context)


def published(stages: Collection[str], path: str = "partnerships") -> Q:
    """Return what holds where `path` leads to a published partnership in one of `stages`."""
    return Q(**{f"{path}__publication": PublicationState.PUBLISHED, f"{path}__stage__in": stages})


def square_from(path: str, easting: int, northing: int) -> CombinedExpression:
    """Return the square of the distance in metres from a point to the place whose columns begin with `path`."""
    east = Cast(f"{path}easting", FloatField()) - easting
    north = Cast(f"{path}northing", FloatField()) - northing
    return east * east + north * north


class RegionQuerySet(models.QuerySet["Region"]):
    def with_counts(self) -> "RegionQuerySet":
        """Return each with `authority_count`, `covered_count`, `in_part_count`, `partnership_count`, `proposed_count`.

        An authority is covered, or covered only in part, or neither. A partnership is counted once in every region it
        reaches into; a proposed one is never counted as one.
        """
        # Each counted by itself: beside joined rows, a database counts the others anew for every row.
        return self.annotate(
            authority_count=_number_of(LocalAuthority.objects.all()),
            covered_count=_number_of(LocalAuthority.objects.covered()),
            in_part_count=_number_of(LocalAuthority.objects.covered_in_part()),
            partnership_count=_number_reaching(FORMED_STAGES),
            proposed_count=_number_reaching([Stage.PROPOSED]),
        )


class Region(HasOwnPage):
    """One of the nine regions of England, by its Office for National Statistics code."""

    gss_code = models.CharField("GSS code", max_length=9, unique=True, validators=[is_gss_code])
    name = models.CharField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(help_text="Order in lists: north to south.")

    # Annotated by with_counts.
    authority_count: int
    covered_count: int
    in_part_count: int
    partnership_count: int
    proposed_count: int

    page = "partnerships:region-detail"
    objects = RegionQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=HasGSSShape("gss_code"), name="region_has_gss_code", violation_error_message=NO_GSS_CODE
            )
        ]


class LocalAuthorityQuerySet(models.QuerySet["LocalAuthority"]):
    def covered(self) -> "LocalAuthorityQuerySet":
        """Return those a published partnership works in, and not only in a part; one proposed or ended does not count.

        Where we do not know in which part it works, it counts as working in the whole.
        """
        return self.filter(pk__in=_covered().exclude(_in_part()).values("localauthority"))

    def covered_in_part(self) -> "LocalAuthorityQuerySet":
        """Return those of which published partnerships work in parts only."""
        some, whole = _covered().filter(_in_part()), _covered().exclude(_in_part())
        return self.filter(pk__in=some.values("localauthority")).exclude(pk__in=whole.values("localauthority"))

    def uncovered(self) -> "LocalAuthorityQuerySet":
        """Return those no published partnership works in, even if one was proposed or has ended."""
        return self.exclude(pk__in=_covered().values("localauthority"))


def _covered() -> models.QuerySet[Any]:
    """Return which published partnership at work works in which authority."""
    return LocalAuthority.partnerships.through.objects.filter(published(WORKING_STAGES, "partnership"))


def _in_part() -> Exists:
    """Return whether it works there in some part only."""
    parts = apps.get_model("partnerships", "PartnershipPart").objects
    return Exists(parts.filter(partnership=OuterRef("partnership"), authority=OuterRef("localauthority")))


def _number_of(authorities: LocalAuthorityQuerySet) -> Coalesce:
    """Return how many of `authorities` lie in a region."""
    there = authorities.filter(region=OuterRef("pk")).order_by().values("region")
    return Coalesce(Subquery(there.annotate(number=Count("pk")).values("number")), 0)


def _number_reaching(stages: Collection[str]) -> Coalesce:
    """Return how many published partnerships in one of `stages` work in some authority of a region."""
    areas: models.QuerySet[Any] = LocalAuthority.partnerships.through.objects.filter(published(stages, "partnership"))
    there = areas.filter(localauthority__region=OuterRef("pk")).order_by().values("localauthority__region")
    return Coalesce(Subquery(there.annotate(number=Count("partnership", distinct=True)).values("number")), 0)


class LocalAuthority(HasOwnPage):
    """A lower-tier local authority of England: unitary, metropolitan district, London borough or district.

    `easting` and `northing` are the mean position of its live postcodes, in metres on the British National Grid.
    """

    gss_code = models.CharField("GSS code", max_length=9, unique=True, validators=[is_gss_code])
    name = models.CharField(max_length=60, unique=True)
    type = models.CharField(max_length=30, choices=AuthorityType)
    county = models.CharField(max_length=40, blank=True, help_text="The county council's area it lies in, if any.")
    region = models.ForeignKey(Region, models.PROTECT, related_name="authorities")
    bridge = models.ForeignKey(
        "partnerships.BridgeOrganisation",
        models.PROTECT,
        related_name="authorities",
        help_text="The Bridge Organisation whose territory it is in.",
    )
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)

    page = "partnerships:authority-detail"
    also_found_by = ("gss_code", "predecessors__gss_code")
    objects = LocalAuthorityQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "local authorities"
        constraints = [
            models.CheckConstraint(
                condition=HasGSSShape("gss_code"),
                name="authority_has_gss_code",
                violation_error_message=NO_GSS_CODE,
            ),
            models.CheckConstraint(
                condition=Q(easting__isnull=True, northing__isnull=True)
                | Q(easting__isnull=False, northing__isnull=False),
                name="authority_easting_and_northing_together",
                violation_error_message="Enter both easting and northing, or neither.",
            ),
        ]

    @property
    def in_sentence(self) -> str:
        """Its name within a sentence: "the Isle of Wight"."""
        return with_article(self.name)

    @property
    def kind(self) -> str:
        """What kind of local authority it is: the City of London is no borough."""
        return "A local authority of its own kind" if self.gss_code == CITY_OF_LONDON else self.get_type_display()

    @property
    def codes(self) -> list[str]:
        """Its GSS code and those of the authorities it took the place of: files of places may still go by these."""
        former = apps.get_model("partnerships", "CouncilSuccession").objects.whole().filter(successor=self)
        return [self.gss_code, *former.order_by("gss_code").values_list("gss_code", flat=True)]

    @property
    def middle(self) -> tuple[int, int] | None:
        """Its easting and northing, or None if they are not known."""
        return None if self.easting is None or self.northing is None else (self.easting, self.northing)
