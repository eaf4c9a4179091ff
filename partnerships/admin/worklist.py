"""The list of entries as a worklist: staff lists above it, how complete each is, the weakest of them, and the gaps."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.html import format_html

from partnerships.admin.staff_lists import StaffListFilter
from partnerships.curation import completeness, link_check, worklist
from partnerships.curation.worklist import CompletenessBand, Freshness
from partnerships.models.rights import sees_every_bridge

# What tells the entries of one Bridge Organisation from another's is of no use to whoever sees only their own.
FOR_NATIONAL_STAFF = {"bridge", "authorities__region"}


class WorklistFilter(StaffListFilter):
    staff_lists = worklist.STAFF_LISTS


class FreshnessFilter(admin.SimpleListFilter):
    title, parameter_name = "last check", "freshness"

    def lookups(self, request, model_admin):
        return Freshness.choices

    def queryset(self, request, queryset):
        return queryset.filter(freshness=self.value()) if self.value() else queryset


class CompletenessFilter(admin.SimpleListFilter):
    title, parameter_name = "completeness", "complete"

    def lookups(self, request, model_admin):
        return CompletenessBand.choices

    def queryset(self, request, queryset):
        return worklist.in_completeness_band(queryset, band) if (band := self.value()) else queryset


class EntryWorklist:
    """For the admin class of partnerships, before the class that says which rows there are."""

    change_list_template = "admin/partnerships/partnership/change_list.html"
    list_per_page = 50

    def get_queryset(self, request):
        """Return the person's rows, each with its `completeness` and `freshness`."""
        return worklist.with_freshness(completeness.with_completeness(super().get_queryset(request)))

    def get_list_display(self, request):
        """Leave out the columns that tell this person nothing."""
        return self._useful_for(request.user, super().get_list_display(request))

    def get_list_filter(self, request):
        """Leave out the filters that tell this person nothing."""
        useful = self._useful_for(request.user, self.list_filter)
        # A filter is a class, a name, or a name with its class.
        return [entry for entry in super().get_list_filter(request) if entry in useful or entry[0] in useful]

    def _useful_for(self, user, names):
        return [name for name in names if name not in FOR_NATIONAL_STAFF or sees_every_bridge(user)]

    @admin.display(description="stage", ordering="stage", empty_value="Not known")
    def stage_in_words(self, partnership):
        return partnership.get_stage_display() or None

    @admin.display(description="checked", ordering=F("checked_on").asc(nulls_first=True))
    def checked(self, partnership):
        if partnership.checked_on is None:
            return format_html('<span class="quiet">{}</span>', "Not yet")
        day = date_format(partnership.checked_on, "j M Y")
        is_overdue = partnership.freshness == Freshness.OVERDUE
        return format_html('{} <strong class="overdue">{}</strong>', day, "overdue") if is_overdue else day

    @admin.display(description="complete", ordering=F("completeness").asc(nulls_last=True), empty_value="Not measured")
    def complete(self, partnership):
        if partnership.completeness is None:
            return None
        bar = render_to_string("components/share_bar.svg", {"percent": partnership.completeness})
        return format_html('<span class="score">{}% {}</span>', partnership.completeness, bar)

    def changelist_view(self, request, extra_context=None):
        """Show the list, with its staff lists as tabs."""
        shown = [
            {"name": staff_list.name, "label": staff_list.label, "count": count}
            for staff_list, count in worklist.shown_staff_lists(request.user)
        ]
        context = {"title": "Partnerships", "staff_lists": shown} | (extra_context or {})
        return super().changelist_view(request, context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):  # noqa: PLR0913 Django's
        """Add what the entry lacks and which of its links are dead."""
        if obj is not None and obj.completeness is not None:
            urls = {obj.website, *obj.links.values_list("url", flat=True)}
            context["score"] = obj.completeness
            context["gaps"] = completeness.missing(obj)
            context["dead_links"] = sorted(link_check.dead_among(urls))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self):
        """Put the page of the weakest entries before Django's own."""
        view = self.admin_site.admin_view(self.weakest_view)
        return [path("weakest/", view, name="partnerships_partnership_weakest"), *super().get_urls()]

    def weakest_view(self, request):
        """Show the person's entries, the least complete first, each with what it lacks."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        rows = completeness.with_known_parts(completeness.measured(self.get_queryset(request)))
        page = Paginator(rows.order_by("completeness", "name"), self.list_per_page).get_page(request.GET.get("p"))
        context = self.admin_site.each_context(request) | {
            "title": "Weakest entries",
            "opts": self.opts,
            "page": page,
            "entries": [(entry, completeness.gaps_of(entry)) for entry in page],
        }
        return TemplateResponse(request, "admin/partnerships/partnership/weakest.html", context)
