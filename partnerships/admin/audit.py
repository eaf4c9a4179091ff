"""The audit log in the back office: owners and national editors read it, and nobody changes it."""

import json
import re

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.models import User
from django.db.models import Case, CharField, Value, When
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import Truncator

from partnerships.admin.base import WRITTEN_BY_THE_SITE, RowLevelAdmin
from partnerships.admin.lists import FOLDED, choice_filter, column, folded
from partnerships.admin.versions import SITE
from partnerships.audit import export
from partnerships.models import AuditEntry
from partnerships.text.csv_files import csv_answer
from partnerships.text.sentences import name_of
from partnerships.vocabulary import AuditAction

# Characters of the details, in the list. The page of an entry has all of them.
MAX_SHOWN = 40
# How the log names an account, so that no name stands in it.
ABOUT_ACCOUNT = re.compile(r"User (\d{1,18})")
# What was done in the words people read, to search by.
LABEL = Case(*(When(action=key, then=Value(label)) for key, label in AuditAction.choices), output_field=CharField())


def details_of(entry: AuditEntry) -> str:
    return "; ".join(f"{name}: {_in_words(value)}" for name, value in entry.details.items())


def _in_words(value) -> str:
    if isinstance(value, list):
        return ", ".join(_in_words(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {_in_words(item)}" for name, item in value.items() if item not in ("", []))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class NamedPeople(ChangeList):
    """A list whose rows about an account know its person, who stands in the log by number only."""

    def get_results(self, request):
        super().get_results(request)
        name_people(self.result_list)


def name_people(entries) -> None:
    """Read at once the people that `entries` are about."""
    keys = {entry.pk: int(found[1]) for entry in entries if (found := ABOUT_ACCOUNT.fullmatch(entry.about))}
    people = User.objects.in_bulk(set(keys.values())) if keys else {}
    for entry in entries:
        entry.person = people.get(keys.get(entry.pk))


def about_in_words(entry: AuditEntry) -> str:
    """Return what it was done to; an account by its person's name, or by its number when it is gone."""
    if not hasattr(entry, "person"):
        name_people([entry])
    return f"Account of {name_of(entry.person)}" if entry.person else entry.about.replace("User ", "Account ", 1)


class ActionFilter(choice_filter("action", "action", AuditAction, lambda rows, action: rows.filter(action=action))):
    """What was done, in the order of the vocabulary: also what nobody has done yet."""

    template = FOLDED

    def value(self):
        """Return the key of the act; addresses that were kept before acts had keys give its label."""
        value = super().value()
        return next((action.value for action in AuditAction if action.label == value), value)


class PersonFilter(folded(admin.RelatedOnlyFieldListFilter, "person")):
    """By whom it was done, by the names they go by; what nobody did, the site did."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_value_display = SITE

    def field_choices(self, field, request, model_admin):
        keys = model_admin.get_queryset(request).order_by().values("by")
        people = User.objects.filter(pk__in=keys)
        return sorted(((person.pk, name_of(person)) for person in people), key=lambda choice: choice[1].casefold())


@admin.register(AuditEntry)
class AuditEntryAdmin(RowLevelAdmin):
    never = WRITTEN_BY_THE_SITE
    # It names what every Bridge Organisation's staff did.
    for_national_staff = True
    list_title = "Audit log"
    list_display = ["at", "action", "about_whom", "by_whom", "in_short"]
    list_select_related = ["by"]
    list_filter = [
        ActionFilter,
        ("by", PersonFilter),
        ("at", folded(admin.DateFieldListFilter, "time")),
    ]
    list_per_page = 100
    search_fields = ["label", "about", "by__username", "by__email"]
    search_help_text = "What was done, to what, or by whom"
    date_hierarchy = "at"
    fields = ["at", "action", "about_whom", "by_whom", "in_detail"]
    readonly_fields = ["about_whom", "by_whom", "in_detail"]
    actions = ["export"]

    def get_queryset(self, request):
        return super().get_queryset(request).alias(label=LABEL)

    def has_export_permission(self, request):
        return export.may_export(request.user)

    def get_changelist(self, request, **kwargs):
        return NamedPeople

    in_detail = column("details", details_of, empty="")
    in_short = column("details", lambda entry: Truncator(details_of(entry)).chars(MAX_SHOWN), empty="")
    about_whom = column("about", about_in_words, "about", empty="")
    by_whom = column("by", lambda entry: name_of(entry.by, SITE), "by")

    @admin.action(description="Export the chosen as CSV", permissions=["export"])
    def export(self, request, queryset):
        rows = export.rows(queryset, by=request.user)
        return csv_answer(HttpResponse, f"audit-{timezone.localdate()}.csv", rows)
