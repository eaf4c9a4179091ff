"""The fixed words of parts of local authorities."""

from django.db import models


class PartKind(models.TextChoices):
    """What a part of a local authority is told by."""

    DISTRICT = "district", "Postcode district"
    TOWN = "town", "Town or other place"
    FORMER = "former", "Area of a former council"
