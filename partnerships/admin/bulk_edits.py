"""Changing several entries at once in the back office: what to change, what each would be, and undoing all of it."""

from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from partnerships import versions
from partnerships.admin.checking import may_check
from partnerships.admin.pages import POST, Page
from partnerships.curation import bulk_edits
from partnerships.forms.bulk_edits import BulkEditForm
from partnerships.models import Revision
from partnerships.views.staff_requests import key_in
from partnerships.vocabulary import RevisionKind

MOST_CHOSEN = 100
# So many names are read at a glance; more are folded away.
MOST_OPEN = 10
ASK, PREVIEW, SAVE = "ask", "preview", "save"


@admin.action(description="Change stage, new members … of the chosen", permissions=["publish"])
def change_chosen(model_admin, request, queryset):
    """Ask what to change of the chosen entries."""
    keys = list(queryset.order_by("name").values_list("pk", flat=True)[:MOST_CHOSEN])
    if (more := queryset.count() - len(keys)) > 0:
        messages.warning(request, f"{more} of those you chose are left out: {MOST_CHOSEN} can be changed at once.")
    return _page(model_admin, request, BulkEditForm(None, by=request.user), keys, versions.newest_key())


def together(model_admin, request):
    """Ask again, show what each of the chosen entries would be, or save it and show what was done."""
    keys = [key for key in map(key_in, request.POST.getlist("entry")) if key][:MOST_CHOSEN]
    seen, step = key_in(request.POST.get("seen", "")) or 0, request.POST.get("step")
    form = BulkEditForm(request.POST, by=request.user)
    if not keys:
        messages.warning(request, "Choose the entries that you want to change.")
        return redirect(model_admin.entry_url("changelist"))
    if not model_admin.get_queryset(request).filter(pk__in=keys).exists():
        raise Http404
    if step not in {PREVIEW, SAVE} or not form.is_valid():
        return _page(model_admin, request, form, keys, seen)
    chosen = {"keys": keys, "values": form.values, "seen": seen, "by": request.user}
    if step == PREVIEW:
        return _page(model_admin, request, form, keys, seen, planned=bulk_edits.plan(**chosen))
    revision = bulk_edits.carry_out(**chosen)
    if revision is None:
        messages.warning(request, "Nothing was changed: the entries are like that already, or have changed meanwhile.")
        return redirect(model_admin.entry_url("changelist"))
    for entry in bulk_edits.touched_by(revision, request.user):
        model_admin.log_change(request, entry, revision.reason)
    return redirect(model_admin.entry_url("together_done", revision.pk))


def _page(model_admin, request, form, keys, seen, planned=None):  # noqa: PLR0913 what a step of it shows
    entries = model_admin.get_queryset(request).filter(pk__in=keys).order_by("name")
    context = {
        "title": "Change several entries",
        "form": form,
        "keys": keys,
        "names": list(entries.values_list("name", flat=True)) if planned is None else [],
        "most_open": MOST_OPEN,
        "seen": seen,
        "planned": planned,
        "refused": bulk_edits.refused(keys, request.user) if planned is None else [],
        "possible": len([each for each in planned or () if each.is_possible]),
        "together_url": model_admin.entry_url("together"),
    }
    return model_admin.page(request, "admin/partnerships/partnership/together.html", context)


def done(model_admin, request, revision):
    """Show what was changed at once, with the button that undoes all of it."""
    chosen = get_object_or_404(Revision.objects.select_related("by"), pk=revision, kind=RevisionKind.TOGETHER)
    entries = bulk_edits.touched_by(chosen, request.user)
    if not entries:
        raise Http404
    undo_url = model_admin.entry_url("undo", entries[0].pk, chosen.pk)
    context = {"title": "Changed at once", "revision": chosen, "entries": entries, "undo_url": undo_url}
    return model_admin.page(request, "admin/partnerships/partnership/together_done.html", context)


PAGES = [
    Page("together/", "together", together, may_check, POST),
    Page("together/<int:revision>/", "together_done", done, may_check),
]
