"""Which rows are parts of an entry, and what versions of a row keep.

Any model with the usual key `id` may have versions, so models are told by `type[Model]` in all of this room.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Field, ManyToManyField, Model, QuerySet
from simple_history.models import HistoricalRecords
from simple_history.utils import get_history_manager_for_model

from partnerships import models


@dataclass(frozen=True)
class VersionedPart:
    """Rows of `model` that belong to an entry through their field `owner`.

    `label` is what one is called, `title` the column whose words tell it from others.
    """

    model: type[Model]
    owner: str
    label: str
    title: str

    @property
    def owner_key(self) -> str:
        return column_of(self.model, self.owner)


_PARTS: defaultdict[type[Model], list[VersionedPart]] = defaultdict(list)


def register(model: type[Model], *parts: VersionedPart) -> None:
    """Let entries of `model` have `parts`, beside those that were registered before."""
    _PARTS[model].extend(parts)


def parts_of(model: type[Model]) -> list[VersionedPart]:
    """Return what parts an entry of `model` has."""
    # Not the default of a key that is missing: reading would write into what another thread may go through.
    return _PARTS.get(model, [])


def versioned_models() -> list[type[Model]]:
    """Return every model of which versions are kept."""
    return [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]


def editable_rows(model: type[Model], user: User) -> QuerySet[Any]:
    """Return the rows of `model` that `user` may work with: a part without a rule of its own goes with its entry."""
    rows: QuerySet[Any] = model._default_manager.all()
    if hasattr(rows, "editable_by"):
        return rows.editable_by(user)
    owners = ((owner, part.owner) for owner, parts in _PARTS.items() for part in parts if part.model is model)
    for owner_model, owner in owners:
        return rows.filter(**{f"{owner}__in": editable_rows(owner_model, user).values("pk")})
    return rows if user.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}") else rows.none()


# simple-history makes the models of versions at run time, so only the shape of their rows is known before.
def version_rows(model: type[Model]) -> QuerySet[Any]:
    """Return the stored versions of all rows of `model`, the latest first."""
    return get_history_manager_for_model(model).all()


def owner_keys(row: Model) -> list[tuple[type[Model], int]]:
    """Return the models and keys of the entries that `row` is a part of."""
    owners = [(owner, part.owner_key) for owner, parts in _PARTS.items() for part in parts if part.model is type(row)]
    return [(owner, getattr(row, column)) for owner, column in owners if getattr(row, column)]


@cache
def columns(model: type[Model]) -> tuple[Field, ...]:
    """Return the fields of `model` that its versions keep, without the many-to-many fields."""
    return tuple(version_rows(model).model.tracked_fields)


@cache
def many_to_many_fields(model: type[Model]) -> dict[str, tuple[ManyToManyField, type[Model]]]:
    """Return the many-to-many fields its versions keep, by name, each with the model of the stored pairs of keys."""
    pairs = HistoricalRecords.m2m_models.items()
    return {field.name: (field, stored) for field, stored in pairs if field.model is model}


def column_of(model: type[Model], name: str) -> str:
    """Return what states of rows of `model` call the field `name`: "bridge_id" for "bridge"."""
    return getattr(model._meta.get_field(name), "attname", name)


register(
    models.Partnership,
    VersionedPart(models.PartnershipName, "partnership", "Name", "name"),
    VersionedPart(models.PartnershipPriority, "partnership", "Priority", "wording"),
    VersionedPart(models.StoryFact, "partnership", "Fact of its story", "what"),
    VersionedPart(models.PartnershipLink, "partnership", "Link", "label"),
    VersionedPart(models.PartnershipSource, "partnership", "Source", "title"),
    VersionedPart(models.PartnershipPart, "partnership", "Part of an authority", "name"),
    VersionedPart(models.ProgrammeParticipation, "partnership", "Programme", "programme_id"),
)
register(
    models.Programme,
    VersionedPart(models.ProgrammeRound, "programme", "Round", "name"),
    VersionedPart(models.ProgrammeParticipation, "programme", "Participant", "partnership_id"),
)
register(models.CaseStudy, VersionedPart(models.CaseStudyPicture, "case_study", "Picture", "alternative"))
