"""How deprived the area of each local authority is, as official statistics say."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from partnerships.models.places import HasGSSShape

YEARS = (2000, 2100)
SHARE = (MinValueValidator(0), MaxValueValidator(1))


class DeprivationFiguresQuerySet(models.QuerySet["DeprivationFigures"]):
    def newest(self) -> "DeprivationFiguresQuerySet":
        """Return those of the last year that is known of any authority."""
        years = DeprivationFigures.objects.order_by("-year").values("year")
        return self.filter(year=models.Subquery(years[:1]))


class DeprivationFigures(models.Model):
    """What the English Indices of Deprivation of a `year` say of the local authority that had `gss_code` then.

    They are loaded and never typed. When councils change they stay under the code they were reckoned for. A rank of 1
    is the most deprived. Shares are between 0 and 1.
    """

    gss_code = models.CharField("GSS code", max_length=9)
    year = models.PositiveSmallIntegerField(validators=[MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[1])])
    average_score = models.FloatField(validators=[MinValueValidator(0)])
    rank = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    share_in_most_deprived_tenth = models.FloatField(
        validators=SHARE, help_text="The share of its small areas that are in the most deprived tenth of England."
    )
    children_in_low_income_families = models.FloatField(
        validators=SHARE, help_text="The share of its children under 16 in low-income families (IDACI)."
    )
    children_rank = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    source = models.CharField(max_length=200)

    objects = DeprivationFiguresQuerySet.as_manager()

    class Meta:
        ordering = ["gss_code", "year"]
        verbose_name_plural = "deprivation figures"
        constraints = [
            models.UniqueConstraint(fields=["gss_code", "year"], name="deprivation_once_a_year"),
            models.CheckConstraint(condition=HasGSSShape("gss_code"), name="deprivation_has_gss_code"),
            models.CheckConstraint(
                condition=Q(share_in_most_deprived_tenth__range=(0, 1), children_in_low_income_families__range=(0, 1)),
                name="deprivation_shares_are_shares",
            ),
            models.CheckConstraint(condition=Q(rank__gte=1, children_rank__gte=1), name="deprivation_ranks_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.gss_code}, {self.year}"
