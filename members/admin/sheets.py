"""Import and export in the lists of partnerships, member organisations and memberships."""

from collections.abc import Callable

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.options import Options
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from members.forms.sheets import FormatForm, UploadForm
from members.models.sheets import SheetKind
from members.sheets import exporting
from members.sheets.exporting import SheetFormat
from members.sheets.layouts import LAYOUTS, may_import


def download(content: bytes, name: str, written_as: SheetFormat) -> HttpResponse:
    """Return a response with a file that browsers save as `name`."""
    response = HttpResponse(content, content_type=written_as.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@admin.action(description="Export the chosen as XLSX", permissions=["view"])
def export_as_xlsx(model_admin, request, queryset):
    return model_admin.export_response(request, queryset, SheetFormat.XLSX)


@admin.action(description="Export the chosen as CSV", permissions=["view"])
def export_as_csv(model_admin, request, queryset):
    return model_admin.export_response(request, queryset, SheetFormat.CSV)


class SheetTools:
    """For admin classes of rows that are in sheets of `sheet_kind`: import and export, as pages and as actions."""

    sheet_kind: SheetKind
    # Of the ModelAdmin this is mixed into.
    opts: "Options[Model]"
    admin_site: admin.AdminSite

    def get_actions(self, request):
        """Add the exports to the actions, for whoever may see the rows."""
        actions = super().get_actions(request)
        if not request.GET.get("_popup") and self.has_view_permission(request):
            for action in (export_as_xlsx, export_as_csv):
                actions[action.__name__] = (action, action.__name__, action.short_description)
        return actions

    def get_urls(self):
        """Add the pages, before Django's own."""
        pages: dict[str, tuple[Callable[..., HttpResponse], str]] = {
            "export/": (self.export_page, "export"),
            "import/": (self.import_page, "import"),
            "import/to-fill-in.<str:ending>": (self.file_to_fill_in, "import_template"),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=self._page_name(name))
            for route, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def _page_name(self, name: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{name}"

    def _address(self, name: str, *args) -> str:
        return reverse(f"admin:{self._page_name(name)}", args=args)

    def changelist_view(self, request, extra_context=None):
        """Show the list with links to the pages."""
        query = request.GET.urlencode()
        links = [{"label": "Export", "url": f"{self._address('export')}{f'?{query}' if query else ''}"}]
        if may_import(request.user, self.sheet_kind):
            links.append({"label": "Import", "url": self._address("import")})
        return super().changelist_view(request, {"sheet_links": links} | (extra_context or {}))

    def export_response(self, request, rows, written_as: SheetFormat) -> HttpResponse:
        """Return a file with those of `rows` the user may work with."""
        content = exporting.export(self.sheet_kind, rows, by=request.user, written_as=written_as)
        return download(content, exporting.file_name(self.sheet_kind, written_as), written_as)

    def export_page(self, request):
        """Show how many rows the filters of the list leave; on POST return a file of them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "POST"])
        try:
            change_list = self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return redirect(self._address("export"))
        form = FormatForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            return self.export_response(request, change_list.queryset, form.cleaned_data["written_as"])
        filters = change_list.get_filters_params()
        context = self._context(request, "Export") | {
            "count": change_list.result_count,
            "is_filtered": bool(change_list.query or filters),
            "formats": list(SheetFormat),
            "list_url": f"{self._address('changelist')}?{request.GET.urlencode()}",
        }
        return TemplateResponse(request, "admin/members/sheetimport/export.html", context)

    def import_page(self, request):
        """Show what a sheet has to look like; on POST begin to read one and redirect to what it would do."""
        if not may_import(request.user, self.sheet_kind):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "POST"])
        is_sent = request.method == "POST"
        form = UploadForm(request.POST if is_sent else None, request.FILES if is_sent else None, kind=self.sheet_kind)
        if form.is_bound and form.is_valid() and (sheet := form.receive(request.user)):
            return redirect("admin:members_sheetimport_change", sheet.pk)
        layout = LAYOUTS[self.sheet_kind]
        context = self._context(request, "Import") | {
            "form": form,
            "guide_headings": exporting.GUIDE_HEADINGS,
            "guide": exporting.guide(layout.columns(request.user)),
            "guide_paragraphs": exporting.GUIDE_PARAGRAPHS,
            "max_rows": layout.max_rows,
            "export_url": self._address("export"),
            "files_to_fill_in": [
                (sheet_format.name, self._address("import_template", sheet_format.value))
                for sheet_format in SheetFormat
            ],
        }
        return TemplateResponse(request, "admin/members/sheetimport/import.html", context)

    def file_to_fill_in(self, request, ending):
        """Return a file with the headings only."""
        if not may_import(request.user, self.sheet_kind):
            raise PermissionDenied
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET"])
        if ending not in list(SheetFormat):
            raise Http404
        written_as = SheetFormat(ending)
        content = exporting.template(self.sheet_kind, by=request.user, written_as=written_as)
        return download(content, exporting.file_name(self.sheet_kind, written_as, empty=True), written_as)

    def _context(self, request, action: str) -> dict[str, object]:
        rows = self.opts.verbose_name_plural
        return self.admin_site.each_context(request) | {
            "title": f"{action} {rows}",
            "rows": rows,
            "opts": self.opts,
            "list_url": self._address("changelist"),
        }
