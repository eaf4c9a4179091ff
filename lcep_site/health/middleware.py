"""Lets a balancer ask how this very server is, by whatever name or number it knows it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ADDRESSES = frozenset({"/health/", "/health/live/", "/health/ready/"})


class HealthHostMiddleware:
    """Takes the Host of those that ask for our health for our own.

    Balancers ask each server by its number (`Host: 10.0.3.4:8000`), which is in nobody's ALLOWED_HOSTS and may be
    another tomorrow. These answers name no host, lead nowhere and are kept by nobody, so a wrong one can do no harm;
    for every other address ALLOWED_HOSTS holds as it did.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info in ADDRESSES:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0].lstrip(".")
        return self.get_response(request)
