"""Walks, which nobody but this app has heard of."""

from django.db import models

from partnerships.models.editorial import Editorial, EditorialQuerySet
from partnerships.models.versions import Versions


class Walk(Editorial):
    """A walk from one place of art to the next."""

    summary = models.TextField()
    map_link = models.URLField(blank=True)

    page = "partnerships:walk-detail"
    objects = EditorialQuerySet.as_manager()
    versions = Versions(m2m_fields=["priorities"])
