"""Versions in the back office: what changed when, two versions side by side, and bringing one back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from partnerships import versions
from partnerships.admin.pages import ASK_AND_POST, Page, may_change
from partnerships.forms.back_office import CompareForm
from partnerships.models import Revision
from partnerships.publishing import at_once
from partnerships.publishing.workflow import as_text
from partnerships.text.sentences import name_of
from partnerships.versions import undoing_later
from partnerships.vocabulary import RevisionKind

PER_PAGE = 25
# By whom the versions are that no person made.
SITE = "The site"
RESTORED_IN_COPIES = "So no version is restored here: look at what changed, and enter what is to come back there."
UNDONE_LATER = "It is being undone, some rows at a time. What cannot be stays, and the page of the import says what."
MAX_LABELS = 6
# What is undone as a whole, and the permission that asks for; an import also has a page of its own.
CAN_BE_UNDONE: dict[str, str] = {
    RevisionKind.IMPORT: "partnerships.import_partnership",
    RevisionKind.MERGE: "members.change_memberorganisation",
    RevisionKind.CHECK: "partnerships.publish_partnership",
    RevisionKind.TOGETHER: "partnerships.publish_partnership",
}


def history_page(model_admin, request, entry):
    """Show the versions of an entry, the latest first."""
    history = versions.History(model_admin.model, entry.pk)
    page = Paginator(history.keys, PER_PAGE).get_page(request.GET.get("p"))
    shown = Revision.objects.select_related("by").in_bulk(list(page))
    changes = versions.changes_by_revision(history, list(page), request.user)
    elsewhere = _elsewhere(request, entry)
    lines = [_line(model_admin, request, history, shown[key], changes[key]) for key in page]
    if elsewhere:
        lines = [line | {"restore_url": ""} for line in lines]
    context = {"title": "Versions", "page": page, "lines": lines, "elsewhere": elsewhere}
    return _answer(model_admin, request, entry, "admin/versions/list.html", context)


def _elsewhere(request, entry):
    """Return where what `entry` was is written again, with a sentence why, if no version of it is restored at once."""
    refused = at_once.refused_rows([entry], request.user)
    if not refused:
        return None
    url = admin.site.get_model_admin(type(refused[0])).entry_url("working_copy", refused[0].pk)
    return {"words": f"{at_once.refusal(refused[0])} {RESTORED_IN_COPIES}", "url": url}


def _line(model_admin, request, history, revision, changes) -> dict:
    pk, is_latest = history.pk, revision.pk == history.keys[0]
    is_changeable = model_admin.has_change_permission(request, model_admin.get_row(request, pk))
    needed = CAN_BE_UNDONE.get(revision.kind)
    return {
        "revision": revision,
        "author": name_of(revision.by, SITE),
        "labels": [change.label for change in changes[:MAX_LABELS]],
        "more": max(len(changes) - MAX_LABELS, 0),
        "count": len(changes),
        "is_first": revision.pk == history.keys[-1],
        "is_latest": is_latest,
        "compare_url": f"{model_admin.entry_url('compare', pk)}?newer={revision.pk}",
        "restore_url": model_admin.entry_url("restore", pk, revision.pk) if is_changeable and not is_latest else "",
        "undo_url": model_admin.entry_url("undo", pk, revision.pk) if needed and request.user.has_perm(needed) else "",
    }


def compare(model_admin, request, entry):
    """Show what differs between two versions: of the one and the one before it, when only one is named."""
    history = versions.History(model_admin.model, entry.pk)
    form = CompareForm(request.GET, keys=history.keys)
    if not form.is_valid():
        raise Http404
    older, newer = form.pair()
    revisions = Revision.objects.select_related("by").in_bulk([key for key in (older, newer) if key])
    changes = versions.differences_between(history.model, history.at(older), history.at(newer), request.user)
    elsewhere = _elsewhere(request, entry)
    context = {
        "older": revisions.get(older),
        "newer": revisions[newer],
        "older_author": name_of(revisions[older].by, SITE) if older else "",
        "newer_author": name_of(revisions[newer].by, SITE),
        "changes": changes,
        "elsewhere": elsewhere,
        "may_restore": not elsewhere and newer != history.keys[0] and model_admin.has_change_permission(request, entry),
        "restore_url": model_admin.entry_url("restore", entry.pk, newer),
    }
    return _answer(model_admin, request, entry, "admin/versions/compare.html", context | {"title": "What changed"})


def restore(model_admin, request, entry, revision):
    """Show what restoring a version would change, or do it and show the entry."""
    chosen = get_object_or_404(versions.revisions_of(entry), pk=revision)
    changes, reasons = [], []
    try:
        if refused := at_once.refused_rows([entry], request.user):
            raise versions.CannotApply(map(at_once.refusal, refused))
        if request.method == "POST":
            versions.restore(entry, chosen, by=request.user)
            model_admin.log_change(request, entry, f"Restored the version of {as_text(chosen.at)}.")
            messages.success(request, f"{entry} is as it was on {as_text(chosen.at)}.")
            return redirect(model_admin.entry_url("change", entry.pk))
        changes = versions.would_change(entry, chosen, by=request.user)
    except versions.CannotApply as refused:
        reasons = refused.reasons
    except at_once.SecondPersonWanted as refused:
        reasons = [str(refused)]
    context = {"title": f"Restore the version of {as_text(chosen.at)}", "changes": changes, "reasons": reasons}
    return _answer(model_admin, request, entry, "admin/versions/restore.html", context)


def undo(model_admin, request, entry, revision):
    """Ask whether to undo all that an act of many rows did, or do it and show the list."""
    chosen = get_object_or_404(versions.revisions_of(entry), pk=revision, kind__in=CAN_BE_UNDONE)
    if not request.user.has_perm(CAN_BE_UNDONE[chosen.kind]):
        raise PermissionDenied
    reasons = at_once.why_not_undo(chosen, request.user)
    if request.method == "POST" and not reasons:
        if undoing_later.begin(chosen, by=request.user):
            messages.success(request, UNDONE_LATER)
            return redirect(model_admin.entry_url("changelist"))
        try:
            count = versions.undo(chosen, by=request.user)
        except versions.CannotApply as refused:
            reasons = refused.reasons
        else:
            messages.success(request, _undone(count, chosen.kind))
            return redirect(model_admin.entry_url("changelist"))
    reasons = reasons or versions.why_not_undo(chosen, by=request.user)
    title = f"Undo: {chosen.get_kind_display()} on {as_text(chosen.at)}"
    context = {"title": title, "revision": chosen, "author": name_of(chosen.by, SITE), "reasons": reasons}
    return _answer(model_admin, request, entry, "admin/versions/undo.html", context)


def _undone(count: int, kind: str) -> str:
    """Return what undoing an act of that `kind` did: some are of entries alone, others of rows of many sorts."""
    what = "entries" if kind in {RevisionKind.CHECK, RevisionKind.TOGETHER} else "rows"
    return f"Undone. {count} {what} are as they were before." if count > 1 else "Undone. It is as it was before."


def _answer(model_admin, request, entry, template, context):
    """Return a page about versions of `entry`: the `template` with `context`."""
    addresses = {f"{page}_url": model_admin.entry_url(page, entry.pk) for page in ("change", "history", "compare")}
    context |= {"entry": entry, "subtitle": str(entry)} | addresses
    return model_admin.page(request, template, context)


PAGES = [
    Page("<int:pk>/history/compare/", "compare", compare),
    Page("<int:pk>/history/<int:revision>/restore/", "restore", restore, may_change, ASK_AND_POST),
    Page("<int:pk>/history/<int:revision>/undo/", "undo", undo, may_change, ASK_AND_POST),
]
