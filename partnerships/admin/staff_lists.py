"""Lists of rows sorted into staff lists, chosen by tabs above them."""

from django.contrib import admin


class StaffListFilter(admin.SimpleListFilter):
    """The chosen one of the `staff_lists` of an admin class."""

    # The parameter's name in addresses.
    title = parameter_name = "box"
    template = "admin/staff_list_filter.html"

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        by_name = {staff_list.name: staff_list for staff_list in model_admin.staff_lists}
        self.staff_list = by_name.get(self.value() or "") or model_admin.unchosen_staff_list(request)

    def lookups(self, request, model_admin):
        return [(staff_list.name, staff_list.label) for staff_list in model_admin.staff_lists]

    def queryset(self, request, queryset):
        return self.staff_list.rows(queryset, request.user)
