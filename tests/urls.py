"""The site's own addresses, and two that fail on purpose, so that tests can look at the error pages."""

from django.core.exceptions import PermissionDenied
from django.urls import path

from lcep_site.urls import urlpatterns


def refuse(request):
    """Answer like a page that the user may not open."""
    raise PermissionDenied


def break_down(request):
    """Answer like a page with a bug."""
    raise RuntimeError("This page fails on purpose.")


urlpatterns = [*urlpatterns, path("on-purpose/403/", refuse), path("on-purpose/500/", break_down)]
