"""Doing what the rows of a sheet say, after looking at each once more: all of it is one revision, in one transaction.

Rows are written in bulk, as ten thousand saves would hold up everybody else. Partnerships are few, and saved one by
one, since places and sectors hang on each.
"""

from collections.abc import Iterator

from django.db.models import Model

from members.models.sheets import RowOutcome, SheetImport, SheetKind, SheetRow
from members.sheets.planning import PlannedRow, Planner
from partnerships.models import Partnership
from partnerships.models.slugs import Sluggable
from partnerships.models.versions import OpenRevision
from partnerships.publishing import workflow
from partnerships.search import text_index
from partnerships.vocabulary import PublicationState

_AT_ONCE = 500
MOVED = (
    "Since the preview somebody changed this entry, or something that this row refers to. Nothing of the row was "
    "imported. Upload it again to see what it would do now."
)


def good_outcomes(sheet: SheetImport) -> list[str]:
    """Return the outcomes of rows that are imported, those that look like others if that was chosen."""
    doubtful = [RowOutcome.DOUBTFUL] if sheet.takes_doubtful else []
    return [RowOutcome.NEW, RowOutcome.CHANGED, *doubtful]


def apply_rows(sheet: SheetImport, revision: OpenRevision) -> dict[str, int]:
    """Do what the good rows of `sheet` say; return how many rows of each outcome there are now.

    A row that would not do now what its preview says is left out and says so. Must be called in a transaction, with
    the revision it is part of.
    """
    planner = Planner(sheet.kind, sheet.by, locks=True)
    good, moved = [], []
    for row in sheet.rows.filter(outcome__in=good_outcomes(sheet)).order_by("number"):
        planned = planner.plan(row.number, row.cells)
        if (planned.outcome, planned.changes) == (row.outcome, row.changes):
            good.append(planned)
        else:
            row.outcome, row.problems = RowOutcome.MOVED, [*planned.problems, {"column": "", "words": MOVED}]
            moved.append(row)
    SheetRow.objects.bulk_update(moved, ["outcome", "problems"], batch_size=_AT_ONCE)
    _save(sheet, planner.sheet.model, good, revision)
    return counts_of(sheet)


def counts_of(sheet: SheetImport) -> dict[str, int]:
    """Return how many rows of each outcome `sheet` has."""
    counts: dict[str, int] = {}
    for outcome in sheet.rows.order_by().values_list("outcome", flat=True).iterator():
        counts[outcome] = counts.get(outcome, 0) + 1
    return counts


def _save(sheet: SheetImport, model: type[Model], good: list[PlannedRow], revision: OpenRevision) -> None:
    if sheet.kind == SheetKind.PARTNERSHIPS:
        saved = [_save_partnership(planned, sheet) for planned in good]
    else:
        new = _add([planned for planned in good if planned.row is None], model, revision)
        saved = new + _change([planned for planned in good if planned.row is not None], model, revision)
    # No row leaves an entry that mentioned it before: those that mention it now are all.
    for some in _batches(saved):
        text_index.refresh(*some)


def _save_partnership(planned: PlannedRow, sheet: SheetImport) -> Partnership:
    row = planned.row if planned.row is not None else Partnership()
    several = {field.name for field in Partnership._meta.many_to_many}
    for name, value in planned.values.items():
        if name not in several:
            setattr(row, name, value)
    row.save()
    for name in several & set(planned.values):
        getattr(row, name).set(planned.values[name])
    if planned.row is None and sheet.publishes:
        workflow.move(row, to=PublicationState.PUBLISHED, by=sheet.by)
    return row


def _add(good: list[PlannedRow], model: type[Model], revision: OpenRevision) -> list[Model]:
    if not good:
        return []
    made = [model(**planned.values) for planned in good]
    if issubclass(model, Sluggable):
        taken = set(model.objects.values_list("slug", flat=True))
        for row in made:
            row.slug = row.free_slug(str(row), taken=taken)
            taken.add(row.slug)
    model.objects.bulk_create(made, batch_size=_AT_ONCE)
    _keep_versions(made, model, revision, update=False)
    return made


def _change(good: list[PlannedRow], model: type[Model], revision: OpenRevision) -> list[Model]:
    if not good:
        return []
    names: set[str] = set()
    for planned in good:
        for name, value in planned.values.items():
            setattr(planned.row, name, value)
        names |= planned.values.keys()
    changed = [planned.row for planned in good]
    model.objects.bulk_update(changed, sorted(names), batch_size=_AT_ONCE)
    _keep_versions(changed, model, revision, update=True)
    return changed


def _keep_versions(rows: list[Model], model: type[Model], revision: OpenRevision, *, update: bool) -> None:
    model.versions.bulk_history_create(
        rows, batch_size=_AT_ONCE, update=update, custom_historical_attrs={"revision": revision.write()}
    )


def _batches(rows: list[Model]) -> Iterator[list[Model]]:
    for start in range(0, len(rows), _AT_ONCE):
        yield rows[start : start + _AT_ONCE]
