"""What the list of cold spots can be asked."""

from django import forms
from django.db.models import Count, OuterRef, Q, Subquery

from partnerships.coverage.cold_spots import NEED, ORDERS
from partnerships.forms.list_answers import ListAnswer
from partnerships.forms.query_strings import EntryField, QueryStringForm
from partnerships.models import DeprivationFigures, LocalAuthority, Region
from partnerships.published_kinds.table import Order
from partnerships.search.facets import ordering
from partnerships.vocabulary import SchoolState

# How programs get each of the ORDERS, by columns.
COLUMNS: dict[str, Order] = {
    NEED: (("children", True), ("name", False), ("pk", False)),
    "schools": (("school_count", True), ("name", False), ("pk", False)),
    "name": (("name", False), ("pk", False)),
}
ORDER_LABELS = {name: label for name, (label, _) in ORDERS.items()}


class ColdSpotForm(QueryStringForm):
    """Narrows the cold spots to a region, and says in which order they come: those of greatest need first if not said.

    The usual order has no name in an address.
    """

    reasons = QueryStringForm.reasons | {"sort": "it is not an order the list can have"}

    region = EntryField(Region.objects.all())
    sort = forms.ChoiceField(choices=list(ORDER_LABELS.items()), required=False)

    @property
    def chosen_region(self) -> Region | None:
        return self.cleaned_data.get("region")

    @property
    def order(self) -> str:
        return self.cleaned_data.get("sort") or NEED

    @property
    def regions(self) -> list[Region]:
        """The regions it can be narrowed to, north to south."""
        return list(Region.objects.all())

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """The orders that can be asked for, as (value, label, whether it is this one)."""
        return [("" if name == NEED else name, label, name == self.order) for name, label in ORDER_LABELS.items()]

    @property
    def answer(self) -> ListAnswer:
        """Those that fit the valid part of the query, in its order."""
        figures = DeprivationFigures.objects.newest().filter(gss_code=OuterRef("gss_code"))
        children = figures.values("children_in_low_income_families")[:1]
        rows, order = LocalAuthority.objects.uncovered().annotate(children=Subquery(children)), COLUMNS[self.order]
        if self.order == "schools":
            counted = Q(schools__state=SchoolState.OPEN, schools__is_state_funded=True)
            rows = rows.annotate(school_count=Count("schools", filter=counted))
        if self.chosen_region:
            rows = rows.filter(region=self.chosen_region)
        return ListAnswer(rows.order_by(*ordering(order)), order)
