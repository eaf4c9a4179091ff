"""Begins and ends each request for the log: gives it an id, and writes a line when it has been answered."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from lcep_site.health.middleware import ADDRESSES as ASKED_EVERY_FEW_SECONDS
from lcep_site.logs import requests
from lcep_site.logs.lines import ACCESS

HEADER = "X-Request-ID"
MESSAGE = "%s %s %s in %.1f ms, %s bytes (request %s)"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
logger = logging.getLogger(ACCESS)


class RequestLogMiddleware:
    """Stands before all others. The line says method, route, status, time and length: no path, nobody's address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        now = requests.AnsweredRequest(requests.id_of(request), request)
        # Of what went wrong Django tells when we have answered.
        setattr(request, requests.ID, now.id)
        token = requests.answered.set(now)
        try:
            response = self.get_response(request)
        finally:
            requests.answered.reset(token)
        response.headers[HEADER] = now.id
        if settings.LOG_REQUESTS:
            _tell(now, response, began)
        return response


def _tell(now: requests.AnsweredRequest, response: HttpResponseBase, began: float) -> None:
    """Write the line of a request, unless it is a balancer's that was told that all is well."""
    request = now.request
    if request.path_info in ASKED_EVERY_FEW_SECONDS and response.status_code == 200:
        return
    parts = (
        request.method if request.method in METHODS else "other",
        requests.route_of(request),
        response.status_code,
        (time.perf_counter() - began) * 1000,
        len(response.content) if isinstance(response, HttpResponse) else response.headers.get("Content-Length", 0),
        now.id,
    )
    # Not by logger.info, which looks for who calls it: that takes longer than all the rest.
    logger.handle(logging.LogRecord(ACCESS, logging.INFO, "", 0, MESSAGE, parts, None))
