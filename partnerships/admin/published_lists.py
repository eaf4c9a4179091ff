"""Published items and offers as worklists: staff lists above each list, and dead links on the page of each."""

from django.utils.text import capfirst

from partnerships.admin.staff_lists import StaffListFilter
from partnerships.curation import link_check, staff_lists, worklist
from partnerships.published_kinds.table import kind_of


class PublishedListFilter(StaffListFilter):
    def __init__(self, request, params, model, model_admin):
        self.staff_lists = worklist.staff_lists_of(model)
        super().__init__(request, params, model, model_admin)


class PublishedLists:
    """For admin classes of what is published beside partnerships, before the class that limits the rows."""

    change_list_template = "admin/staff_list_change_list.html"

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form's class, which is made for each request, with the user in `by`."""
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def get_list_filter(self, request):
        """Put the staff lists before the filters."""
        return [PublishedListFilter, *super().get_list_filter(request)]

    def changelist_view(self, request, extra_context=None):
        """Show the list, with its staff lists as tabs."""
        lists = worklist.staff_lists_of(self.model)
        counts = staff_lists.counts(lists, self.get_queryset(request), request.user)
        tabs = [
            {"name": staff_list.name, "label": staff_list.label, "count": counts[staff_list.name]}
            for staff_list in lists
        ]
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, "staff_lists": tabs} | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: PLR0913 Django's
        """Add the dead links."""
        if obj is not None and (name := kind_of(self.model).link):
            context["dead_links"] = sorted(link_check.dead_among([getattr(obj, name)]))
        return super().render_change_form(request, context, add, change, form_url, obj)
