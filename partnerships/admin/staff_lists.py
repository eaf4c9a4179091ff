"""Lists whose rows lie in boxes, chosen by tabs above the list."""

from collections.abc import Sequence

from django.contrib import admin

from partnerships.curation.staff_lists import StaffList


class StaffListFilter(admin.SimpleListFilter):
    """The chosen box of `boxes`; the first one if none is chosen."""

    title = parameter_name = "box"
    template = "admin/box_filter.html"
    boxes: Sequence[StaffList] = ()

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        self.box = {box.name: box for box in self.boxes}.get(self.value()) or self.unchosen(request)

    def unchosen(self, request) -> StaffList:
        """Return the box that is shown when none is chosen."""
        return self.boxes[0]

    def lookups(self, request, model_admin):
        """Return the boxes."""
        return [(box.name, box.label) for box in self.boxes]

    def queryset(self, request, queryset):
        """Return what lies in the chosen box."""
        return self.box.rows(queryset, request.user)
