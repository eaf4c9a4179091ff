"""What has to be right about a row as a whole: dates in order, a name that is free, rights to change the entry."""

from collections.abc import Iterable

from members.models import MemberOrganisation, Membership
from members.models.sheets import SheetKind
from members.sheets.known_names import KnownNames
from members.sheets.planned_rows import PlannedRow
from members.sheets.resources import SheetResource
from partnerships.dates.partial_dates import in_words
from partnerships.models import Partnership
from partnerships.models.rights import bridges_of, sees_every_bridge
from partnerships.publishing import workflow
from partnerships.text.sentences import listed

MAY_NOT_CHANGE_PUBLIC = "It is published, and you may not change what is public. Propose the change instead."


class RowChecks:
    """The checks of rows of one kind of sheet. What they compare with is looked up at the start."""

    # The fields of two dates of which the second must not be earlier; blank if there are none.
    dates: tuple[str, str] = ("", "")

    def __init__(self, resource: SheetResource) -> None:
        self.resource = resource

    def check(self, planned: PlannedRow) -> None:
        """Add problems and doubts to a row each of whose cells is right by itself."""
        if self.dates[0]:
            self._check_dates(planned)

    def _check_dates(self, planned: PlannedRow) -> None:
        first, last = (planned.values.get(name, getattr(planned.row, name, "")) for name in self.dates)
        if first and last and last < first:
            columns = [self.resource.fields[name].column_name for name in self.dates]
            message = f"{in_words(last)} must not be before “{columns[0]}”, {in_words(first)}"
            # "2017" stands before "September 2017": which of the two comes first cannot be told.
            precisely = ". Give it as precisely" if first.startswith(last) else ""
            planned.refuse(columns[1], f"{message}{precisely}.")


class NameChecks(RowChecks):
    """Checks of entries with a name of their own. `model` is that of the resource."""

    model: type[Partnership] | type[MemberOrganisation]

    def __init__(self, resource: SheetResource) -> None:
        super().__init__(resource)
        editable = self.model.objects.editable_by(resource.by).order_by().values_list("pk", "slug")
        self.editable_slugs = dict(editable)
        names = self.model.objects.order_by().values_list("pk", "name")
        self.names = KnownNames(names, {*self.editable_slugs, *self.public_keys()})
        self.names_in_sheet = KnownNames()

    def public_keys(self) -> Iterable[int]:
        """Return the keys of the rows everybody may know of."""
        raise NotImplementedError

    def check(self, planned: PlannedRow) -> None:
        """Also refuse a name that is taken, and doubt one that looks like another."""
        super().check(planned)
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
        return f"There is another {self.resource.noun} of this name, and it is not one of yours."


class PartnershipChecks(NameChecks):
    model = Partnership
    dates = ("established", "ended")

    def public_keys(self) -> Iterable[int]:
        return Partnership.objects.published().values_list("pk", flat=True)

    def check(self, planned: PlannedRow) -> None:
        """Also refuse a change to what is public by somebody who may not publish."""
        super().check(planned)
        if not planned.changes or not isinstance(planned.row, Partnership):
            return
        if not workflow.may_change(self.resource.by, planned.row):
            planned.refuse("", MAY_NOT_CHANGE_PUBLIC)


class MemberChecks(NameChecks):
    model = MemberOrganisation

    def __init__(self, resource: SheetResource) -> None:
        super().__init__(resource)
        by = resource.by
        self.sees_every_bridge = sees_every_bridge(by)
        if not self.sees_every_bridge:
            memberships = Membership.objects.editable_by(by)
            self.bridge_keys = {pk for (pk,) in bridges_of(by).values_list("pk")}
            self.keys_of_members = set(memberships.order_by().values_list("organisation", flat=True))

    def public_keys(self) -> Iterable[int]:
        return MemberOrganisation.objects.public().values_list("pk", flat=True)

    def check(self, planned: PlannedRow) -> None:
        """Also refuse a local authority with which the user could not work with the organisation any more."""
        super().check(planned)
        authority = planned.values.get("authority")
        if self.sees_every_bridge or authority is None or authority.bridge_id in self.bridge_keys:
            return
        if planned.row is None or planned.row.pk not in self.keys_of_members:
            message = "is outside your territory. Leave it empty until it takes part in a partnership of yours."
            planned.refuse("Local authority", f"{authority} {message}")


class MembershipChecks(RowChecks):
    dates = ("since", "until")

    def check(self, planned: PlannedRow) -> None:
        """Also refuse a change to a published partnership by somebody who may not publish."""
        super().check(planned)
        row = planned.row
        partnership = row.partnership if isinstance(row, Membership) else planned.values["partnership"]
        if planned.changes and not workflow.may_change(self.resource.by, partnership):
            planned.refuse("Partnership", MAY_NOT_CHANGE_PUBLIC)


CHECKS: dict[str, type[RowChecks]] = {
    SheetKind.PARTNERSHIPS: PartnershipChecks,
    SheetKind.MEMBERS: MemberChecks,
    SheetKind.MEMBERSHIPS: MembershipChecks,
}
for _kind in SheetKind:
    assert _kind in CHECKS, f"Nothing checks rows of {_kind.label.lower()}."


def checks_of(resource: SheetResource) -> RowChecks:
    return CHECKS[resource.kind](resource)
