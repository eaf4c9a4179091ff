"""Import and export in the lists of partnerships, member organisations and memberships."""

from functools import partial

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from members.forms.sheets import FormatForm, UploadForm
from members.models.sheets import SheetKind
from members.sheets import exporting
from members.sheets.exporting import SheetFormat
from members.sheets.layouts import LAYOUTS, may_import
from partnerships.admin.base import RowLevelAdmin
from partnerships.admin.pages import ASK_AND_POST, Page

TEMPLATES = {"Export": "admin/members/sheetimport/export.html", "Import": "admin/members/sheetimport/import.html"}


def add_sheets(admin_class: type[RowLevelAdmin], kind: SheetKind) -> None:
    """Give the list of `admin_class`, whose rows are in sheets of `kind`, import and export: pages and actions."""

    def may(model_admin, request, row):
        return may_import(request.user, kind)

    def export_link(model_admin, request):
        query = request.GET.urlencode()
        return {"label": "Export", "url": f"{model_admin.entry_url('export')}{f'?{query}' if query else ''}"}

    def import_link(model_admin, request):
        return {"label": "Import", "url": model_admin.entry_url("import")} if may_import(request.user, kind) else None

    admin_class.list_links = [*admin_class.list_links, export_link, import_link]
    exports = (_export_action(kind, each) for each in (SheetFormat.XLSX, SheetFormat.CSV))
    admin_class.actions = [*admin_class.actions, *exports]
    admin_class.pages = [
        Page("export/", "export", partial(export_page, kind), methods=ASK_AND_POST),
        Page("import/", "import", partial(import_page, kind), may, ASK_AND_POST),
        Page("import/to-fill-in.<str:ending>", "import_template", partial(file_to_fill_in, kind), may),
        *admin_class.pages,
    ]


def _export_action(kind: SheetKind, written_as: SheetFormat):
    action = partial(_exported, kind, written_as)
    action.__name__ = f"export_as_{written_as.value}"
    return admin.action(action, description=f"Export the chosen as {written_as.name}", permissions=["view"])


def _exported(kind: SheetKind, written_as: SheetFormat, model_admin, request, rows) -> HttpResponse:
    """Return a file with those of `rows` the user may work with."""
    content = exporting.export(kind, rows, by=request.user, written_as=written_as)
    return _download(content, exporting.file_name(kind, written_as), written_as)


def _download(content: bytes, name: str, written_as: SheetFormat) -> HttpResponse:
    """Return a response with a file that browsers save as `name`."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=written_as.content_type, headers=headers)


def export_page(kind: SheetKind, model_admin, request):
    """Show how many rows the filters of the list leave; on POST return a file of them."""
    try:
        change_list = model_admin.get_changelist_instance(request)
    except IncorrectLookupParameters:
        return redirect(model_admin.entry_url("export"))
    form = FormatForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _exported(kind, form.cleaned_data["written_as"], model_admin, request, change_list.queryset)
    is_filtered = bool(change_list.query or change_list.get_filters_params())
    context = {"count": change_list.result_count, "is_filtered": is_filtered, "formats": list(SheetFormat)}
    return _page(model_admin, request, "Export", context, f"?{request.GET.urlencode()}")


def import_page(kind: SheetKind, model_admin, request):
    """Show what a sheet has to look like; on POST begin to read one and redirect to what it would do."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_bound and form.is_valid() and (sheet := form.receive(kind, request.user)):
        return redirect("admin:members_sheetimport_change", sheet.pk)
    layout = LAYOUTS[kind]
    context = {
        "form": form,
        "guide_headings": exporting.GUIDE_HEADINGS,
        "guide": exporting.guide(layout.columns(request.user)),
        "guide_paragraphs": exporting.GUIDE_PARAGRAPHS,
        "max_rows": layout.max_rows,
        "export_url": model_admin.entry_url("export"),
        "files_to_fill_in": [(each.name, model_admin.entry_url("import_template", each.value)) for each in SheetFormat],
    }
    return _page(model_admin, request, "Import", context)


def file_to_fill_in(kind: SheetKind, model_admin, request, ending):
    """Return a file with the headings only."""
    if ending not in list(SheetFormat):
        raise Http404
    written_as = SheetFormat(ending)
    content = exporting.template(kind, by=request.user, written_as=written_as)
    return _download(content, exporting.file_name(kind, written_as, empty=True), written_as)


def _page(model_admin, request, action: str, context, query: str = ""):
    rows = model_admin.opts.verbose_name_plural
    list_url = model_admin.entry_url("changelist") + query
    context |= {"title": f"{action} {rows}", "rows": rows, "list_url": list_url}
    return model_admin.page(request, TEMPLATES[action], context)
