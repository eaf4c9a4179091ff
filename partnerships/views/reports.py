"""Reports over time in the back office, as drawings with tables, and each as a sheet."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from partnerships.curation import reports
from partnerships.text.csv_files import csv_answer
from partnerships.views.staff_requests import StaffRequest


def _reports(request: StaffRequest) -> list[reports.Report]:
    """Return the reports the person may see. Raises PermissionDenied for who may see neither entries nor enquiries."""
    if not any(request.user.has_perm(right) for right in (reports.SEE_ENTRIES, reports.SEE_ENQUIRIES)):
        raise PermissionDenied
    return reports.reports_for(request.user, timezone.localdate())


@require_safe
def report_page(request: StaffRequest) -> HttpResponse:
    """Show all reports of the person."""
    context = {
        "title": "Reports",
        "reports": _reports(request),
        "width": reports.MONTHS_SHOWN * (reports.BAR_WIDTH + reports.BAR_GAP) - reports.BAR_GAP,
        "height": reports.HEIGHT,
        "bar_width": reports.BAR_WIDTH,
    }
    return TemplateResponse(request, "admin/reports.html", admin.site.each_context(request) | context)


@require_safe
def report_sheet(request: StaffRequest, report: str) -> HttpResponse:
    """Offer one report as a sheet."""
    found = next((each for each in _reports(request) if each.name == report), None)
    if found is None:
        raise Http404
    return csv_answer(HttpResponse, f"{found.name}-{timezone.localdate()}.csv", found.rows)
