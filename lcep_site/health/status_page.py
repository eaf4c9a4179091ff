"""The page of the back office that says whether all is well: each check with its figures, and which release runs."""

import platform

import django
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from lcep_site.health import asking
from lcep_site.release import release
from partnerships.views.staff_requests import StaffRequest
from partnerships.worker import daily


@require_safe
def status_page(request: StaffRequest) -> HttpResponse:
    """Show how everything is. Raises PermissionDenied for who may not see it: staff of Bridge Organisations."""
    if not request.user.has_perm("partnerships.see_running"):
        raise PermissionDenied
    found = asking.checked()
    context = {
        "title": "Is all well?",
        # What needs somebody comes first.
        "checked": sorted(found, key=lambda each: each.is_good),
        "troubles": [each for each in found if not each.is_good],
        "is_ready": not any(each.keeps_visitors_away for each in found),
        "jobs": daily.overview(),
        "versions": _versions(),
    }
    return TemplateResponse(request, "admin/status.html", admin.site.each_context(request) | context)


def _versions() -> list[tuple[str, str]]:
    number = ".".join(map(str, connection.get_database_version()))
    return [
        ("Release", release()),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        (connection.display_name, number),
    ]
