"""What refers to an entry: counted, with what its deletion would do to it, so that nobody deletes it unawares."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import CASCADE, PROTECT, RESTRICT, ForeignObjectRel, ManyToManyRel, Model

from partnerships.models import PublishedSnapshot

# What the site notes by itself and makes anew: nobody refers to an entry by it.
IGNORED_MODELS: set[type[Model]] = {PublishedSnapshot}


class DeletionEffect(StrEnum):
    """What becomes of rows when what they refer to is deleted."""

    PROTECT = "keep it from being deleted"
    CASCADE = "would be deleted with it"
    UNLINK = "would not know of it any more"


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
        if model in IGNORED_MODELS or _has_rows_of_its_own(relation):
            continue
        count = model._base_manager.filter(**{relation.field.name: entry.pk}).distinct().count()
        if count:
            kind = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            references.append(Reference(count, str(kind), _effect(relation)))
    effects = list(DeletionEffect)
    return sorted(references, key=lambda reference: (effects.index(reference.effect), reference.kind))


def _has_rows_of_its_own(relation: ForeignObjectRel) -> bool:
    """Whether a relation of many to many is made of rows of a model of ours: those are counted instead."""
    through = relation.through if isinstance(relation, ManyToManyRel) else None
    return through is not None and not through._meta.auto_created


def _effect(relation: ForeignObjectRel) -> DeletionEffect:
    if relation.on_delete == CASCADE:
        return DeletionEffect.CASCADE
    return DeletionEffect.PROTECT if relation.on_delete in (PROTECT, RESTRICT) else DeletionEffect.UNLINK
