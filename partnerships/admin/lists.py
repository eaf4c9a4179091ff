"""What lists of the back office share: their filters, and how columns are made."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet, TextChoices
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from partnerships.admin.own_rows import own_rows
from partnerships.views.staff_requests import StaffRequest, key_in

# More rows than that are no list to choose from.
MOST_CHOICES = 500
# What an address may ask of a field that a filter of the list is of: those that filters themselves ask.
FILTERING = {"", "exact", "in", "isnull", "gte", "lt", "id__exact", "pk__exact"}
OF_DAYS = {"year", "month", "day"}
# Takes one line of the page until it is opened.
FOLDED = "admin/partnerships/enquiry/filter.html"


def narrows_as_offered(lookup: str, filters: Iterable[Any], date_hierarchy: str | None) -> bool:
    """Whether `lookup`, a name in the query string of a list, is one of its `filters` or its `date_hierarchy`.

    Django allows any lookup of any field of the row itself: who may see a list could find out by patterns, letter by
    letter, what stands in columns that nobody is shown.
    """
    for each in filters:
        if not isinstance(each, str | tuple | list):
            if lookup == each.parameter_name:
                return True
            continue
        path = each if isinstance(each, str) else each[0]
        if f"{lookup}__".startswith(f"{path}__") and lookup[len(path) + 2 :] in FILTERING:
            return True
    return bool(date_hierarchy) and lookup in {f"{date_hierarchy}__{part}" for part in OF_DAYS}


class OwnRowsFilter(admin.RelatedFieldListFilter):
    """A filter by a related row that names only rows the person may work with: the chosen one, where they are many."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = mark_safe("None")

    def field_choices(self, field, request, model_admin):
        rows = own_rows(field.remote_field.model._default_manager.all(), request.user)
        some = list(rows[: MOST_CHOICES + 1])
        if len(some) > MOST_CHOICES:
            chosen = request.GET.get(self.lookup_kwarg)
            some = list(rows.filter(pk=chosen)) if key_in(chosen or "") else []
        return [(row.pk, str(row)) for row in some]

    def has_output(self):
        """Whether it is shown and applied: also with nothing to choose between, once an address asks for it."""
        return super().has_output() or self.lookup_val is not None


# That of every relation for which an admin class names no other.
admin.FieldListFilter.register(lambda field: field.remote_field, OwnRowsFilter, take_priority=True)


class StaffListFilter(admin.SimpleListFilter):
    """The chosen one of the `staff_lists` of an admin class, as tabs above the list."""

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


class PagesByKey(Paginator):
    """Pages of which first the keys are read, then those of `rows`, with whatever is reckoned for each."""

    def __init__(self, *args: Any, rows: QuerySet[Any], **options: Any):
        super().__init__(*args, **options)
        self._rows = rows

    def page(self, number: int | str) -> Page[Any]:
        """Return the page of that number."""
        page = super().page(number)
        keys = list(page.object_list.values_list("pk", flat=True))
        page.object_list = sorted(self._rows.filter(pk__in=keys), key=lambda row: keys.index(row.pk))
        return page


class ListByKey(ChangeList):
    """A list with PagesByKey whose only page is one of them too; Django would read it as all rows."""

    def get_results(self, request):
        super().get_results(request)
        if not self.multi_page:
            self.result_list = self.paginator.page(1).object_list


def folded(filter_class, title=""):
    """Return a filter like `filter_class` that is FOLDED, with another `title` if one is given."""

    class FoldedFilter(filter_class):
        template = FOLDED

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            if title:
                self.title = title

    return FoldedFilter


def choice_filter(
    title: str, parameter: str, vocabulary: type[TextChoices], narrowed: Callable[[Any, Any], QuerySet[Any]]
) -> type[admin.SimpleListFilter]:
    """Return a filter by a value of `vocabulary`: `narrowed` makes of rows and a value those that have it."""

    class ChoiceFilter(admin.SimpleListFilter):
        def lookups(self, request, model_admin):
            return vocabulary.choices

        def queryset(self, request, queryset):
            return narrowed(queryset, self.value()) if self.value() else queryset

    ChoiceFilter.title, ChoiceFilter.parameter_name = title, parameter
    return ChoiceFilter


def column(heading: str, value: Callable[[Any], Any], ordering: str | None = None, *, empty: str | None = None) -> Any:
    """Return a column of an admin class: its heading, what makes its text of a row, and what it is sorted by.

    `empty` stands where there is no text, Django's dash if it is None.
    """
    return staticmethod(admin.display(value, description=heading, ordering=ordering, empty_value=empty))


def chosen_rows(request: StaffRequest) -> list[tuple[str, str]]:
    """Return what says which rows were chosen for which action, as names and values to be posted once more."""
    names = (ACTION_CHECKBOX_NAME, "action", "select_across", "index")
    return [(name, value) for name in names for value in request.POST.getlist(name)]


def short_day(day: datetime.date, warning: str = "") -> str:
    """Return a day as columns show it, "3 May 2026", and after it a `warning` in bold."""
    shown = date_format(day, "j M Y")
    return format_html('{} <strong class="overdue">{}</strong>', shown, warning) if warning else shown
