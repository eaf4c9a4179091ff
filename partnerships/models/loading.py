"""What was last loaded from the committed directory data, so that a later load can tell staff's edits apart."""

from django.db import models


class LoadedRecord(models.Model):
    """One row of the committed data as it was last loaded: its kind, its key in the files and its values.

    `object_id` is the row it became. It stays when staff delete that row, so that a later load leaves it deleted.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=400)
    object_id = models.PositiveBigIntegerField()
    values = models.JSONField()
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_loaded_record_each")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
