"""What is published beside entries, as a worklist: boxes above each list, and the dead links of each thing."""

from django.utils.text import capfirst

from partnerships.admin.staff_lists import StaffListFilter
from partnerships.curation import link_check, staff_lists, worklist


class PublishedListFilter(StaffListFilter):
    """The boxes of what is published."""

    def __init__(self, request, params, model, model_admin):
        self.boxes = worklist.staff_lists_of(model)
        super().__init__(request, params, model, model_admin)


class PublishedLists:
    """For admin classes of what is published beside entries, before the class that says which rows there are."""

    change_list_template = "admin/boxed_change_list.html"

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Return the form's class, made for this person."""
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def get_list_filter(self, request):
        """Put the boxes before the filters."""
        return [PublishedListFilter, *super().get_list_filter(request)]

    def changelist_view(self, request, extra_context=None):
        """Show the list, with its boxes as tabs."""
        counted = staff_lists.counts(worklist.staff_lists_of(self.model), self.get_queryset(request), request.user)
        shown = [
            {"name": box.name, "label": box.label, "count": counted[box.name]}
            for box in worklist.staff_lists_of(self.model)
        ]
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, "boxes": shown} | (extra_context or {}))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: PLR0913 Django's
        """Add the links that lead nowhere any more."""
        if obj is not None and (name := link_check.LINK_OF.get(self.model)):
            context["dead_links"] = sorted(link_check.dead_among([getattr(obj, name)]))
        return super().render_change_form(request, context, add, change, form_url, obj)
