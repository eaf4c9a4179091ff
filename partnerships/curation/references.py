"""What refers to an entry: counted, with what its deletion would do to it, so that nobody deletes it unawares."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import CASCADE, PROTECT, RESTRICT, ManyToManyRel, Model

from partnerships.models import DraftComment, PublishedSnapshot, WorkingCopy

# What the site notes by itself and makes anew: nobody refers to an entry by it.
IGNORED_MODELS: set[type[Model]] = {PublishedSnapshot}
# They go with the entry (publishing/deleted_entries.py), which no relation of it says.
ABOUT_ENTRIES = (WorkingCopy, DraftComment)


class DeletionEffect(StrEnum):
    """What becomes of rows when what they refer to is deleted."""

    PROTECT = "keep it from being deleted"
    CASCADE = "would be deleted with it"
    UNLINK = "would not know of it any more"


# Of what Django does then; of all else, such as SET_NULL, it is UNLINK.
EFFECTS: dict[Any, DeletionEffect] = {PROTECT: DeletionEffect.PROTECT, RESTRICT: DeletionEffect.PROTECT}
EFFECTS[CASCADE] = DeletionEffect.CASCADE


@dataclass(frozen=True)
class Reference:
    """Rows of one kind that refer to an entry: how many, the kind's name, and what would become of them."""

    count: int
    kind: str
    effect: DeletionEffect

    def __str__(self) -> str:
        effect = self.effect.replace("keep ", "keeps ") if self.count == 1 else self.effect
        return f"{self.count} {self.kind} {effect}"


def references_to(entry: Model) -> list[Reference]:
    """Return what refers to `entry`, those that keep it from being deleted first, then by their kinds."""
    references = []
    for relation in entry._meta.related_objects:
        model = relation.related_model
        # A relation of many to many made of rows of a model of ours is counted by those.
        through = relation.through if isinstance(relation, ManyToManyRel) else None
        if model in IGNORED_MODELS or through is not None and not through._meta.auto_created:
            continue
        count = model._base_manager.filter(**{relation.field.name: entry.pk}).distinct().count()
        if count:
            kind = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            references.append(Reference(count, str(kind), EFFECTS.get(relation.on_delete, DeletionEffect.UNLINK)))
    for about in ABOUT_ENTRIES:
        if count := about.objects.about(entry).count():
            kind = about._meta.verbose_name if count == 1 else about._meta.verbose_name_plural
            references.append(Reference(count, str(kind), DeletionEffect.CASCADE))
    effects = list(DeletionEffect)
    return sorted(references, key=lambda reference: (effects.index(reference.effect), reference.kind))
