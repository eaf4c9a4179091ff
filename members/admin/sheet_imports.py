"""Imports of sheets: what each would do, and what became of it. Everybody sees their own; national staff see all."""

from functools import partial

from django.contrib import admin, messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from members.forms.sheets import ConfirmForm, RowsForm
from members.models import SheetImport
from members.models.sheets import RowOutcome, SheetKind, SheetState
from members.sheets import lifecycle, slices
from members.sheets.cells import for_csv
from members.sheets.layouts import IMPORT_PERMISSION, LAYOUTS, may_import
from partnerships import versions
from partnerships.admin.base import WRITTEN_BY_THE_SITE, RowLevelAdmin
from partnerships.admin.pages import ASK_AND_POST, POST, Page
from partnerships.models.rights import sees_every_bridge
from partnerships.publishing import at_once, workflow
from partnerships.text.csv_files import csv_answer

ROWS_PER_PAGE = 50
# As the list of imports says them, after a number, in that order.
OUTCOME_LABELS = {
    RowOutcome.ERROR: "with errors",
    RowOutcome.MOVED: "changed meanwhile",
    RowOutcome.DOUBTFUL: "like others",
    RowOutcome.NEW: "new",
    RowOutcome.CHANGED: "changed",
    RowOutcome.UNCHANGED: "unchanged",
}
NOT_NOW = "That cannot be done with this import as it is now. It is shown below as it stands."
BEGUN_ALREADY = "That has begun already, and is done once, however often it is asked for. Below is how it stands."
THROWN_AWAY = "The sheet was thrown away. Nothing was changed."


def may_decide(model_admin, request, sheet) -> bool:
    """Whether they may decide on it. It is imported as whoever uploaded it, so nobody decides for another."""
    return sheet.by_id == request.user.pk and may_import(request.user, sheet.kind)


def act(model_admin, request, sheet, action, done=""):
    """Do `action` with the import, and say what was `done`, and redirect to its page, or to the list if it is gone."""
    try:
        action(request, sheet)
    except lifecycle.NotNow:
        say_why_not(request, sheet, action)
    except lifecycle.MayNotPublish:
        messages.error(request, "You may not publish. Nothing was imported.")
    else:
        if done:
            messages.success(request, done)
    if not SheetImport.objects.filter(pk=request.resolver_match.kwargs["pk"]).exists():
        return redirect(model_admin.entry_url("changelist"))
    return redirect(model_admin.entry_url("change", sheet.pk))


def say_why_not(request, sheet, action):
    """Tell whoever cannot do with the import what they asked for, or not again."""
    if SheetImport.objects.filter(pk=sheet.pk, state__in=LEADS_TO.get(action, ())).exists():
        messages.info(request, BEGUN_ALREADY)
    else:
        messages.error(request, NOT_NOW)


def confirm(request, sheet):
    form = ConfirmForm(request.POST)
    form.is_valid()
    lifecycle.confirm(sheet, **form.cleaned_data)


# Whoever finds it so after the same action has pressed twice, and made no mistake.
LEADS_TO = {
    confirm: [SheetState.APPLYING, SheetState.DONE],
    lifecycle.undo: [SheetState.UNDOING, SheetState.UNDONE],
}


def throw_away(request, sheet):
    lifecycle.throw_away(sheet)


def begin_again(request, sheet):
    lifecycle.begin_again(sheet, by=request.user)


def undo(model_admin, request, sheet):
    """Ask whether to undo the import, or say why that cannot be done; on POST undo it."""
    try:
        if sheet.state not in {SheetState.DONE, SheetState.STOPPED} or sheet.revision is None:
            raise lifecycle.NotNow
        refusals = at_once.why_not_undo(sheet.revision, request.user)
        if request.method != "POST" or refusals:
            if not sheet.undo_revision_id:
                refusals += versions.why_not_undo(sheet.revision, by=request.user)
            context = {"title": "Undo this import", "refusals": refusals}
            return sheet_page(model_admin, request, sheet, "admin/members/sheetimport/undo.html", context)
        lifecycle.undo(sheet, by=request.user)
    except lifecycle.NotNow:
        say_why_not(request, sheet, lifecycle.undo)
    return redirect(model_admin.entry_url("change", sheet.pk))


def progress(model_admin, request, sheet):
    """Return how far it has come, for the script of the page."""
    message = how_far(sheet)
    return JsonResponse({"done": sheet.done, "words": message, "is_at_work": sheet.is_at_work})


def how_far(sheet: SheetImport) -> str:
    """Return in words how far reading, importing or undoing has come."""
    if sheet.state == SheetState.READING:
        return f"{sheet.done:,} of about {sheet.total:,} rows read"
    rows = f"{sheet.done:,} of {sheet.to_import:,} rows"
    is_undone = sheet.state == SheetState.UNDOING or sheet.undo_revision_id
    return f"{rows} are as they were before" if is_undone else f"{rows} are in"


def left_out(model_admin, request, sheet):
    """Return the problems of the rows that were left out, as CSV."""
    rows = [["Row", "Name", "Column", "What it says", "What is wrong"]]
    for row in sheet.rows.left_out().order_by("number"):
        for problem in row.problems:
            cell = row.cells.get(problem["column"], "")
            rows.append([str(row.number), row.name, problem["column"], cell, problem["words"]])
    return csv_answer(HttpResponse, f"left-out-{sheet.pk}.csv", rows, for_csv)


def sheet_page(model_admin, request, sheet, template: str, context: dict):
    """Return a page about the import `sheet`: the `template` with `context`."""
    options = LAYOUTS[sheet.kind].model._meta
    address_of_list = f"admin:{options.app_label}_{options.model_name}"
    context |= {
        "subtitle": None,
        "sheet": sheet,
        "good": sheet.count(RowOutcome.NEW, RowOutcome.CHANGED),
        "bad": sheet.count(RowOutcome.ERROR),
        "doubtful": sheet.count(RowOutcome.DOUBTFUL),
        "new": sheet.count(RowOutcome.NEW, RowOutcome.DOUBTFUL),
        "moved": sheet.count(RowOutcome.MOVED),
        "how_far": how_far(sheet),
        "comes_in_slices": slices.are_used(),
        "import_url": reverse(f"{address_of_list}_import"),
        "list_url": reverse(f"{address_of_list}_changelist"),
    }
    return model_admin.page(request, template, context)


def outcome_links(sheet: SheetImport, chosen: str | None) -> list[dict[str, object]]:
    """Return the links that narrow the rows down to one outcome, each with how many rows have it."""
    labels = {outcome.value: outcome.label for outcome in RowOutcome} | {RowOutcome.ERROR.value: "Errors"}
    return [{"label": "All", "count": sum(sheet.counts.values()), "query": "", "is_chosen": not chosen}] + [
        {"label": label, "count": sheet.counts[name], "query": f"outcome={name}", "is_chosen": name == chosen}
        for name, label in labels.items()
        if sheet.counts.get(name)
    ]


def import_page(model_admin, request, sheet):
    """Show what it would do, how far it has come, or what became of it."""
    form = RowsForm(request.GET)
    sheet_rows = sheet.rows.worst_first()
    if outcome := form.cleaned_data.get("outcome"):
        sheet_rows = sheet_rows.filter(outcome=outcome)
    context = {
        "title": sheet.file_name,
        "page": form.page_of(sheet_rows, ROWS_PER_PAGE),
        "outcome_links": outcome_links(sheet, outcome),
        "may_decide": may_decide(model_admin, request, sheet),
        "may_publish": sheet.kind == SheetKind.PARTNERSHIPS and workflow.may_publish(request.user),
    }
    return sheet_page(model_admin, request, sheet, "admin/members/sheetimport/page.html", context)


def _import_link(kind: SheetKind, model_admin, request):
    """Return the link to the page that takes a sheet of `kind`; None for those who may import none."""
    rows = LAYOUTS[kind].model._meta
    url = reverse(f"admin:{rows.app_label}_{rows.model_name}_import")
    return {"label": f"Import {rows.verbose_name_plural}", "url": url} if may_import(request.user, kind) else None


@admin.register(SheetImport)
class SheetImportAdmin(RowLevelAdmin):
    """Imports are not edited as other rows are: they are confirmed, thrown away, begun again or undone."""

    never = WRITTEN_BY_THE_SITE
    row_page = import_page
    pages = [
        Page("<int:pk>/confirm/", "confirm", act, may_decide, POST, {"action": confirm}),
        Page("<int:pk>/throw-away/", "throw_away", act, may_decide, POST, {"action": throw_away, "done": THROWN_AWAY}),
        Page("<int:pk>/begin-again/", "begin_again", act, may_decide, POST, {"action": begin_again}),
        Page("<int:pk>/undo/", "undo", undo, lambda _, request, row: may_import(request.user, row.kind), ASK_AND_POST),
        Page("<int:pk>/progress/", "progress", progress),
        Page("<int:pk>/left-out/", "left_out", left_out),
    ]
    # An import begins in the list of what it brings in; whoever comes to this list first finds the way.
    list_links = [partial(_import_link, kind) for kind in SheetKind]
    list_display = ["file_name", "kind", "state", "in_numbers", "created_at"]
    list_filter = ["kind", "state"]
    search_fields = ["file_name"]
    search_help_text = "The name of a file"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(IMPORT_PERMISSION) and self.is_theirs(request, obj)

    def get_queryset(self, request):
        """Leave out the uploaded files, which are large."""
        return super().get_queryset(request).defer("content")

    def get_list_display(self, request):
        """Add who uploaded each, for those who see the imports of others."""
        return [*self.list_display, *(["by"] if sees_every_bridge(request.user) else [])]

    @admin.display(description="rows")
    def in_numbers(self, sheet):
        counts = [(sheet.counts.get(outcome), label) for outcome, label in OUTCOME_LABELS.items()]
        return ", ".join(f"{count:,} {label}" for count, label in counts if count) or "–"
