"""That something the public sees has changed, and what: written by triggers, see `partnerships.public_content`."""

from django.db import models

from partnerships.vocabulary import ContentKind


class ContentStamp(models.Model):
    """What one transaction that changed public content adds to the stamp of all of it.

    Row 0 holds the sum of older ones. On SQLite, where transactions come one after the other, it is the only one. Row
    -1 is there while no triggers watch.
    """

    transaction = models.BigIntegerField(primary_key=True)
    weight = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.transaction}: {self.weight}"


class ContentChange(models.Model):
    """What who keeps the directory in memory must read anew: an entry by its key; with the key 0, what
    else is published, or everything.

    `number` is that of the transaction, on SQLite the next one.
    """

    pk = models.CompositePrimaryKey("number", "kind", "key")
    number = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=ContentKind)
    key = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number}: {self.kind} {self.key}"
