"""Imports of sheets: what each would do, and what became of it. Everybody sees their own; national staff see all."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from members.forms.sheets import ConfirmForm, RowsForm
from members.models import SheetImport
from members.models.sheets import RowOutcome, SheetKind, SheetState
from members.sheets import lifecycle
from members.sheets.cells import for_csv
from members.sheets.layouts import IMPORT_PERMISSION, LAYOUTS, may_import
from partnerships import versions
from partnerships.admin.base import RowLevelAdmin
from partnerships.admin.mail import ReadOnlyAdmin
from partnerships.models.rights import sees_every_bridge
from partnerships.publishing import workflow
from partnerships.text.csv_files import csv_answer

ROWS_PER_PAGE = 50
# As the list of imports says them, after a number.
OUTCOME_LABELS = {
    RowOutcome.ERROR: "with errors",
    RowOutcome.MOVED: "changed meanwhile",
    RowOutcome.DOUBTFUL: "like others",
    RowOutcome.NEW: "new",
    RowOutcome.CHANGED: "changed",
    RowOutcome.UNCHANGED: "unchanged",
}
NOT_NOW = "That cannot be done with this import as it is now. It is shown below as it stands."
MAY_NOT_PUBLISH = "You may not publish. Nothing was imported."


@admin.register(SheetImport)
class SheetImportAdmin(RowLevelAdmin, ReadOnlyAdmin):
    """Imports are not edited as other rows are: they are confirmed, thrown away, begun again or undone."""

    list_display = ["file_name", "kind", "state", "in_numbers", "created_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["by"]
    search_fields = ["file_name"]
    search_help_text = "The name of a file"

    def has_module_permission(self, request):
        return request.user.has_perm(IMPORT_PERMISSION)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(IMPORT_PERMISSION) and self._is_theirs(request, obj)

    def get_queryset(self, request):
        """Leave out the uploaded files, which are large."""
        return super().get_queryset(request).defer("content")

    def get_list_display(self, request):
        """Add who uploaded each, for those who see the imports of others."""
        return [*self.list_display, *(["by"] if sees_every_bridge(request.user) else [])]

    @admin.display(description="rows")
    def in_numbers(self, sheet):
        counts = [
            f"{sheet.counts[outcome]:,} {OUTCOME_LABELS[outcome]}"
            for outcome in RowOutcome
            if sheet.counts.get(outcome)
        ]
        return ", ".join(counts) or "–"

    def get_urls(self):
        """Add the actions on an import, and the pages about one, before Django's own."""
        pages = {
            "confirm": self.confirm,
            "throw-away": self.throw_away,
            "begin-again": self.begin_again,
            "undo": self.undo,
            "progress": self.progress,
            "left-out": self.left_out,
        }
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"members_sheetimport_{name.replace('-', '_')}",
            )
            for name, view in pages.items()
        ]
        return [*own, *super().get_urls()]

    def _sheet(self, request, pk, *, decides: bool = False) -> SheetImport:
        """Return the import `pk`.

        Raises Http404 if they do not see it, PermissionDenied if they may not import or, where that `decides`, decide.
        """
        sheet = self.get_queryset(request).filter(pk=pk).first()
        if not request.user.has_perm(IMPORT_PERMISSION):
            raise PermissionDenied
        if sheet is None:
            raise Http404
        if decides and not self._may_decide(request, sheet):
            raise PermissionDenied
        return sheet

    def _may_decide(self, request, sheet) -> bool:
        """Whether they may decide on it. It is imported as whoever uploaded it, so nobody decides for another."""
        return sheet.by_id == request.user.pk and may_import(request.user, sheet.kind)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show what it would do, how far it has come, or what became of it."""
        if not object_id.isdecimal():
            raise Http404
        sheet = self._sheet(request, int(object_id))
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET"])
        form = RowsForm(request.GET)
        sheet_rows = sheet.rows.worst_first()
        if outcome := form.cleaned_data.get("outcome"):
            sheet_rows = sheet_rows.filter(outcome=outcome)
        context = self._context(request, sheet, sheet.file_name) | {
            "page": form.page_of(Paginator(sheet_rows, ROWS_PER_PAGE)),
            "outcome_links": self._outcome_links(sheet, outcome),
            "may_decide": self._may_decide(request, sheet),
            "may_publish": sheet.kind == SheetKind.PARTNERSHIPS and workflow.may_publish(request.user),
        }
        return TemplateResponse(request, "admin/members/sheetimport/page.html", context)

    def _outcome_links(self, sheet: SheetImport, chosen: str | None) -> list[dict[str, object]]:
        """Return the links that narrow the rows down to one outcome, each with how many rows have it."""
        links = [{"label": "All", "count": sum(sheet.counts.values()), "query": "", "is_chosen": not chosen}]
        for outcome in RowOutcome:
            if count := sheet.counts.get(outcome):
                label = "Errors" if outcome == RowOutcome.ERROR else outcome.label
                query = f"outcome={outcome.value}"
                links.append({"label": label, "count": count, "query": query, "is_chosen": outcome == chosen})
        return links

    def _context(self, request, sheet, title: str) -> dict:
        options = LAYOUTS[sheet.kind].model._meta
        return self.admin_site.each_context(request) | {
            "title": title,
            "subtitle": None,
            "sheet": sheet,
            "good": lifecycle.importable_count(sheet),
            "bad": sheet.count(RowOutcome.ERROR),
            "doubtful": sheet.count(RowOutcome.DOUBTFUL),
            "new": sheet.count(RowOutcome.NEW, RowOutcome.DOUBTFUL),
            "moved": sheet.count(RowOutcome.MOVED),
            "opts": self.opts,
            "import_url": reverse(f"admin:{options.app_label}_{options.model_name}_import"),
            "list_url": reverse(f"admin:{options.app_label}_{options.model_name}_changelist"),
        }

    def _run_action(self, request, pk, action: Callable[[SheetImport], None], done_message: str = ""):
        """Run `action` with the import, and redirect to its page, or to the list if it is gone."""
        sheet = self._sheet(request, pk, decides=True)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            action(sheet)
        except lifecycle.NotNow:
            messages.error(request, NOT_NOW)
        except lifecycle.MayNotPublish:
            messages.error(request, MAY_NOT_PUBLISH)
        else:
            if done_message:
                messages.success(request, done_message)
        if sheet.pk is None or not SheetImport.objects.filter(pk=pk).exists():
            return redirect("admin:members_sheetimport_changelist")
        return redirect("admin:members_sheetimport_change", pk)

    def confirm(self, request, pk):
        form = ConfirmForm(request.POST)
        form.is_valid()
        return self._run_action(request, pk, lambda sheet: lifecycle.confirm(sheet, **form.cleaned_data))

    def throw_away(self, request, pk):
        return self._run_action(request, pk, lifecycle.throw_away, "The sheet was thrown away. Nothing was changed.")

    def begin_again(self, request, pk):
        return self._run_action(request, pk, lambda sheet: lifecycle.begin_again(sheet, by=request.user))

    def undo(self, request, pk):
        """Ask whether to undo the import, or say why that cannot be done; on POST undo it."""
        sheet = self._sheet(request, pk)
        if not may_import(request.user, sheet.kind):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "POST"])
        if sheet.state != SheetState.DONE or sheet.revision is None:
            messages.error(request, NOT_NOW)
            return redirect("admin:members_sheetimport_change", pk)
        if request.method == "POST":
            try:
                lifecycle.undo(sheet, by=request.user)
            except lifecycle.NotNow:
                messages.error(request, NOT_NOW)
            return redirect("admin:members_sheetimport_change", pk)
        refusals = versions.why_not_undo(sheet.revision, by=request.user)
        context = self._context(request, sheet, "Undo this import") | {"refusals": refusals}
        return TemplateResponse(request, "admin/members/sheetimport/undo.html", context)

    def progress(self, request, pk):
        """Return how far the reading has come, for the script of the page."""
        sheet = self._sheet(request, pk)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET"])
        message = f"{sheet.done:,} of about {sheet.total:,} rows read"
        return JsonResponse({"done": sheet.done, "words": message, "is_at_work": sheet.is_at_work})

    def left_out(self, request, pk):
        """Return the problems of the rows that were left out, as CSV."""
        sheet = self._sheet(request, pk)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET"])
        rows = [["Row", "Name", "Column", "What it says", "What is wrong"]]
        for row in sheet.rows.left_out().order_by("number"):
            for problem in row.problems:
                cell = row.cells.get(problem["column"], "")
                rows.append([str(row.number), row.name, problem["column"], cell, problem["words"]])
        return csv_answer(HttpResponse, f"left-out-{sheet.pk}.csv", rows, for_csv)
