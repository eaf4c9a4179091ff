"""The sheets there are: their columns, what may stand in each, and which rows they are about.

An export and an import have the same columns, so that what was exported can be edited and imported again.
"""

from django.db.models import QuerySet
from import_export.fields import Field
from import_export.resources import Resource
from import_export.widgets import Widget

from members.models import MemberOrganisation, Membership
from members.models.sheets import SheetKind
from members.sheets.known_rows import KnownRows, written_alike
from members.sheets.widgets import Line, Lines, ManyRows, OneRow, PartialDate, WebAddress, Word, YesOrNo
from partnerships.models import BridgeOrganisation, LocalAuthority, Partnership, Sector
from partnerships.vocabulary import STAGE_NOT_KNOWN, Confidence, MembershipRole, Scope, Stage

AMONG_YOURS = " among those that are yours"


class Column(Field):
    """A column: `meaning` tells whoever fills it in what it is for; an empty cell is refused if it is `required`."""

    required = False

    def __init__(self, attribute: str, heading: str, widget: Widget, meaning: str, example: str = ""):
        super().__init__(attribute=attribute, column_name=heading, widget=widget)
        self.meaning, self.example = meaning, example


class NeededColumn(Column):
    """A column that has to be there, with something in every cell."""

    required = True


def entry_column(what: str) -> Column:
    """Return the column by which an entry is found again."""
    meaning = f"The last part of its web address. Leave it as exported; leave it empty for a new {what}."
    return Column("slug", "Entry", Line(120), meaning)


class SheetResource(Resource):
    """One kind of sheet, for one person: only rows they may work with are in it, or can be named in it."""

    kind: SheetKind
    model: type
    noun: str
    # Columns that say which row it is: they find it, and never change it.
    key: tuple[str, ...] = ("entry",)
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    # Large enough for all there will ever be, and small enough for one transaction.
    most_rows = 10_000

    def __init__(self, by):
        super().__init__()
        self.by = by

    def rows(self) -> QuerySet:
        """Return the rows there are, with all a sheet shows of them."""
        rows = self.model.objects.editable_by(self.by).select_related(*self.related)
        return rows.prefetch_related(*self.prefetched).order_by("pk")

    def let_name(self) -> None:
        """Tell the columns which rows they may name."""
        raise NotImplementedError

    @property
    def columns(self) -> dict[str, Column]:
        """The columns by their headings."""
        return {field.column_name: field for field in self.fields.values()}

    def _know(self, name: str, rows, noun: str, where: str = "") -> None:
        self.fields[name].widget.known = KnownRows(rows, noun, where)


class PartnershipSheet(SheetResource):
    """Partnerships, without what a row has no room for: other names, links, sources and worded priorities."""

    kind = SheetKind.PARTNERSHIPS
    model = Partnership
    noun = "partnership"
    related = ("bridge", "support_organisation")
    prefetched = ("authorities", "sectors_sought")
    # Each is saved by itself, and England has 296 local authorities.
    most_rows = 1_000

    entry = entry_column("partnership")
    name = NeededColumn("name", "Name", Line(160), "Public. Its full name.", "Kirklees LCEP")
    stage = Column(
        "stage", "Stage", Word(dict(Stage.choices)), f"How far it has come. Empty: {STAGE_NOT_KNOWN.lower()}."
    )
    stage_as_of = Column("stage_as_of", "Stage as of", PartialDate(), "The date the stage is true of.")
    established = Column("established", "Established", PartialDate(), "When it began.", "September 2017")
    ended = Column("ended", "Ended", PartialDate(), "When it closed, if it has.")
    authorities = NeededColumn(
        "authorities",
        "Local authorities",
        ManyRows(),
        "Where it works. For all districts of a county write All of Kent.",
        "Calderdale; Kirklees",
    )
    scope = Column("scope", "Size of its area", Word(dict(Scope.choices)), "How large an area it works in.")
    coverage_note = Column(
        "coverage_note", "Parts it works in", Line(250), "Public. Wards or parts it works in, if not the whole."
    )
    bridge = NeededColumn("bridge", "Bridge Organisation", OneRow(), "Who supported it until March 2023: one of yours.")
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
    confidence = Column("confidence", "How we know", Word(dict(Confidence.choices)), "How well it is supported.")

    def let_name(self) -> None:
        """Offer every place and sector, and the person's own Bridge Organisations."""
        authorities = list(LocalAuthority.objects.order_by("name"))
        self._know("authorities", authorities, "local authority")
        # North Yorkshire is a county to most people, and one local authority.
        groups = {written_alike(f"All of {one.name}"): [one] for one in authorities}
        for one in authorities:
            if one.county:
                groups.setdefault(written_alike(f"All of {one.county}"), []).append(one)
        self.fields["authorities"].widget.groups = groups
        own = list(BridgeOrganisation.objects.editable_by(self.by).order_by("name"))
        self._know("bridge", own, "Bridge Organisation", AMONG_YOURS)
        self._know("support_organisation", own, "Bridge Organisation", AMONG_YOURS)
        self._know("sectors_sought", Sector.objects.all(), "sector")


class MemberSheet(SheetResource):
    """Member organisations. What they are members of stands in the sheet of memberships."""

    kind = SheetKind.MEMBERS
    model = MemberOrganisation
    noun = "member organisation"
    related = ("sector", "authority")

    entry = entry_column("member organisation")
    name = NeededColumn("name", "Name", Line(160), "Public. Never the name of a person.", "Huddersfield Museum")
    other_names = Column(
        "other_names", "Also known as", Line(500), "Public. Its other names, with semicolons between.", "Tolson Museum"
    )
    sector = NeededColumn("sector", "Sector", OneRow(), "Public. The part of local life it belongs to.", "Culture")
    website = Column("website", "Website", WebAddress(300), "Public.", "https://example.org")
    authority = Column("authority", "Local authority", OneRow(), "Public. Where it is.", "Kirklees")

    def let_name(self) -> None:
        """Offer every sector and place."""
        self._know("sector", Sector.objects.all(), "sector")
        self._know("authority", LocalAuthority.objects.select_related("bridge").order_by("name"), "local authority")


class MembershipSheet(SheetResource):
    """Which organisation takes part in which partnership. The two together are what a row is found by."""

    kind = SheetKind.MEMBERSHIPS
    model = Membership
    noun = "membership"
    key = ("partnership", "organisation")
    related = ("partnership", "organisation")

    partnership = NeededColumn("partnership", "Partnership", OneRow(), "Its name or its Entry: one of yours.")
    organisation = NeededColumn(
        "organisation",
        "Member organisation",
        OneRow(),
        "Its name or its Entry. A new one comes in with a sheet of member organisations first.",
    )
    role = NeededColumn(
        "role",
        "Role",
        Word(dict(MembershipRole.choices)),
        "Public. As what it takes part.",
        MembershipRole.MEMBER.label,
    )
    since = Column("since", "Since", PartialDate(), "Public. When it joined.", "September 2017")
    until = Column("until", "Until", PartialDate(), "Public. When it left. Empty while it takes part.")
    source = Column("source", "Source", Lines(), "Public. Where this was read.")
    confidence = Column("confidence", "How we know", Word(dict(Confidence.choices)), "How well it is supported.")

    def let_name(self) -> None:
        """Offer the person's own partnerships and member organisations."""
        partnerships = Partnership.objects.editable_by(self.by).order_by("name")
        self._know("partnership", partnerships, "partnership", AMONG_YOURS)
        organisations = MemberOrganisation.objects.editable_by(self.by).order_by("name")
        self._know("organisation", organisations, "member organisation", AMONG_YOURS)


SHEETS: dict[str, type[SheetResource]] = {one.kind: one for one in (PartnershipSheet, MemberSheet, MembershipSheet)}
for _kind in SheetKind:
    assert _kind in SHEETS, f"Nothing says what a sheet of {_kind.label.lower()} looks like."


IMPORT = "partnerships.import_partnership"


def may_import(user, kind: str) -> bool:
    """Return whether `user` may import sheets of `kind`: they may import at all, and add and change such rows."""
    options = SHEETS[kind].model._meta
    return user.has_perms([IMPORT, *(f"{options.app_label}.{act}_{options.model_name}" for act in ("add", "change"))])


def sheet_of(kind: str, by) -> SheetResource:
    """Return the sheet of `kind` for `by`."""
    return SHEETS[kind](by)
