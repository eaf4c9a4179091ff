"""The site's addresses, with a page that breaks and one that says which packages for hosts were imported."""

import sys

from django.http import HttpResponse
from django.urls import include, path

FOR_HOSTS = {"prometheus_client", "sentry_sdk"}


def breaks(request):
    """Come to an error of ours."""
    return 1 / 0


def modules(request):
    """Say which packages were imported that only some hosts need."""
    return HttpResponse(str(sorted(FOR_HOSTS & sys.modules.keys())))


urlpatterns = [path("breaks/", breaks, name="breaks"), path("modules/", modules), path("", include("lcep_site.urls"))]
