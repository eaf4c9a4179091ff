"""The committed files: one kind of record a file, named after it, in the order in which they must be loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from members.models import MemberOrganisation, Membership
from partnerships.models import (
    BridgeOrganisation,
    LocalAuthority,
    Partnership,
    PartnershipName,
    PartnershipPriority,
    PartnershipSource,
    Programme,
    ProgrammeParticipation,
    Question,
    Region,
    Resource,
    Sector,
    StrategicPriority,
    SupportOffer,
)
from partnerships.models.publishable import Publishable
from partnerships.models.slugs import Sluggable
from partnerships.vocabulary import PublicationState


@dataclass(frozen=True)
class FileKind:
    """One kind of record: the file `name`.tsv, the model of its rows, and its columns, named after the fields.

    `identity`: the fields that are unique together. `derive`: from a row, the values of fields that follow from others.
    """

    name: str
    model: type[Model]
    fields: tuple[str, ...]
    identity: tuple[str, ...]
    # Any: it takes a row of `model`, which is another model in each kind.
    derive: Callable[[Any], dict[str, str]] = lambda row: {}

    @property
    def file(self) -> str:
        return f"{self.name}.tsv"

    @property
    def is_of_entries(self) -> bool:
        """Whether each row has an address: then the first column is a key that never changes, a new row's slug."""
        return issubclass(self.model, Sluggable)

    @property
    def columns(self) -> tuple[str, ...]:
        return ("key", *self.fields) if self.is_of_entries else self.fields

    @cached_property
    def references(self) -> dict[str, str]:
        """The fields that refer to entries, each with the name of the kind whose key stands in its column."""
        kinds = {kind.model: kind.name for kind in KINDS if kind.is_of_entries}
        models = {name: self.model._meta.get_field(name).related_model for name in self.fields}
        return {name: kinds[model] for name, model in models.items() if isinstance(model, type)}

    @property
    def initial(self) -> dict[str, str]:
        """The values that only a new row is given: what can be published is."""
        return {"publication": PublicationState.PUBLISHED} if issubclass(self.model, Publishable) else {}


def _slug_of_name(row: PartnershipName) -> dict[str, str]:
    return {"slug": slugify(row.name)}


SOURCED = ("source", "confidence")
PARTNERSHIP_FIELDS = (
    *("name", "summary", "stage", "stage_as_of", "stage_note", "stage_source", "is_pilot", "established"),
    *("scope", "coverage_note", "bridge", "support_organisation", "host", "legal_form", "website"),
    *("takes_new_members", "how_to_join", "confidence", "evidence", "compiled_on"),
)
BRIDGE_FIELDS = (
    *("name", "other_names", "role_from", "role_until", "website", "base_town", "lead_organisation", "about"),
    *("territory_note", "supports_partnerships_today", "support_today"),
)

KINDS = (
    FileKind("regions", Region, ("gss_code", "name", "position"), identity=("gss_code",)),
    FileKind("bridges", BridgeOrganisation, (*BRIDGE_FIELDS, *SOURCED), identity=("name",)),
    FileKind(
        "authorities",
        LocalAuthority,
        ("gss_code", "name", "type", "county", "region", "bridge", "easting", "northing"),
        identity=("gss_code",),
    ),
    FileKind("sectors", Sector, ("name", "plural", "is_usual", "position"), identity=("name",)),
    FileKind("priorities", StrategicPriority, ("name", "description"), identity=("name",)),
    FileKind("partnerships", Partnership, PARTNERSHIP_FIELDS, identity=("name",)),
    FileKind(
        "partnership_authorities",
        Partnership.authorities.through,
        ("partnership", "localauthority"),
        identity=("partnership", "localauthority"),
    ),
    FileKind(
        "partnership_names",
        PartnershipName,
        ("partnership", "name", "kind"),
        identity=("partnership", "name"),
        derive=_slug_of_name,
    ),
    FileKind(
        "partnership_sources",
        PartnershipSource,
        ("partnership", "title", "url", "shows"),
        identity=("partnership", "title"),
    ),
    FileKind(
        "partnership_priorities",
        PartnershipPriority,
        ("partnership", "priority", "wording", *SOURCED),
        identity=("partnership", "priority", "wording"),
    ),
    FileKind(
        "support_offers",
        SupportOffer,
        ("bridge", "provider", "name", "kind", "description", "dates", *SOURCED),
        identity=("bridge", "provider", "name"),
    ),
    FileKind(
        "programmes",
        Programme,
        ("name", "kind", "bridge", "run_by", "description", "starts", "ends", *SOURCED),
        identity=("name", "bridge", "run_by"),
    ),
    FileKind(
        "programme_authorities",
        Programme.authorities.through,
        ("programme", "localauthority"),
        identity=("programme", "localauthority"),
    ),
    FileKind(
        "programme_participations",
        ProgrammeParticipation,
        ("programme", "partnership", "note", *SOURCED),
        identity=("programme", "partnership"),
    ),
    FileKind("organisations", MemberOrganisation, ("name", "sector", "website"), identity=("name",)),
    FileKind(
        "memberships",
        Membership,
        ("partnership", "organisation", "role", "since", "until", *SOURCED),
        identity=("partnership", "organisation"),
    ),
    FileKind(
        "resources",
        Resource,
        ("title", "description", "section", "kind", "bridge", "url", "year", *SOURCED),
        identity=("title",),
    ),
    FileKind("questions", Question, ("title", "audience", "position", "answer"), identity=("title",)),
)
