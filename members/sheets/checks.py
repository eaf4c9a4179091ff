"""What has to be right about a row as a whole: dates in order, a name that is free, rights to change the entry."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from members.models import MemberOrganisation, Membership
from members.sheets.known_names import KnownNames
from members.sheets.layouts import SheetLayout
from members.sheets.planned_rows import PlannedRow
from partnerships.dates.partial_dates import in_words
from partnerships.models import Partnership
from partnerships.models.rights import bridges_of, sees_every_bridge
from partnerships.publishing import workflow
from partnerships.text.sentences import listed

# Adds problems and doubts to a row each of whose cells is right by itself.
RowCheck = Callable[[PlannedRow], None]

MAY_NOT_CHANGE_PUBLIC = "It is published, and you may not change what is public. Propose the change instead."


def checks_of(layout: SheetLayout, by: User) -> list[RowCheck]:
    """Return what is checked of rows of a sheet that `by` imports. What they compare with is looked up here."""
    checks: list[RowCheck] = []
    if layout.dates:
        checks.append(partial(_check_dates, layout.dates, [layout.headings[name][0] for name in layout.dates]))
    if layout.model is not Membership:
        checks.append(_NameCheck(layout, by).check)
    if layout.model is not MemberOrganisation:
        checks.append(partial(_check_publication, by))
    elif not sees_every_bridge(by):
        checks.append(_territory_check(by))
    return checks


def _check_dates(names: tuple[str, str], headings: list[str], planned: PlannedRow) -> None:
    first, last = (planned.values.get(name, getattr(planned.row, name, "")) for name in names)
    if first and last and last < first:
        message = f"{in_words(last)} must not be before “{headings[0]}”, {in_words(first)}"
        # "2017" stands before "September 2017": which of the two comes first cannot be told.
        precisely = ". Give it as precisely" if first.startswith(last) else ""
        planned.refuse(headings[1], f"{message}{precisely}.")


class _NameCheck:
    """Refuses a name that is taken, and doubts one that looks like another."""

    def __init__(self, layout: SheetLayout, by: User) -> None:
        self.noun = layout.noun
        self.editable_slugs = dict(layout.rows(by).order_by().values_list("pk", "slug"))
        public: QuerySet[Any] = MemberOrganisation.objects.public()
        if layout.model is Partnership:
            public = Partnership.objects.published()
        nameable = {*self.editable_slugs, *public.values_list("pk", flat=True)}
        rows: QuerySet[Any] = layout.model.objects.order_by()
        self.names = KnownNames(rows.values_list("pk", "name"), nameable)
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
        return f"There is another {self.noun} of this name, and it is not one of yours."


def _check_publication(by: User, planned: PlannedRow) -> None:
    """Refuse a change to what is public, or to the members of what is, by somebody who may not publish."""
    row = planned.row
    of_memberships = row.partnership if isinstance(row, Membership) else planned.values.get("partnership")
    partnership = row if isinstance(row, Partnership) else of_memberships
    if planned.changes and partnership and not workflow.may_change(by, partnership):
        planned.refuse("" if partnership is row else "Partnership", MAY_NOT_CHANGE_PUBLIC)


def _territory_check(by: User) -> RowCheck:
    """Return the check that `by` could still work with an organisation after its local authority has changed."""
    bridge_keys = {pk for (pk,) in bridges_of(by).values_list("pk")}
    own = Membership.objects.editable_by(by).order_by()
    keys_of_members = set(own.values_list("organisation", flat=True))

    def check(planned: PlannedRow) -> None:
        authority = planned.values.get("authority")
        if authority is None or authority.bridge_id in bridge_keys:
            return
        if planned.row is None or planned.row.pk not in keys_of_members:
            message = "is outside your territory. Leave it empty until it takes part in a partnership of yours."
            planned.refuse("Local authority", f"{authority} {message}")

    return check
