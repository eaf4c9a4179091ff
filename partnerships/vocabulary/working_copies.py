"""How far working copies are."""

from django.db import models


class CopyState(models.TextChoices):
    """How far a working copy is on its way to the public."""

    DRAFT = "draft", "Being written"
    IN_REVIEW = "in_review", "In review"
