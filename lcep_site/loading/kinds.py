"""The committed files: one kind of record a file, named after it, in the order in which they must be loaded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
from partnerships.vocabulary import PublicationState


@dataclass(frozen=True)
class FileKind:
    """One kind of record: the file `name`.tsv, the model of its rows, and its columns, named after the fields.

    `identity`: the fields that are unique together. `references`: field → the kind whose key stands in that column.
    `initial`: values that only a new row is given. `derive`: from a row, the values of fields that follow from others.
    """

    name: str
    model: type[Model]
    fields: tuple[str, ...]
    identity: tuple[str, ...]
    references: dict[str, str] = field(default_factory=dict)
    initial: Mapping[str, str] = field(default_factory=dict)
    # Any: it takes a row of `model`, which is another model in each kind.
    derive: Callable[[Any], dict[str, str]] = lambda row: {}

    @property
    def file(self) -> str:
        return f"{self.name}.tsv"

    @property
    def columns(self) -> tuple[str, ...]:
        return self.fields


@dataclass(frozen=True)
class EntryFileKind(FileKind):
    """A kind of entries: the first column is a key that never changes, and the slug of a new row."""

    @property
    def columns(self) -> tuple[str, ...]:
        return ("key", *self.fields)


def _slug_of_name(row: PartnershipName) -> dict[str, str]:
    return {"slug": slugify(row.name)}


SOURCED = ("source", "confidence")
PUBLISHED = {"publication": PublicationState.PUBLISHED}
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
    EntryFileKind("regions", Region, ("gss_code", "name", "position"), identity=("gss_code",)),
    EntryFileKind("bridges", BridgeOrganisation, (*BRIDGE_FIELDS, *SOURCED), identity=("name",)),
    EntryFileKind(
        "authorities",
        LocalAuthority,
        ("gss_code", "name", "type", "county", "region", "bridge", "easting", "northing"),
        identity=("gss_code",),
        references={"region": "regions", "bridge": "bridges"},
    ),
    EntryFileKind("sectors", Sector, ("name", "plural", "is_usual", "position"), identity=("name",)),
    EntryFileKind("priorities", StrategicPriority, ("name", "description"), identity=("name",)),
    EntryFileKind(
        "partnerships",
        Partnership,
        PARTNERSHIP_FIELDS,
        identity=("name",),
        references={"bridge": "bridges", "support_organisation": "bridges"},
        initial=PUBLISHED,
    ),
    FileKind(
        "partnership_authorities",
        Partnership.authorities.through,
        ("partnership", "localauthority"),
        identity=("partnership", "localauthority"),
        references={"partnership": "partnerships", "localauthority": "authorities"},
    ),
    FileKind(
        "partnership_names",
        PartnershipName,
        ("partnership", "name", "kind"),
        identity=("partnership", "name"),
        references={"partnership": "partnerships"},
        derive=_slug_of_name,
    ),
    FileKind(
        "partnership_sources",
        PartnershipSource,
        ("partnership", "title", "url", "shows"),
        identity=("partnership", "title"),
        references={"partnership": "partnerships"},
    ),
    FileKind(
        "partnership_priorities",
        PartnershipPriority,
        ("partnership", "priority", "wording", *SOURCED),
        identity=("partnership", "priority", "wording"),
        references={"partnership": "partnerships", "priority": "priorities"},
    ),
    FileKind(
        "support_offers",
        SupportOffer,
        ("bridge", "provider", "name", "kind", "description", "dates", *SOURCED),
        identity=("bridge", "provider", "name"),
        references={"bridge": "bridges"},
        initial=PUBLISHED,
    ),
    EntryFileKind(
        "programmes",
        Programme,
        ("name", "kind", "bridge", "run_by", "description", "starts", "ends", *SOURCED),
        identity=("name", "bridge", "run_by"),
        references={"bridge": "bridges"},
        initial=PUBLISHED,
    ),
    FileKind(
        "programme_authorities",
        Programme.authorities.through,
        ("programme", "localauthority"),
        identity=("programme", "localauthority"),
        references={"programme": "programmes", "localauthority": "authorities"},
    ),
    FileKind(
        "programme_participations",
        ProgrammeParticipation,
        ("programme", "partnership", "note", *SOURCED),
        identity=("programme", "partnership"),
        references={"programme": "programmes", "partnership": "partnerships"},
    ),
    EntryFileKind(
        "organisations",
        MemberOrganisation,
        ("name", "sector", "website"),
        identity=("name",),
        references={"sector": "sectors"},
    ),
    FileKind(
        "memberships",
        Membership,
        ("partnership", "organisation", "role", "since", "until", *SOURCED),
        identity=("partnership", "organisation"),
        references={"partnership": "partnerships", "organisation": "organisations"},
    ),
    EntryFileKind(
        "resources",
        Resource,
        ("title", "description", "section", "kind", "bridge", "url", "year", *SOURCED),
        identity=("title",),
        references={"bridge": "bridges"},
        initial=PUBLISHED,
    ),
    EntryFileKind(
        "questions",
        Question,
        ("title", "audience", "position", "answer"),
        identity=("title",),
        initial=PUBLISHED,
    ),
)
