"""Versions in the back office: what changed when, two versions side by side, and bringing one back."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format
from django.utils.timezone import localtime

from partnerships import versions
from partnerships.admin.base import RowLevelAdmin
from partnerships.forms.versions import CompareForm
from partnerships.models import Revision
from partnerships.text.sentences import name_of
from partnerships.versions import CannotApply
from partnerships.vocabulary import RevisionKind

PER_PAGE = 25
# By whom the versions are that no person made.
SITE = "The site"
MAX_LABELS = 6
# What is undone as a whole, and the permission that asks for; an import also has a page of its own.
CAN_BE_UNDONE: dict[str, str] = {
    RevisionKind.IMPORT: "partnerships.import_partnership",
    RevisionKind.MERGE: "members.change_memberorganisation",
}


class VersionedAdmin(RowLevelAdmin):
    """An admin class of entries with versions."""

    def get_urls(self):
        """Return Django's own addresses after those of versions, which would otherwise be taken for a row's key."""
        pages: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "compare": ("<int:pk>/history/compare/", self.compare_view),
            "restore": ("<int:pk>/history/<int:revision>/restore/", self.restore_view),
            "undo": ("<int:pk>/history/<int:revision>/undo/", self.undo_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"{self.opts.app_label}_{self.opts.model_name}_{name}")
            for name, (route, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def _get_entry(self, request, pk, *, to_change: bool = False):
        """Return the person's row of that key. Raises Http404 or PermissionDenied."""
        entry = self.get_object(request, str(pk))
        if entry is None:
            raise Http404
        may = self.has_change_permission if to_change else self.has_view_or_change_permission
        if not may(request, entry):
            raise PermissionDenied
        return entry

    def history_view(self, request, object_id, extra_context=None):
        """Show the versions of an entry, the latest first."""
        entry = self._get_entry(request, object_id)
        history = versions.History(self.model, entry.pk)
        page = Paginator(history.keys, PER_PAGE).get_page(request.GET.get("p"))
        shown = Revision.objects.select_related("by").in_bulk(list(page))
        changes = versions.changes_by_revision(history, list(page), request.user)
        may_change = self.has_change_permission(request, entry)
        lines = [self._version_line(request, shown[key], changes[key], history, may_change) for key in page]
        context = self._version_context(request, entry, "Versions") | {
            "page": page,
            "lines": lines,
            "compare_url": self.entry_url("compare", entry.pk),
        }
        return TemplateResponse(request, "admin/versions/list.html", context)

    def _version_line(self, request, revision, changes, history, may_change) -> dict:
        pk, is_latest = history.pk, revision.pk == history.keys[0]
        needed = CAN_BE_UNDONE.get(revision.kind)
        return {
            "revision": revision,
            "author": name_of(revision.by, SITE),
            "labels": [change.label for change in changes[:MAX_LABELS]],
            "more": max(len(changes) - MAX_LABELS, 0),
            "count": len(changes),
            "is_first": revision.pk == history.keys[-1],
            "is_latest": is_latest,
            "compare_url": f"{self.entry_url('compare', pk)}?newer={revision.pk}",
            "restore_url": self.entry_url("restore", pk, revision.pk) if may_change and not is_latest else "",
            "undo_url": self.entry_url("undo", pk, revision.pk) if needed and request.user.has_perm(needed) else "",
        }

    def compare_view(self, request, pk):
        """Show what differs between two versions: of the one and the one before it, when only one is named."""
        entry = self._get_entry(request, pk)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        history = versions.History(self.model, entry.pk)
        form = CompareForm(request.GET, keys=history.keys)
        if not form.is_valid():
            raise Http404
        older, newer = form.pair()
        revisions = Revision.objects.select_related("by").in_bulk([key for key in (older, newer) if key])
        changes = versions.differences_between(history.kind, history.at(older), history.at(newer), request.user)
        context = self._version_context(request, entry, "What changed") | {
            "older": revisions.get(older),
            "newer": revisions[newer],
            "older_author": name_of(revisions[older].by, SITE) if older else "",
            "newer_author": name_of(revisions[newer].by, SITE),
            "changes": changes,
            "may_restore": newer != history.keys[0] and self.has_change_permission(request, entry),
            "restore_url": self.entry_url("restore", entry.pk, newer),
        }
        return TemplateResponse(request, "admin/versions/compare.html", context)

    def restore_view(self, request, pk, revision):
        """Show what restoring a version would change, or do it and show the entry."""
        entry = self._get_entry(request, pk, to_change=True)
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        chosen = get_object_or_404(versions.revisions_of(entry), pk=revision)
        changes, reasons = [], []
        try:
            if request.method == "POST":
                versions.restore(entry, chosen, by=request.user)
                self.log_change(request, entry, f"Restored the version of {self._version_when(chosen)}.")
                messages.success(request, f"{entry} is as it was on {self._version_when(chosen)}.")
                return redirect(self.entry_url("change", pk))
            changes = versions.would_change(entry, chosen, by=request.user)
        except CannotApply as refused:
            reasons = refused.reasons
        title = f"Restore the version of {self._version_when(chosen)}"
        context = self._version_context(request, entry, title) | {"changes": changes, "reasons": reasons}
        return TemplateResponse(request, "admin/versions/restore.html", context)

    def undo_view(self, request, pk, revision):
        """Ask whether to undo all that an import or a merge did, or do it and show the list."""
        entry = self._get_entry(request, pk, to_change=True)
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        chosen = get_object_or_404(versions.revisions_of(entry), pk=revision, kind__in=CAN_BE_UNDONE)
        if not request.user.has_perm(CAN_BE_UNDONE[chosen.kind]):
            raise PermissionDenied
        reasons = []
        if request.method == "POST":
            try:
                count = versions.undo(chosen, by=request.user)
            except CannotApply as refused:
                reasons = refused.reasons
            else:
                messages.success(request, f"Undone. {count} rows are as they were before.")
                return redirect(self.entry_url("changelist"))
        reasons = reasons or versions.why_not_undo(chosen, by=request.user)
        title = f"Undo: {chosen.get_kind_display()} on {self._version_when(chosen)}"
        context = self._version_context(request, entry, title) | {
            "revision": chosen,
            "author": name_of(chosen.by, SITE),
            "reasons": reasons,
        }
        return TemplateResponse(request, "admin/versions/undo.html", context)

    def _version_context(self, request, entry, title) -> dict:
        return self.admin_site.each_context(request) | {
            "title": title,
            "subtitle": str(entry),
            "opts": self.opts,
            "entry": entry,
            "change_url": self.entry_url("change", entry.pk),
            "history_url": self.entry_url("history", entry.pk),
        }

    def _version_when(self, revision) -> str:
        return date_format(localtime(revision.at), "j F Y, H:i")
