"""“I checked it: all true” in the back office: on the page of an entry, on the list, and of many at once."""

from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import F
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html

from partnerships import versions
from partnerships.admin.pages import ASK_AND_POST, POST, Page, Panel
from partnerships.curation import checking, completeness, worklist
from partnerships.views.staff_requests import key_in

# As many as somebody looks at before they press, of all that are due, and of those they chose themselves.
AT_ONCE, MOST_CHOSEN = 20, 100
ALL_TRUE = "I checked it: all true"
MAX_NAMED = 30


def may_check(model_admin, request, row) -> bool:
    """Whether the user may say so of entries at all."""
    return model_admin.has_publish_permission(request)


def many(model_admin, request):
    """Show the entries of the person that are due a check, the longest unchecked first, or note which are all true."""
    if request.method == "POST":
        only = key_in(request.POST.get("only", ""))
        keys = [only] if only else [key for key in map(key_in, request.POST.getlist("entry")) if key]
        _note(model_admin, request, keys[:MOST_CHOSEN], request.POST.get("seen", ""))
        return redirect(model_admin.entry_url("check_many"))
    own = completeness.measured(model_admin.model.objects.editable_by(request.user))
    due = own.due_a_check(timezone.localdate())
    rows = due.order_by(F("checked_on").asc(nulls_first=True), "name")[:AT_ONCE]
    return _many_page(model_admin, request, rows, title="Check entries", due=due.count())


@admin.action(description="I checked the chosen: all true", permissions=["publish"])
def check_chosen(model_admin, request, queryset):
    """Show the chosen entries to be looked at once more before they are noted."""
    keys = list(queryset.order_by("name").values_list("pk", flat=True)[:MOST_CHOSEN])
    rows = model_admin.model.objects.filter(pk__in=keys).order_by("name")
    more = queryset.count() - len(keys)
    return _many_page(model_admin, request, rows, title="Check the chosen entries", are_chosen=True, more=more)


def _many_page(model_admin, request, rows, **context):
    entries = list(rows.for_cards())
    refused = {entry.pk: checking.why_not(entry) for entry in entries}
    context |= {
        "entries": [(entry, refused[entry.pk]) for entry in entries],
        "possible": len([reason for reason in refused.values() if not reason]),
        "check_url": model_admin.entry_url("check_many"),
        "seen": versions.newest_key(),
    }
    return model_admin.page(request, "admin/partnerships/partnership/check_many.html", context)


def one(model_admin, request, entry):
    """Note that all of an entry is true, and show again the page it was said on: the entry's, or the list."""
    _note(model_admin, request, [entry.pk], request.GET.get("seen") or request.POST.get("seen", ""))
    if "list" not in request.GET:
        return redirect(model_admin.entry_url("change", entry.pk))
    query = QueryDict(request.GET["list"]).urlencode()
    return redirect(f"{model_admin.entry_url('changelist')}{query and '?'}{query}")


def _note(model_admin, request, keys, seen) -> None:
    """Note that the entries with these `keys` are all true, and tell the person what came of it."""
    if not keys:
        messages.warning(request, "Nothing is noted: tick the entries that you checked.")
        return
    checked = checking.all_true(keys=keys, seen=key_in(seen) or 0, by=request.user)
    for entry in checked.done:
        model_admin.log_change(request, entry, "Checked: all true.")
    if checked.done:
        messages.success(request, _thanks(model_admin, checked))
    if not (checked.done or checked.left):
        messages.warning(request, "Nothing is noted: none of these is yours to check.")
    for entry, reason in checked.left[:MAX_NAMED]:
        messages.warning(request, f"{entry}: not noted. {reason}")


def _thanks(model_admin, checked):
    first, count = checked.done[0], len(checked.done)
    what = f"{first} is noted as checked" if count == 1 else f"{count} entries are noted as checked"
    undo = model_admin.entry_url("undo", first.pk, checked.revision.pk)
    words = '{} today, by {}. <a href="{}">Undo</a>'
    return format_html(words, what, first.checked_by, undo)


def _standing(model_admin, request, entry):
    """Return whether the entry is due a check, and with what its button is pressed; None for who may not press it."""
    if not may_check(model_admin, request, entry):
        return None
    url = model_admin.entry_url("check_one", entry.pk)
    return {"entry": entry, "refusal": checking.why_not(entry), "url": url, "seen": versions.newest_key()}


def column_for(request):
    """Return the column of the list in which `request` can note an entry that is due a check as all true."""
    seen = versions.newest_key()

    @admin.display(description="all true?", empty_value="")
    def all_true(entry):
        if entry.freshness not in {worklist.Freshness.NEVER, worklist.Freshness.OVERDUE}:
            return None
        url = f"{entry.pk}/checked/?{urlencode({'seen': seen, 'list': request.GET.urlencode()})}"
        words = '<button class="check-button" formaction="{}" aria-label="{}: {}">All true</button>'
        return format_html(words, url, ALL_TRUE, entry)

    return all_true


PANEL = Panel("check", "components/check_panel.html", _standing)
PAGES = [
    Page("check/", "check_many", many, may_check, ASK_AND_POST),
    Page("<int:pk>/checked/", "check_one", one, may_check, POST),
]
