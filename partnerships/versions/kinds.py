"""Which entries have versions that staff look at, and which rows are parts of them."""

from dataclasses import dataclass, field
from functools import cache

from django.apps import apps
from django.db.models import Field, Model
from simple_history.models import HistoricalRecords

from partnerships.models import (
    BridgeOrganisation,
    CaseStudy,
    CaseStudyPicture,
    NewsItem,
    Partnership,
    PartnershipLink,
    PartnershipName,
    PartnershipPriority,
    PartnershipSource,
    Programme,
    ProgrammeParticipation,
    ProgrammeRound,
    Question,
    Resource,
    Sector,
    StrategicPriority,
    SupportOffer,
)


@dataclass(frozen=True)
class VersionedPart:
    """Rows of `model` that belong to an entry through their field `owner`.

    `label` is what one is called, `title` the field whose words tell it from others.
    """

    model: type[Model]
    owner: str
    label: str
    title: str

    @property
    def owner_key(self) -> str:
        """The column of `owner`."""
        return self.model._meta.get_field(self.owner).attname


@dataclass
class VersionedKind:
    """A kind of entry: its model and its parts."""

    model: type[Model]
    parts: list[VersionedPart] = field(default_factory=list)


_KINDS: dict[type[Model], VersionedKind] = {}


def register(model: type[Model], *parts: VersionedPart) -> None:
    """Let staff look at versions of `model`, with `parts` beside those that were registered before."""
    _KINDS.setdefault(model, VersionedKind(model)).parts.extend(parts)


def kind_of(model: type[Model]) -> VersionedKind:
    """Return the kind of entry that rows of `model` are. Raises LookupError for others."""
    return _KINDS[model]


def owners_of(model: type[Model]) -> list[tuple[VersionedKind, VersionedPart]]:
    """Return of what kinds of entry rows of `model` are parts, and as what."""
    return [(kind, part) for kind in _KINDS.values() for part in kind.parts if part.model is model]


def versioned_models() -> list[type[Model]]:
    """Return every model of which versions are kept."""
    return [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]


@cache
def columns(model: type[Model]) -> tuple[Field, ...]:
    """Return the fields of `model` that its versions keep."""
    return tuple(model.versions.model.tracked_fields)


@cache
def lists(model: type[Model]) -> dict[str, tuple]:
    """Return the many-to-many fields its versions keep: name → (the field, the model of its kept rows)."""
    kept = model.versions.model._history_m2m_fields
    return {one.name: (one, HistoricalRecords.m2m_models[one]) for one in kept}


register(
    Partnership,
    VersionedPart(PartnershipName, "partnership", "Name", "name"),
    VersionedPart(PartnershipPriority, "partnership", "Priority", "wording"),
    VersionedPart(PartnershipLink, "partnership", "Link", "label"),
    VersionedPart(PartnershipSource, "partnership", "Source", "title"),
    VersionedPart(ProgrammeParticipation, "partnership", "Programme", "programme"),
)
register(
    Programme,
    VersionedPart(ProgrammeRound, "programme", "Round", "name"),
    VersionedPart(ProgrammeParticipation, "programme", "Participant", "partnership"),
)
register(CaseStudy, VersionedPart(CaseStudyPicture, "case_study", "Picture", "alternative"))
for _model in (
    BridgeOrganisation,
    NewsItem,
    PartnershipPriority,
    Question,
    Resource,
    Sector,
    StrategicPriority,
    SupportOffer,
):
    register(_model)
