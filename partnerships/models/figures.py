"""Figures of a month, kept so that they can be compared later: how things stood is not known afterwards."""

from django.db import models

from partnerships.models.bridges import BridgeOrganisation


class MonthlyFigures(models.Model):
    """How the measured entries of a Bridge Organisation stood on the last day of a month on which somebody looked.

    `month` is its first day; `score_sum` adds up the scores out of 100 of the `measured` entries.
    """

    month = models.DateField()
    bridge = models.ForeignKey(BridgeOrganisation, models.CASCADE, related_name="monthly_figures")
    measured = models.PositiveIntegerField()
    score_sum = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField(help_text="How many had been checked in time.")

    class Meta:
        ordering = ["month", "bridge"]
        constraints = [models.UniqueConstraint(fields=["month", "bridge"], name="monthly_figures_once_a_bridge")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.bridge_id}"
