"""What one row of a sheet would do, and what has to be right about it as a whole.

Its dates must be in order, its name must be free, and whoever imports it must be allowed to change the entry.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.contrib.auth.models import User

from members.models import MemberOrganisation, Membership
from members.models.sheets import RowOutcome
from members.organisations.looking_after import own_bridges
from members.sheets import area_parts
from members.sheets.known_names import KnownNames
from members.sheets.layouts import Column, Headings, SheetLayout, SheetModel
from partnerships.dates.partial_dates import in_words
from partnerships.models import Partnership
from partnerships.models.rights import sees_every_bridge
from partnerships.publishing import at_once, second_person, workflow
from partnerships.text.sentences import listed

ANOTHERS_ALREADY = (
    "It is here already, and others look after it. It need not be added: name it in a sheet of memberships."
)
MAY_NOT_CHANGE_PUBLIC = "It is published, and you may not change what is public. Propose the change instead."


@dataclass
class PlannedRow:
    """What the row `number` of a sheet would do; `cells` are its cells by their headings.

    `row` is the row of the directory it is about, None for a new one, and `values` are what would be put in that.
    `changes`, `problems` and `doubts` are stored with SheetRow as they are: see the fields there.
    """

    number: int
    cells: dict[str, str]
    row: SheetModel | None = None
    # By the names of the model's fields, and of their types.
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[dict[str, str]] = field(default_factory=list)
    problems: list[dict[str, str]] = field(default_factory=list)
    doubts: list[dict[str, str]] = field(default_factory=list)

    @property
    def outcome(self) -> RowOutcome:
        if self.problems:
            return RowOutcome.ERROR
        if self.doubts:
            return RowOutcome.DOUBTFUL
        if self.row is None:
            return RowOutcome.NEW
        return RowOutcome.CHANGED if self.changes else RowOutcome.UNCHANGED

    @property
    def name(self) -> str:
        """What it is about, as it stands in the sheet."""
        parts = [self.cells.get(heading, "") for heading in ("Name", "Member organisation", "Partnership")]
        return " in ".join(" ".join(part.split()) for part in parts if part.strip())

    def change(self, column: Column, old: str, new: str, value: Any) -> None:
        """Let `column` get `value`, which stands in a cell as `new`."""
        self.values[column.name] = value
        self.changes.append({"column": column.heading, "old": old, "new": new})

    def refuse(self, column: str, message: str) -> None:
        """Add a problem in `column`, or with the row as a whole if that is ""."""
        self.problems.append({"column": column, "words": message})

    def doubt(self, column: str, message: str) -> None:
        """Add what somebody should look at before the row is imported."""
        self.doubts.append({"column": column, "words": message})


# Adds problems and doubts to a row each of whose cells is right by itself.
RowCheck = Callable[[PlannedRow], None]


def checks_of(layout: SheetLayout, by: User, imported: Collection[int] = frozenset()) -> list[RowCheck]:
    """Return what is checked of rows of a sheet that `by` imports. What they compare with is looked up here.

    The rows with the keys `imported` came from the same sheet.
    """
    checks: list[RowCheck] = []
    if layout.dates:
        checks.append(partial(_check_dates, layout.dates, [layout.headings[name][0] for name in layout.dates]))
    if layout.model is not Membership:
        checks.append(_NameCheck(layout, by, imported).check)
    if layout.model is Partnership:
        checks += [partial(_check_stage, layout.headings), _check_parts]
    if layout.model is not MemberOrganisation:
        checks.append(partial(_check_publication, by, second_person.names_of_wanting()))
    elif not sees_every_bridge(by) and not own_bridges(by):
        checks.append(_refuse_nobodys)
    return checks


def _check_dates(names: tuple[str, str], headings: list[str], planned: PlannedRow) -> None:
    first, last = (planned.values.get(name, getattr(planned.row, name, "")) for name in names)
    if first and last and last < first:
        message = f"{in_words(last)} must not be before “{headings[0]}”, {in_words(first)}"
        # "2017" stands before "September 2017": which of the two comes first cannot be told.
        precisely = ". Give it as precisely" if first.startswith(last) else ""
        planned.refuse(headings[1], f"{message}{precisely}.")


def _check_stage(headings: Headings, planned: PlannedRow) -> None:
    """Refuse another stage with the date, its words or the source of the one before it."""
    if not isinstance(planned.row, Partnership):
        return
    for name, message in planned.row.left_of_stage(planned.values).items():
        heading = headings[name][0]
        if heading in planned.cells:
            planned.refuse(heading, f"{message}.")
        else:
            planned.refuse("Stage", f"It was another. Add the column “{heading}”: it is still that of the one before.")


def _check_parts(planned: PlannedRow) -> None:
    """Refuse parts of a local authority that it does not work in, and those of which we know no postcode district."""
    partnership: Any = planned.row
    authorities = planned.values.get("authorities")
    if authorities is None:
        authorities = partnership.authorities.all() if partnership else []
    for part in area_parts.new_among(planned.values.get("parts", []), partnership):
        if part.authority not in authorities:
            planned.refuse("Parts of authorities", f"It does not work in {part.authority}, so not in {part.name}.")
        elif not area_parts.look_up(part):
            message = f"We know no postcode district of {part.authority} by “{part.name}”."
            planned.refuse("Parts of authorities", f"{message} Enter it on the page of the partnership.")


class _NameCheck:
    """Refuses a name that is taken, and doubts one that looks like another."""

    def __init__(self, layout: SheetLayout, by: User, imported: Collection[int]) -> None:
        self.noun = layout.noun
        self.editable_slugs = dict(layout.rows(by).order_by().values_list("pk", "slug"))
        model: Any = layout.model
        others = model.objects.published() if model is Partnership else model.objects.choosable_by(by)
        self.known = set(others.order_by().values_list("pk", flat=True))
        nameable = {*self.editable_slugs, *self.known}.difference(imported)
        self.names = KnownNames(model.objects.order_by().values_list("pk", "name"), nameable)
        self.names_in_sheet = KnownNames()

    def check(self, planned: PlannedRow) -> None:
        name = planned.values.get("name")
        if not name:
            return
        own_key = planned.row.pk if planned.row is not None else None
        if (taken := self.names.taken(name, besides=own_key)) is not None:
            planned.refuse("Name", self._taken_message(taken))
        elif (number := self.names_in_sheet.taken(name)) is not None:
            planned.refuse("Name", f"It has the same name as row {number}.")
        elif planned.row is None and (alike := self.names.alike(name)):
            planned.doubt("Name", f"It looks like {listed(alike[:3])}, which is here already.")
        self.names_in_sheet.add(planned.number, name)

    def _taken_message(self, key: int) -> str:
        if key in self.editable_slugs:
            return f"It is here already. To change it, write {self.editable_slugs[key]} in the column “Entry”."
        if key in self.known and self.noun == str(MemberOrganisation._meta.verbose_name):
            return ANOTHERS_ALREADY
        return f"There is another {self.noun} of this name, and it is not one of yours."


def _check_publication(by: User, wanting: dict[int, str], planned: PlannedRow) -> None:
    """Refuse a change to what is public, or to the members of what is, by somebody who may not publish.

    So is one by anybody, where a second person is wanted: `wanting` names the Bridge Organisations that do, by key.
    """
    row = planned.row
    of_memberships = row.partnership if isinstance(row, Membership) else planned.values.get("partnership")
    partnership = row if isinstance(row, Partnership) else of_memberships
    if not planned.changes or partnership is None:
        return
    column = "" if partnership is row else "Partnership"
    if not workflow.may_change(by, partnership):
        planned.refuse(column, MAY_NOT_CHANGE_PUBLIC)
    elif partnership.is_published and partnership.bridge_id in wanting:
        planned.refuse(column, at_once.IN_WORDS.format(wanting[partnership.bridge_id], partnership))


def _refuse_nobodys(planned: PlannedRow) -> None:
    """Refuse a new organisation of somebody who could not work with it afterwards."""
    if planned.row is None:
        planned.refuse("", "You work for no Bridge Organisation that could look after it. Ask a national editor.")
