"""The words each public page is found by. The databases index this table themselves: see search/text_index."""

from django.db import models


class SearchDocument(models.Model):
    """The normalised words of one entry, in order of weight: its names, places, themes, and all the rest.

    The migrations add what Django does not know: on SQLite an FTS5 table and the triggers that fill it, on PostgreSQL
    a generated column and its index. A migration that alters this table on SQLite makes it anew, which drops the
    triggers: it must make them again.
    """

    kind = models.CharField(max_length=30, help_text="What it is: partnership, member …")
    object_id = models.PositiveBigIntegerField()
    names = models.TextField(blank=True)
    places = models.TextField(blank=True)
    themes = models.TextField(blank=True)
    rest = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_document_each")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
