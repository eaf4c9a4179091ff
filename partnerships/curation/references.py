"""What refers to an entry: counted and named by what would become of it, so that nobody deletes it unawares."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import CASCADE, PROTECT, RESTRICT, Model

from partnerships.models import PublishedSnapshot

# What the site notes by itself and makes anew; nobody refers to an entry by it.
LEFT_OUT = {PublishedSnapshot}


class DeletionEffect(StrEnum):
    """What becomes of rows when what they refer to is deleted."""

    STOPS = "keep it from being deleted"
    GOES = "would be deleted with it"
    FORGETS = "would not know of it any more"


@dataclass(frozen=True)
class Reference:
    """Some rows that refer to an entry: how many of what, and what would become of them."""

    count: int
    what: str
    fate: DeletionEffect

    def __str__(self):
        fate = self.fate.replace("keep ", "keeps ") if self.count == 1 else self.fate
        return f"{self.count} {self.what} {fate}"


def references_to(entry: Model) -> list[Reference]:
    """Return what refers to `entry`, that which keeps it from being deleted first."""
    found = []
    for relation in entry._meta.related_objects:
        model = relation.related_model
        if model in LEFT_OUT or _is_told_by_its_rows(relation):
            continue
        count = model._base_manager.filter(**{relation.field.name: entry.pk}).distinct().count()
        if count:
            what = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            found.append(Reference(count, str(what), _effect(relation)))
    return sorted(found, key=lambda reference: (list(DeletionEffect).index(reference.fate), reference.what))


def _is_told_by_its_rows(relation) -> bool:
    """Whether rows of their own say who is in a list: they are counted, not the list."""
    return relation.many_to_many and not relation.through._meta.auto_created


def _effect(relation) -> DeletionEffect:
    if relation.many_to_many:
        return DeletionEffect.FORGETS
    return {CASCADE: DeletionEffect.GOES, PROTECT: DeletionEffect.STOPS, RESTRICT: DeletionEffect.STOPS}.get(
        relation.on_delete, DeletionEffect.FORGETS
    )
