"""The sheets there are: their columns, what may stand in each, and which rows they are about.

An export and an import have the same columns, so that what was exported can be edited and imported again.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from members.models import MemberOrganisation, Membership
from members.models.sheets import SheetKind
from members.sheets.area_parts import AreaParts
from members.sheets.cell_kinds import (
    CellKind,
    FixedChoice,
    Line,
    ManyRows,
    Markdown,
    OneRow,
    OneSchool,
    PartialDate,
    PublicLines,
    WebAddress,
)
from partnerships.dates.partial_dates import PartialDateField
from partnerships.models import Partnership, School
from partnerships.vocabulary import STAGE_NOT_KNOWN, MembershipRole

SheetModel = Partnership | MemberOrganisation | Membership

IMPORT_PERMISSION = "partnerships.import_partnership"

# By the names of fields: the heading of a column, what it is for in sentences, and an example if there is one.
Headings = dict[str, tuple[str, str] | tuple[str, str, str]]
_ENTRY = "The last part of its web address. Leave it as exported; leave it empty for a new {}."
_WEBSITE = ("Website", "Public.", "https://example.org")
_CONFIDENCE = ("How we know", "How well it is supported.")
_AUTHORITIES = "Where it works. For all districts of a county write All of Kent."
_PARTS = "Public. If it does not work in the whole of one: the authority, then the postcode district or town."
_ORGANISATION = "Its name or its Entry. A new one comes in with a sheet of member organisations first."
_IN_MARKDOWN = {"about"}
_IN_OWN_WORDS = "Public. In the partnership’s own words or close to them."
# Without what a row has no room for: other names, links, sources, worded priorities and facts of its story.
_OF_PARTNERSHIPS: Headings = {
    "slug": ("Entry", _ENTRY.format("partnership")),
    "name": ("Name", "Public. Its full name.", "Kirklees LCEP"),
    "stage": ("Stage", f"How far it has come. Empty: {STAGE_NOT_KNOWN.lower()}."),
    "stage_as_of": ("Stage as of", "The date the stage is true of. Change it with the stage."),
    "stage_date_said": ("Stage as dated", "Public. That date in the words of the source, if it is not one date."),
    "stage_note": ("Stage: more", "Public. What else is known of it."),
    "stage_source": ("Stage read at", "Public. Where the stage was read. Change it with the stage."),
    "stage_confidence": ("Stage: how we know", "How well the stage is supported."),
    "established": ("Established", "When it began.", "September 2017"),
    "ended": ("Ended", "When it closed, if it has."),
    "authorities": ("Local authorities", _AUTHORITIES, "Calderdale; Kirklees"),
    "scope": ("Size of its area", "How large an area it works in."),
    "coverage_note": ("Parts it works in", "Public. Wards or parts it works in, if not the whole."),
    "parts": ("Parts of authorities", _PARTS, "North Yorkshire: Whitby; North Yorkshire: YO11"),
    "bridge": ("Bridge Organisation", "Who supported it until March 2023: one of yours."),
    "support_organisation": ("Supported today by", "Who supports it today, if a source says so."),
    "host": ("Host", "Public. The organisation that hosts or leads it."),
    "legal_form": ("Legal form", "Public. For example: charity (CIO), CIC."),
    "website": _WEBSITE,
    "summary": ("Summary", "Public. One or two sentences, shown in lists."),
    "about": ("About", "Public. The longer story, in Markdown."),
    "vision": ("Vision", _IN_OWN_WORDS),
    "mission": ("Mission", _IN_OWN_WORDS),
    "takes_new_members": ("Takes new members", "Leave it empty if no source says.", "Yes"),
    "how_to_join": ("How to join", "Public. What somebody who wants to join should do."),
    "joining_page": ("Page on joining", "Public. A page that says how to join it."),
    "sectors_sought": ("Sectors it looks for", "Public. From which parts of local life it wants members."),
    "confidence": _CONFIDENCE,
}
# Their memberships are in a sheet of their own.
_OF_MEMBERS: Headings = {
    "slug": ("Entry", _ENTRY.format("member organisation")),
    "name": ("Name", "Public. Never the name of a person.", "Huddersfield Museum"),
    "other_names": ("Also known as", "Public. Its other names, with semicolons between.", "Tolson Museum"),
    "sector": ("Sector", "Public. The part of local life it belongs to.", "Culture"),
    "website": _WEBSITE,
    "authority": ("Local authority", "Public. Where it is.", "Kirklees"),
    "school": ("URN", "Public. Its number in the register of schools, if it is a school.", "142585"),
}
_OF_MEMBERSHIPS: Headings = {
    "partnership": ("Partnership", "Its name or its Entry: one of yours."),
    "organisation": ("Member organisation", _ORGANISATION),
    "role": ("Role", "Public. As what it takes part.", MembershipRole.MEMBER.label),
    "since": ("Since", "Public. When it joined.", "September 2017"),
    "until": ("Until", "Public. When it left. Empty while it takes part."),
    "source": ("Source", "Public. Where this was read."),
    "confidence": _CONFIDENCE,
}


@dataclass(frozen=True)
class Column:
    """The column of a field for one user. One that is `required` has to be there, with something in every cell."""

    name: str
    heading: str
    meaning: str
    example: str
    cells: CellKind | AreaParts
    required: bool

    def text_of(self, row: SheetModel) -> str:
        """Return what stands in this column for `row`."""
        return self.cells.write(getattr(row, self.name))


@dataclass(frozen=True)
class SheetLayout:
    """One kind of sheet. It holds only rows a user may work with, and names only those and others they may choose.

    `key` are the fields that say which row of the directory is meant; they never change it. `dates` are two dates of
    which the second must not be earlier.
    """

    model: type[SheetModel]
    headings: Headings
    key: tuple[str, ...] = ("slug",)
    dates: tuple[str, str] | None = None
    # Large enough for all there will ever be, and small enough for one transaction.
    max_rows: int = 10_000

    @property
    def noun(self) -> str:
        """What one row is."""
        return str(self.model._meta.verbose_name)

    def columns(self, by: User) -> dict[str, Column]:
        """Return the columns for the user `by`, by their headings."""
        columns = {}
        for name, (heading, meaning, *example) in self.headings.items():
            field: Any = self.model._meta.get_field(name)
            cells = _cells_of(field, by)
            # Rows beside it, such as parts, need not be there.
            required = not getattr(field, "blank", True)
            columns[heading] = Column(name, heading, meaning, "".join(example), cells, required)
        return columns

    def rows(self, by: User) -> models.QuerySet[SheetModel]:
        """Return the rows of the directory the user may work with, with all a sheet shows of them."""
        fields = [self.model._meta.get_field(name) for name in self.headings]
        joined = [field.name for field in fields if field.many_to_one]
        prefetched = [field.name for field in fields if field.many_to_many]
        prefetched += [f"{field.name}__authority" for field in fields if field.one_to_many]
        rows = self.model.objects.editable_by(by).select_related(*joined).prefetch_related(*prefetched)
        return rows.order_by("pk")


def _cells_of(field: Any, by: User) -> CellKind | AreaParts:
    """Return what the user `by` may write into the cells of `field`."""
    if field.one_to_many:
        return AreaParts()
    if field.related_model is School:
        return OneSchool()
    if field.is_relation:
        return _rows_of(field, by)
    if field.choices:
        return FixedChoice(field.choices)
    if isinstance(field, models.BooleanField):
        return FixedChoice([(True, "Yes"), (False, "No")], empty=None)
    if isinstance(field, PartialDateField):
        return PartialDate()
    if field.max_length is None:
        return Markdown() if field.name in _IN_MARKDOWN else PublicLines()
    return (WebAddress if isinstance(field, models.URLField) else Line)(field.max_length)


def _rows_of(field: Any, by: User) -> OneRow:
    """Return the rows that `by` may name in the cells of `field`: their own, and what may be chosen."""
    model: Any = field.related_model
    noun = str(model._meta.verbose_name)
    kind = ManyRows if field.many_to_many else OneRow
    if hasattr(model.objects, "choosable_by"):
        return kind(model.objects.choosable_by(by), noun, " among those that are yours or published", lists_all=False)
    if hasattr(model.objects, "editable_by"):
        return kind(model.objects.editable_by(by), noun, " among those that are yours")
    return kind(model.objects.all(), noun)


LAYOUTS: dict[str, SheetLayout] = {
    # Each is saved by itself, and England has 296 local authorities.
    SheetKind.PARTNERSHIPS: SheetLayout(Partnership, _OF_PARTNERSHIPS, dates=("established", "ended"), max_rows=1_000),
    SheetKind.MEMBERS: SheetLayout(MemberOrganisation, _OF_MEMBERS),
    SheetKind.MEMBERSHIPS: SheetLayout(
        Membership, _OF_MEMBERSHIPS, key=("partnership", "organisation"), dates=("since", "until")
    ),
}
assert set(LAYOUTS) == set(SheetKind)


def may_import(user: User, kind: str) -> bool:
    """Return whether `user` may import sheets of `kind`: they may import at all, and add and change such rows."""
    options = LAYOUTS[kind].model._meta
    on_rows = [f"{options.app_label}.{action}_{options.model_name}" for action in ("add", "change")]
    return user.has_perms([IMPORT_PERMISSION, *on_rows])
