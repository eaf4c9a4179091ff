"""The site's own addresses, and two that fail on purpose, so that tests can look at the error pages."""

from django.core.exceptions import PermissionDenied
from django.urls import path

from lcep_site.urls import handler403, handler404, handler429, handler500, urlpatterns

__all__ = ["handler403", "handler404", "handler429", "handler500", "urlpatterns"]


def refuse(request):
    """Answer as a page does that is not for this person."""
    raise PermissionDenied


def break_down(request):
    """Answer as a page with a mistake in it does."""
    raise RuntimeError("This page fails on purpose.")


urlpatterns = [*urlpatterns, path("on-purpose/403/", refuse), path("on-purpose/500/", break_down)]
