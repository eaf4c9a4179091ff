"""What visitors looked for and did not find, counted: nobody changes it here."""

from django.contrib import admin

from partnerships.admin.base import WRITTEN_BY_THE_SITE, RowLevelAdmin
from partnerships.admin.lists import choice_filter, column
from partnerships.curation.staff_lists import StaffList
from partnerships.models import FinderCount
from partnerships.sought import report
from partnerships.vocabulary.finder_answers import FinderAnswer


class MonthFilter(admin.SimpleListFilter):
    """A month of which something was counted."""

    title = parameter_name = "month"

    def lookups(self, request, model_admin):
        months = model_admin.get_queryset(request).order_by("-month").values_list("month", flat=True).distinct()
        return [(month.isoformat(), f"{month:%B %Y}") for month in months]

    def queryset(self, request, queryset):
        chosen = {value for value, _ in self.lookup_choices} & {self.value()}
        return queryset.filter(month__in=chosen) if chosen else queryset


@admin.register(FinderCount)
class FinderCountAdmin(RowLevelAdmin):
    never = WRITTEN_BY_THE_SITE
    change_list_template = "admin/partnerships/findercount/change_list.html"
    list_title = "What visitors did not find"
    staff_lists = [
        StaffList("unfound", "Not found", lambda rows, user: rows.unfound(), is_work=False),
        StaffList("all", "All answers", lambda rows, user: rows, is_work=False),
    ]
    where = column("place", lambda count: count.where, "place")
    month_in_words = column("month", lambda count: f"{count.month:%B %Y}", "month")
    list_display = ["where", "answer", "number", "month_in_words"]
    list_display_links = None
    list_filter = [
        MonthFilter,
        choice_filter("answer", "answer", FinderAnswer, lambda rows, value: rows.filter(answer=value)),
    ]
    list_per_page = 100
    search_fields = ["place", "authority_name", "gss_code"]
    search_help_text = "Place or local authority"
    fields = ["where", "answer", "number", "month_in_words"]
    readonly_fields = ["where", "month_in_words"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_authority()

    def changelist_view(self, request, extra_context=None):
        """Show above the list how often each kind of answer was given."""
        kinds = report.by_kind(self.get_queryset(request)) if self.has_view_permission(request) else []
        return super().changelist_view(request, {"kinds": kinds, "fewest": report.FEWEST} | (extra_context or {}))
