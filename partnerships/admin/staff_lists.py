"""Lists of rows sorted into staff lists, chosen by tabs above them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.db.models import Model, QuerySet

from partnerships.curation.staff_lists import StaffList
from partnerships.views.staff_requests import StaffRequest


class StaffListFilter(admin.SimpleListFilter):
    """The chosen one of `staff_lists`; without a choice the first."""

    # The parameter's name in addresses.
    title = parameter_name = "box"
    template = "admin/staff_list_filter.html"
    staff_lists: Sequence[StaffList[Any]] = ()

    def __init__(
        self, request: StaffRequest, params: dict[str, list[str]], model: type[Model], model_admin: ModelAdmin
    ):
        super().__init__(request, params, model, model_admin)
        by_name = {staff_list.name: staff_list for staff_list in self.staff_lists}
        self.staff_list = by_name.get(self.value() or "") or self.unchosen(request)

    def unchosen(self, request: StaffRequest) -> StaffList[Any]:
        """Return the staff list that is shown when none is chosen."""
        return self.staff_lists[0]

    def lookups(self, request: StaffRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        return [(staff_list.name, staff_list.label) for staff_list in self.staff_lists]

    def queryset(self, request: StaffRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self.staff_list.rows(queryset, request.user)
