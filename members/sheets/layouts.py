"""The sheets there are: their columns, what may stand in each, and which rows they are about.

An export and an import have the same columns, so that what was exported can be edited and imported again.
"""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import QuerySet
from import_export.fields import Field
from import_export.resources import Resource
from import_export.widgets import Widget

from members.models import MemberOrganisation, Membership
from members.models.sheets import SheetKind
from members.sheets.known_rows import KnownRows, NamedRow, name_key
from members.sheets.widgets import FixedChoice, Line, Lines, ManyRows, OneRow, PartialDate, WebAddress, YesOrNo
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Sector
from partnerships.vocabulary import STAGE_NOT_KNOWN, Confidence, MembershipRole, Scope, Stage

SheetModel = Partnership | MemberOrganisation | Membership

IMPORT_PERMISSION = "partnerships.import_partnership"
AMONG_YOURS = " among those that are yours"


class Column(Field):
    """A column. `meaning` says in sentences what it is for; empty cells are refused if it is `required`."""

    required = False

    def __init__(self, attribute: str, heading: str, widget: Widget, meaning: str, example: str = "") -> None:
        super().__init__(attribute=attribute, column_name=heading, widget=widget)
        self.meaning, self.example = meaning, example


class RequiredColumn(Column):
    """A column that has to be there, with something in every cell."""

    required = True


def entry_column(noun: str) -> Column:
    """Return the column with the slug of an entry, by which the entry is found again. `noun` is what an entry is."""
    meaning = f"The last part of its web address. Leave it as exported; leave it empty for a new {noun}."
    return Column("slug", "Entry", Line(120), meaning)


class SheetResource(Resource):
    """One kind of sheet, for the user `by`: it holds and can name only rows they may work with."""

    kind: SheetKind
    model: type[SheetModel]
    # What one row is.
    noun: str
    # The columns that say which row of the directory is meant; they never change it.
    key: tuple[str, ...] = ("entry",)
    # What rows() joins and prefetches.
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    # Large enough for all there will ever be, and small enough for one transaction.
    max_rows = 10_000

    def __init__(self, by: User) -> None:
        super().__init__()
        self.by = by

    def rows(self) -> QuerySet[SheetModel]:
        """Return the rows of the directory the user may work with, with all a sheet shows of them."""
        rows = self.model.objects.editable_by(self.by).select_related(*self.related)
        return rows.prefetch_related(*self.prefetched).order_by("pk")

    def load_known_rows(self) -> None:
        """Set which rows each column may name. Call it before cells are read or the guide is made."""
        raise NotImplementedError

    @property
    def columns(self) -> dict[str, Column]:
        """The columns by their headings."""
        return {field.column_name: field for field in self.fields.values()}

    def _set_known(self, name: str, rows: Iterable[NamedRow], noun: str, where: str = "") -> None:
        self.fields[name].widget.known = KnownRows(rows, noun, where)


class PartnershipSheet(SheetResource):
    """Partnerships, without what a row has no room for: other names, links, sources and worded priorities."""

    kind = SheetKind.PARTNERSHIPS
    model = Partnership
    noun = "partnership"
    related = ("bridge", "support_organisation")
    prefetched = ("authorities", "sectors_sought")
    # Each is saved by itself, and England has 296 local authorities.
    max_rows = 1_000

    entry = entry_column("partnership")
    name = RequiredColumn("name", "Name", Line(160), "Public. Its full name.", "Kirklees LCEP")
    stage = Column(
        "stage", "Stage", FixedChoice(Stage.choices), f"How far it has come. Empty: {STAGE_NOT_KNOWN.lower()}."
    )
    stage_as_of = Column("stage_as_of", "Stage as of", PartialDate(), "The date the stage is true of.")
    established = Column("established", "Established", PartialDate(), "When it began.", "September 2017")
    ended = Column("ended", "Ended", PartialDate(), "When it closed, if it has.")
    authorities = RequiredColumn(
        "authorities",
        "Local authorities",
        ManyRows(),
        "Where it works. For all districts of a county write All of Kent.",
        "Calderdale; Kirklees",
    )
    scope = Column("scope", "Size of its area", FixedChoice(Scope.choices), "How large an area it works in.")
    coverage_note = Column(
        "coverage_note", "Parts it works in", Line(250), "Public. Wards or parts it works in, if not the whole."
    )
    bridge = RequiredColumn(
        "bridge", "Bridge Organisation", OneRow(), "Who supported it until March 2023: one of yours."
    )
    support_organisation = Column(
        "support_organisation", "Supported today by", OneRow(), "Who supports it today, if a source says so."
    )
    host = Column("host", "Host", Line(250), "Public. The organisation that hosts or leads it.")
    legal_form = Column("legal_form", "Legal form", Line(120), "Public. For example: charity (CIO), CIC.")
    website = Column("website", "Website", WebAddress(300), "Public.", "https://example.org")
    summary = Column("summary", "Summary", Lines(), "Public. One or two sentences, shown in lists.")
    about = Column("about", "About", Lines(), "Public. The longer story, in Markdown.")
    vision = Column("vision", "Vision", Lines(), "Public. In the partnership’s own words or close to them.")
    mission = Column("mission", "Mission", Lines(), "Public. In the partnership’s own words or close to them.")
    takes_new_members = Column(
        "takes_new_members", "Takes new members", YesOrNo(), "Leave it empty if no source says.", "Yes"
    )
    how_to_join = Column("how_to_join", "How to join", Lines(), "Public. What somebody who wants to join should do.")
    sectors_sought = Column(
        "sectors_sought", "Sectors it looks for", ManyRows(), "Public. From which parts of local life it wants members."
    )
    confidence = Column("confidence", "How we know", FixedChoice(Confidence.choices), "How well it is supported.")

    def load_known_rows(self) -> None:
        authorities = list(LocalAuthority.objects.order_by("name"))
        self._set_known("authorities", authorities, "local authority")
        # "All of" works with local authorities too: North Yorkshire is a county to most people.
        groups = {name_key(f"All of {authority.name}"): [authority] for authority in authorities}
        for authority in authorities:
            if authority.county:
                groups.setdefault(name_key(f"All of {authority.county}"), []).append(authority)
        self.fields["authorities"].widget.groups = groups
        bridges = list(BridgeOrganisation.objects.editable_by(self.by).order_by("name"))
        self._set_known("bridge", bridges, "Bridge Organisation", AMONG_YOURS)
        self._set_known("support_organisation", bridges, "Bridge Organisation", AMONG_YOURS)
        self._set_known("sectors_sought", Sector.objects.all(), "sector")


class MemberSheet(SheetResource):
    """Member organisations. Their memberships are in a sheet of their own."""

    kind = SheetKind.MEMBERS
    model = MemberOrganisation
    noun = "member organisation"
    related = ("sector", "authority")

    entry = entry_column("member organisation")
    name = RequiredColumn("name", "Name", Line(160), "Public. Never the name of a person.", "Huddersfield Museum")
    other_names = Column(
        "other_names", "Also known as", Line(500), "Public. Its other names, with semicolons between.", "Tolson Museum"
    )
    sector = RequiredColumn("sector", "Sector", OneRow(), "Public. The part of local life it belongs to.", "Culture")
    website = Column("website", "Website", WebAddress(300), "Public.", "https://example.org")
    authority = Column("authority", "Local authority", OneRow(), "Public. Where it is.", "Kirklees")

    def load_known_rows(self) -> None:
        self._set_known("sector", Sector.objects.all(), "sector")
        self._set_known(
            "authority", LocalAuthority.objects.select_related("bridge").order_by("name"), "local authority"
        )


class MembershipSheet(SheetResource):
    """Memberships, each found by its partnership and organisation."""

    kind = SheetKind.MEMBERSHIPS
    model = Membership
    noun = "membership"
    key = ("partnership", "organisation")
    related = ("partnership", "organisation")

    partnership = RequiredColumn("partnership", "Partnership", OneRow(), "Its name or its Entry: one of yours.")
    organisation = RequiredColumn(
        "organisation",
        "Member organisation",
        OneRow(),
        "Its name or its Entry. A new one comes in with a sheet of member organisations first.",
    )
    role = RequiredColumn(
        "role",
        "Role",
        FixedChoice(MembershipRole.choices),
        "Public. As what it takes part.",
        MembershipRole.MEMBER.label,
    )
    since = Column("since", "Since", PartialDate(), "Public. When it joined.", "September 2017")
    until = Column("until", "Until", PartialDate(), "Public. When it left. Empty while it takes part.")
    source = Column("source", "Source", Lines(), "Public. Where this was read.")
    confidence = Column("confidence", "How we know", FixedChoice(Confidence.choices), "How well it is supported.")

    def load_known_rows(self) -> None:
        partnerships = Partnership.objects.editable_by(self.by).order_by("name")
        self._set_known("partnership", partnerships, "partnership", AMONG_YOURS)
        organisations = MemberOrganisation.objects.editable_by(self.by).order_by("name")
        self._set_known("organisation", organisations, "member organisation", AMONG_YOURS)


SHEET_RESOURCES: dict[str, type[SheetResource]] = {
    SheetKind.PARTNERSHIPS: PartnershipSheet,
    SheetKind.MEMBERS: MemberSheet,
    SheetKind.MEMBERSHIPS: MembershipSheet,
}
for _kind in SheetKind:
    assert _kind in SHEET_RESOURCES, f"Nothing says what a sheet of {_kind.label.lower()} looks like."


def may_import(user: User, kind: str) -> bool:
    """Return whether `user` may import sheets of `kind`: they may import at all, and add and change such rows."""
    options = SHEET_RESOURCES[kind].model._meta
    on_rows = [f"{options.app_label}.{action}_{options.model_name}" for action in ("add", "change")]
    return user.has_perms([IMPORT_PERMISSION, *on_rows])


def resource_of(kind: str, by: User) -> SheetResource:
    return SHEET_RESOURCES[kind](by)
