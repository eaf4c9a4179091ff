"""The site's own addresses, two that fail on purpose, so that error pages can be looked at, and two for browsers."""

from csp.decorators import csp_exempt
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.cache import cache_control

from lcep_site.urls import handler500, urlpatterns  # noqa: F401
from tests.journeys.axe import AXE


def refuse(request):
    """Answer like a page that the user may not open."""
    raise PermissionDenied


def break_down(request):
    """Answer like a page with a bug."""
    raise RuntimeError("This page fails on purpose.")


@cache_control(max_age=3600)
@csp_exempt()
def nothing(request):
    """Answer with a page that is empty, may hold anything, and stays in the browser's process, unlike about:blank."""
    return HttpResponse("<!doctype html><title>Nothing</title>")


@cache_control(max_age=3600)
def axe(request):
    """Answer with the script that finds barriers, which the browser reads and compiles once."""
    return HttpResponse(AXE, content_type="text/javascript")


urlpatterns = [
    *urlpatterns,
    path("on-purpose/403/", refuse),
    path("on-purpose/500/", break_down),
    path("on-purpose/nothing/", nothing),
    path("on-purpose/axe.js", axe),
]
