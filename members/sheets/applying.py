"""Doing what the rows of a sheet say, after planning each once more: all in one transaction, or some at a time.

Rows are written in bulk, as ten thousand saves would hold up everybody else. Partnerships are few, and saved one by
one, with the local authorities and sectors of each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, QuerySet

from members.models import MemberOrganisation, Membership
from members.models.organisations import MemberOrganisationQuerySet
from members.models.sheets import RowOutcome, SheetImport, SheetKind, SheetRow
from members.organisations import schools
from members.organisations.looking_after import of_new, own_bridges
from members.sheets import area_parts
from members.sheets.layouts import LAYOUTS, SheetModel
from members.sheets.planning import Planner
from members.sheets.rows import PlannedRow
from partnerships.models import Partnership
from partnerships.models.versions import OpenRevision
from partnerships.publishing import second_person, workflow
from partnerships.search import text_index
from partnerships.vocabulary import PublicationState

_BATCH = 500
CONFLICT = (
    "Since the preview somebody changed this entry, or something that this row refers to. Nothing of the row was "
    "imported. Upload it again to see what it would do now."
)


def apply_rows(sheet: SheetImport, revision: OpenRevision, by: User) -> None:
    """Do what the importable rows of `sheet` say, as `by`: all in one go.

    Must be called in a transaction, with the revision it is part of.
    """
    planned = plan_rows(Planner(sheet.kind, by, locks=True), importable_rows(sheet))
    schools.tie(organisations_of(save_rows(sheet, planned, revision, by)))


def importable_rows(sheet: SheetImport) -> QuerySet[SheetRow]:
    """Return the rows of `sheet` that are imported, in their order."""
    return sheet.rows.filter(outcome__in=sheet.importable_outcomes).order_by("number")


@dataclass(frozen=True)
class PlannedRows:
    """Some rows of a sheet: what those do that can be imported, and the others, which say already why they are not."""

    good: list[PlannedRow] = field(default_factory=list)
    left_out: list[SheetRow] = field(default_factory=list)


def plan_rows(planner: Planner, rows: Iterable[SheetRow]) -> PlannedRows:
    """Return what `rows` do now. One that would not do what its preview says is left out, with the outcome MOVED."""
    result = PlannedRows()
    for row in rows:
        planned = planner.plan(row.number, row.cells)
        # What it was like may be another name by now: nothing that was looked at is lost.
        is_in_no_doubt_now = (row.outcome, planned.outcome) == (RowOutcome.DOUBTFUL, RowOutcome.NEW)
        if planned.changes == row.changes and (planned.outcome == row.outcome or is_in_no_doubt_now):
            result.good.append(planned)
        else:
            row.outcome, row.problems = RowOutcome.MOVED, [*planned.problems, {"column": "", "words": CONFLICT}]
            result.left_out.append(row)
    return result


def save_rows(sheet: SheetImport, planned: PlannedRows, revision: OpenRevision, by: User) -> Sequence[SheetModel]:
    """Save what `planned` rows of `sheet` do, and which are left out; return the rows of the directory."""
    SheetRow.objects.bulk_update(planned.left_out, ["outcome", "problems"], batch_size=_BATCH)
    # No import moves a row from one entry to another, so the entries that mention it now are all there are to refresh.
    saved = _save(sheet, planned.good, revision, by)
    for start in range(0, len(saved), _BATCH):
        text_index.refresh(*saved[start : start + _BATCH])
    return saved


def organisations_of(rows: Sequence[SheetModel]) -> MemberOrganisationQuerySet:
    """Return the member organisations that `rows` of the directory are about; none if these are partnerships."""
    keys = {row.organisation_id if isinstance(row, Membership) else row.pk for row in rows}
    return MemberOrganisation.objects.filter(pk__in=keys if rows and not isinstance(rows[0], Partnership) else ())


def counts_of(sheet: SheetImport) -> dict[str, int]:
    """Return how many rows of each outcome `sheet` has."""
    return dict(sheet.rows.order_by().values_list("outcome").annotate(Count("pk")))


def _save(sheet: SheetImport, planned_rows: list[PlannedRow], revision: OpenRevision, by: User) -> Sequence[SheetModel]:
    if sheet.kind == SheetKind.PARTNERSHIPS:
        return [_save_partnership(planned, publishes=sheet.publishes, by=by) for planned in planned_rows]
    return _save_in_bulk(planned_rows, LAYOUTS[sheet.kind].model, revision, by)


def _save_partnership(planned: PlannedRow, *, publishes: bool, by: User) -> Partnership:
    partnership = planned.row if isinstance(planned.row, Partnership) else Partnership()
    many_to_many = {field.name for field in Partnership._meta.many_to_many} & planned.values.keys()
    for name, value in planned.values.items():
        if name != "parts" and name not in many_to_many:
            setattr(partnership, name, value)
    partnership.save()
    for name in many_to_many:
        getattr(partnership, name).set(planned.values[name])
    if "parts" in planned.values:
        area_parts.give(partnership, planned.values["parts"])
    if planned.row is None and publishes:
        # Where a second person is wanted, one looks at it first.
        is_asked = second_person.is_wanted(partnership)
        workflow.move(partnership, to=PublicationState.IN_REVIEW if is_asked else PublicationState.PUBLISHED, by=by)
    return partnership


def _save_in_bulk(planned_rows: list[PlannedRow], model: Any, revision: OpenRevision, by: User) -> list[Any]:
    created, updated = [], []
    names: set[str] = set()
    for planned in planned_rows:
        row: Any = planned.row or model()
        for name, value in planned.values.items():
            setattr(row, name, value)
        if "school" in planned.values:
            row.tie_to(row.school)
            names |= {"name_in_register", "is_no_school"}
        if planned.row is None:
            created.append(row)
        else:
            updated.append(row)
            names |= planned.values.keys()
    if created and model is MemberOrganisation:
        _set_slugs(created)
        _set_who_looks_after(created, by)
    model.objects.bulk_create(created, batch_size=_BATCH)
    if updated:
        model.objects.bulk_update(updated, sorted(names), batch_size=_BATCH)
    for rows, update in ((created, False), (updated, True)):
        if rows:
            custom = {"revision": revision.write()}
            model.versions.bulk_history_create(rows, batch_size=_BATCH, update=update, custom_historical_attrs=custom)
    return created + updated


def _set_slugs(organisations: Sequence[MemberOrganisation]) -> None:
    """Give new organisations their slugs, with one query for all: saving each would ask for its own."""
    taken = set(MemberOrganisation.objects.values_list("slug", flat=True))
    for organisation in organisations:
        organisation.slug = organisation.free_slug(str(organisation), taken=taken)
        taken.add(organisation.slug)


def _set_who_looks_after(organisations: Sequence[MemberOrganisation], by: User) -> None:
    """Let new organisations be looked after by the Bridge Organisation of who imports them."""
    own = own_bridges(by)
    for organisation in organisations:
        place = organisation.place
        organisation.looked_after_by_id = of_new(own, place.bridge_id if place else None)
