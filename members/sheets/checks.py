"""What has to be right about a row as a whole, beside each of its cells: dates in order, names not taken."""

from members.models import MemberOrganisation, Membership
from members.models.sheets import SheetKind
from members.sheets.known_names import KnownNames
from members.sheets.resources import SheetResource
from partnerships.dates.partial_dates import in_words
from partnerships.models.rights import bridges_of, sees_every_bridge
from partnerships.publishing import workflow

NOT_WHAT_IS_PUBLIC = "It is published, and you may not change what is public. Propose the change instead."


class Checks:
    """The checks of rows of one kind of sheet."""

    # The attributes of two dates of which the second must not be earlier.
    dates: tuple[str, str] = ("", "")

    def __init__(self, sheet: SheetResource):
        self.sheet = sheet

    def look_at(self, planned) -> None:
        """Note what is wrong with a row whose cells are all right."""
        if self.dates[0]:
            self._look_at_dates(planned)

    def _look_at_dates(self, planned) -> None:
        first, last = (planned.values.get(name, getattr(planned.row, name, "")) for name in self.dates)
        if first and last and last < first:
            columns = [self.sheet.fields[name].column_name for name in self.dates]
            words = f"{in_words(last)} must not be before “{columns[0]}”, {in_words(first)}"
            # "2017" stands before "September 2017": which of the two comes first cannot be told.
            precisely = ". Give it as precisely" if first.startswith(last) else ""
            planned.refuse(columns[1], f"{words}{precisely}.")


class NameChecks(Checks):
    """Checks of entries, which all have a name of their own."""

    def __init__(self, sheet: SheetResource):
        super().__init__(sheet)
        own = dict(sheet.rows().order_by().values_list("pk", "slug"))
        rows = sheet.model.objects.order_by().values_list("pk", "name")
        self.own, self.names = own, KnownNames(rows, {*own, *self.seen_by_all()})
        self.in_sheet = KnownNames()

    def seen_by_all(self):
        """Return the keys of rows that are no secret, whosever they are."""
        return self.sheet.model.objects.published().values_list("pk", flat=True)

    def look_at(self, planned) -> None:
        """Note a name that is taken, or that looks like another."""
        super().look_at(planned)
        name = planned.values.get("name")
        if not name:
            return
        own_key = planned.row.pk if planned.row is not None else None
        if (taken := self.names.taken(name, besides=own_key)) is not None:
            planned.refuse("Name", self._taken(taken))
        elif (number := self.in_sheet.taken(name)) is not None:
            planned.refuse("Name", f"It has the same name as row {number}.")
        elif planned.row is None and (alike := self.names.alike(name)):
            planned.doubt("Name", f"It looks like {' and '.join(alike[:3])}, which is here already.")
        self.in_sheet.add(planned.number, name)

    def _taken(self, key: int) -> str:
        if key in self.own:
            return f"It is here already. To change it, write {self.own[key]} in the column “Entry”."
        return f"There is another {self.sheet.noun} of this name, and it is not one of yours."


class PartnershipChecks(NameChecks):
    """Checks of partnerships."""

    dates = ("established", "ended")

    def look_at(self, planned) -> None:
        """Note also a change of what is public by somebody who may not publish."""
        super().look_at(planned)
        if planned.row is not None and planned.changes and not workflow.may_change(self.sheet.by, planned.row):
            planned.refuse("", NOT_WHAT_IS_PUBLIC)


class MemberChecks(NameChecks):
    """Checks of member organisations."""

    def __init__(self, sheet: SheetResource):
        super().__init__(sheet)
        by = sheet.by
        self.sees_all = sees_every_bridge(by)
        if not self.sees_all:
            theirs = Membership.objects.editable_by(by)
            self.territories = {pk for (pk,) in bridges_of(by).values_list("pk")}
            self.taking_part = set(theirs.order_by().values_list("organisation", flat=True))

    def seen_by_all(self):
        """Return the keys of organisations the public sees."""
        return MemberOrganisation.objects.public().values_list("pk", flat=True)

    def look_at(self, planned) -> None:
        """Note also a place where it would not be the person's own any more."""
        super().look_at(planned)
        place = planned.values.get("authority")
        if self.sees_all or place is None or place.bridge_id in self.territories:
            return
        if planned.row is None or planned.row.pk not in self.taking_part:
            words = f"{place} is outside your territory. Leave it empty until it takes part in a partnership of yours."
            planned.refuse("Local authority", words)


class MembershipChecks(Checks):
    """Checks of memberships."""

    dates = ("since", "until")

    def look_at(self, planned) -> None:
        """Note also a change to a public partnership by somebody who may not publish."""
        super().look_at(planned)
        partnership = planned.row.partnership if planned.row is not None else planned.values["partnership"]
        if planned.changes and not workflow.may_change(self.sheet.by, partnership):
            planned.refuse("Partnership", NOT_WHAT_IS_PUBLIC)


CHECKS = {
    SheetKind.PARTNERSHIPS: PartnershipChecks,
    SheetKind.MEMBERS: MemberChecks,
    SheetKind.MEMBERSHIPS: MembershipChecks,
}
for _kind in SheetKind:
    assert _kind in CHECKS, f"Nothing checks rows of {_kind.label.lower()}."


def checks_of(sheet: SheetResource) -> Checks:
    """Return the checks for `sheet`, with what they compare with looked up now."""
    return CHECKS[sheet.kind](sheet)
