"""The audit log in the back office: owners and national editors read it, and nobody changes it."""

import json

from django.contrib import admin
from django.db.models import Case, CharField, Value, When
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import Truncator

from partnerships.admin.base import WRITTEN_BY_THE_SITE, RowLevelAdmin
from partnerships.admin.lists import FOLDED, choice_filter, column, folded
from partnerships.audit import export
from partnerships.models import AuditEntry
from partnerships.text.csv_files import csv_answer
from partnerships.vocabulary import AuditAction

# Characters of the details, in the list. The page of an entry has all of them.
MAX_SHOWN = 40
# What was done in the words people read, to search by.
LABEL = Case(*(When(action=key, then=Value(label)) for key, label in AuditAction.choices), output_field=CharField())


def details_of(entry: AuditEntry) -> str:
    return "; ".join(f"{name}: {_in_words(value)}" for name, value in entry.details.items())


def _in_words(value) -> str:
    if isinstance(value, list):
        return ", ".join(_in_words(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class ActionFilter(choice_filter("action", "action", AuditAction, lambda rows, action: rows.filter(action=action))):
    """What was done, in the order of the vocabulary: also what nobody has done yet."""

    template = FOLDED

    def value(self):
        """Return the key of the act; addresses that were kept before acts had keys give its label."""
        value = super().value()
        return next((action.value for action in AuditAction if action.label == value), value)


@admin.register(AuditEntry)
class AuditEntryAdmin(RowLevelAdmin):
    never = WRITTEN_BY_THE_SITE
    # It names what every Bridge Organisation's staff did.
    for_national_staff = True
    list_title = "Audit log"
    list_display = ["at", "action", "about", "by", "in_short"]
    list_filter = [
        ActionFilter,
        ("by", folded(admin.RelatedOnlyFieldListFilter, "person")),
        ("at", folded(admin.DateFieldListFilter, "time")),
    ]
    list_per_page = 100
    search_fields = ["label", "about", "by__username", "by__email"]
    search_help_text = "What was done, to what, or by whom"
    date_hierarchy = "at"
    fields = ["at", "action", "about", "by", "in_detail"]
    readonly_fields = ["in_detail"]
    actions = ["export"]

    def get_queryset(self, request):
        return super().get_queryset(request).alias(label=LABEL)

    def has_export_permission(self, request):
        return export.may_export(request.user)

    in_detail = column("details", details_of)
    in_short = column("details", lambda entry: Truncator(details_of(entry)).chars(MAX_SHOWN))

    @admin.action(description="Export the chosen as CSV", permissions=["export"])
    def export(self, request, queryset):
        rows = export.rows(queryset, by=request.user)
        return csv_answer(HttpResponse, f"audit-{timezone.localdate()}.csv", rows)
