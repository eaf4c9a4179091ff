"""The addresses of the site, and two more."""

import time

from django.http import HttpRequest, HttpResponse
from django.urls import path

from lcep_site import urls
from partnerships.views.query_strings import reads_nothing

slow_answers = []


@reads_nothing
def mirror(request: HttpRequest) -> HttpResponse:
    """Show what the site is told of a visitor: a view that is wrong about itself."""
    headers = sorted(request.headers)
    told = [request.COOKIES, headers, request.GET, request.method, request.encoding]
    return HttpResponse(repr(told))


@reads_nothing
def slow(request: HttpRequest) -> HttpResponse:
    """Take long enough for others to ask as well."""
    slow_answers.append(HttpResponse("Slow"))
    time.sleep(0.2)
    return slow_answers[-1]


urlpatterns = [path("mirror/", mirror), path("slow/", slow), *urls.urlpatterns]
