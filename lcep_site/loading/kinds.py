"""The committed files: one kind of record a file, named after it, in the order in which they must be loaded.

A file is a header line, then one record a line, cells divided by tabs, nothing quoted.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from members.models import MemberOrganisation, Membership
from partnerships import models
from partnerships.geography.parts import whereabouts_of
from partnerships.models.publishable import Publishable
from partnerships.models.slugs import Sluggable
from partnerships.vocabulary import PublicationState


class BrokenRow(Exception):
    """Something in the files cannot be loaded: its location, and the reason as a sentence."""

    def __init__(self, location: str, reason: str) -> None:
        super().__init__(f"{location}: {reason}")


@dataclass(frozen=True)
class FileRow:
    """One line of a file: its cells by column, and its `location`, such as "regions.tsv, line 2"."""

    location: str
    cells: dict[str, str]


@dataclass(frozen=True)
class FileKind:
    """One kind of record: the file `name`.tsv, the model of its rows, and its columns, named after the fields.

    `identity`: the fields that are unique together. `together`: groups of fields that say one thing, such as a stage,
    its date and its source: who has another of one of them has said all of it.
    """

    name: str
    model: type[Model]
    fields: list[str]
    identity: list[str]
    together: list[list[str]]

    @property
    def file(self) -> str:
        return f"{self.name}.tsv"

    @property
    def is_of_entries(self) -> bool:
        """Whether each row has an address: then the first column is a key that never changes, a new row's slug."""
        return issubclass(self.model, Sluggable)

    @property
    def columns(self) -> list[str]:
        return ["key", *self.fields] if self.is_of_entries else self.fields

    def with_companions(self, names: set[str]) -> set[str]:
        """Return the fields called `names` with all that belong together with one of them."""
        return names.union(*(group for group in self.together if not names.isdisjoint(group)))

    @cached_property
    def references(self) -> dict[str, str]:
        """The fields that refer to entries, each with the name of the kind whose key stands in its column."""
        kinds = {kind.model: kind.name for kind in KINDS if kind.is_of_entries}
        related = {name: self.model._meta.get_field(name).related_model for name in self.fields}
        return {name: kinds[model] for name, model in related.items() if isinstance(model, type)}

    @property
    def initial(self) -> dict[str, str]:
        """The values that only a new row is given: what can be published is."""
        return {"publication": PublicationState.PUBLISHED} if issubclass(self.model, Publishable) else {}

    def derived(self, row: Model) -> dict[str, Any]:
        """Return the values of fields of `row` that follow from others."""
        if isinstance(row, models.PartnershipName):
            return {"slug": slugify(row.name)}
        if isinstance(row, models.PartnershipPart):
            where = whereabouts_of(row.kind, row.name, *row.authority.codes)
            districts = " ".join(where.districts)
            return {"postcode_districts": districts, "easting": where.easting, "northing": where.northing}
        return {}

    def read(self, folder: Path) -> list[FileRow]:
        """Return the rows of the file in `folder`. Raises BrokenRow if there is none or its columns are others."""
        try:
            header, *lines = (folder / self.file).read_text(encoding="utf-8").removesuffix("\n").split("\n")
        except FileNotFoundError as error:
            raise BrokenRow(self.file, "there is no such file.") from error
        except UnicodeDecodeError as error:
            raise BrokenRow(self.file, "it is not written in UTF-8.") from error
        if header.split("\t") != self.columns:
            raise BrokenRow(f"{self.file}, line 1", f"the columns must be {', '.join(self.columns)}.")
        return [
            self._row(f"{self.file}, line {number}", line.split("\t")) for number, line in enumerate(lines, start=2)
        ]

    def _row(self, location: str, cells: list[str]) -> FileRow:
        if len(cells) != len(self.columns):
            raise BrokenRow(location, f"there are {len(cells)} cells where there must be {len(self.columns)}.")
        return FileRow(location, dict(zip(self.columns, cells, strict=True)))


def _kind(name: str, model: type[Model], fields: str) -> FileKind:
    """Return the kind of these `fields`: a star for those unique together, brackets for what says one thing.

    Brackets hold what a source says with its date and the source, so that none is joined to what another said.
    """
    names = fields.translate(str.maketrans("", "", "()")).split()
    identity = [name[1:] for name in names if name.startswith("*")]
    together = [group.replace("*", "").split() for group in re.findall(r"\((.+?)\)", fields)]
    return FileKind(name, model, [name.removeprefix("*") for name in names], identity, together)


BRIDGE_FIELDS = (
    "*name other_names (role_from role_until) website base_town lead_organisation about territory_note"
    " (source confidence)"
)
SUPPORT_FIELDS = (
    "*name bridge (answer *what is_national since is_since_planned until is_until_planned address as_of as_of_said"
    " source confidence)"
)
PARTNERSHIP_FIELDS = (
    "*name summary vision mission (stage stage_as_of stage_date_said stage_note stage_source stage_confidence) is_pilot"
    " established scope coverage_note bridge support_organisation host legal_form website takes_new_members how_to_join"
    " joining_page (confidence evidence) compiled_on"
)
DEPRIVATION_FIELDS = (
    "*gss_code *year (average_score rank share_in_most_deprived_tenth children_in_low_income_families children_rank"
    " source)"
)
PRIORITY_FIELDS = "*partnership (*priority *wording as_of source confidence)"
TAKING_PART_FIELDS = "*programme *partnership (note source confidence)"
ELSEWHERE_FIELDS = "*partnership *title kind description (publisher date *url)"

KINDS = (
    _kind("regions", models.Region, "*gss_code name position"),
    _kind("bridges", models.BridgeOrganisation, BRIDGE_FIELDS),
    _kind("authorities", models.LocalAuthority, "*gss_code name type county region bridge easting northing"),
    _kind("deprivation", models.DeprivationFigures, DEPRIVATION_FIELDS),
    _kind("present_support", models.PresentSupport, SUPPORT_FIELDS),
    _kind("present_support_regions", models.PresentSupport.regions.through, "*presentsupport *region"),
    _kind("present_support_authorities", models.PresentSupport.authorities.through, "*presentsupport *localauthority"),
    _kind("council_successions", models.CouncilSuccession, "*gss_code name county (*successor_name on source)"),
    _kind("sectors", models.Sector, "*name plural is_usual position"),
    _kind("priorities", models.StrategicPriority, "*name description"),
    _kind("partnerships", models.Partnership, PARTNERSHIP_FIELDS),
    _kind("partnership_authorities", models.Partnership.authorities.through, "*partnership *localauthority"),
    _kind("partnership_parts", models.PartnershipPart, "*partnership *authority (*kind *name source as_of confidence)"),
    _kind("partnership_names", models.PartnershipName, "*partnership *name kind"),
    _kind("partnership_sources", models.PartnershipSource, "*partnership (*title url shows)"),
    _kind("partnership_links", models.PartnershipLink, "*partnership (kind label *url)"),
    _kind("story", models.StoryFact, "*partnership (*kind *what *date date_said source confidence)"),
    _kind("partnership_priorities", models.PartnershipPriority, PRIORITY_FIELDS),
    _kind("support_offers", models.SupportOffer, "*bridge *provider (*name kind description dates source confidence)"),
    _kind("programmes", models.Programme, "*name kind *bridge *run_by description (starts ends) (source confidence)"),
    _kind("programme_authorities", models.Programme.authorities.through, "*programme *localauthority"),
    _kind("programme_participations", models.ProgrammeParticipation, TAKING_PART_FIELDS),
    _kind("organisations", MemberOrganisation, "*name sector website"),
    _kind("memberships", Membership, "*partnership *organisation (role since until as_of source confidence)"),
    _kind("resources", models.Resource, "*title description section kind bridge url (year source confidence)"),
    _kind("published_elsewhere", models.PublishedElsewhere, ELSEWHERE_FIELDS),
    _kind("developments", models.Development, "*title (what *date date_said is_planned who address source confidence)"),
    _kind("questions", models.Question, "*title audience position answer"),
)
