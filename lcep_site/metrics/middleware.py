"""Counts each request and how long it took, and tells Prometheus, which shows its token."""

import secrets
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from lcep_site.logs.middleware import METHODS
from lcep_site.logs.requests import route_of
from lcep_site.metrics import counts
from lcep_site.metrics.figures import DirectoryFigures

ADDRESS = "/metrics"


class MetricsMiddleware:
    """Stands before all others, so that Prometheus may ask each server by its number and without HTTPS.

    Without the token there is no such page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        got_request_exception.connect(_count_error)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == ADDRESS and request.method == "GET" and _shows_token(request):
            return _figures()
        began = time.perf_counter()
        with counts.in_progress.track_inprogress():
            response = self.get_response(request)
        view, method = route_of(request), request.method if request.method in METHODS else "other"
        counts.responses.labels(response.status_code, view, method).inc()
        counts.seconds.labels(view, method).observe(time.perf_counter() - began)
        return response


def _shows_token(request: HttpRequest) -> bool:
    shown = request.META.get("HTTP_AUTHORIZATION", "")
    return secrets.compare_digest(shown.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())


def _figures() -> HttpResponse:
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(DirectoryFigures())
    return HttpResponse(
        generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
    )


def _count_error(**signal: object) -> None:
    counts.errors.labels(type(sys.exception()).__name__).inc()
