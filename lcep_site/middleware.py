"""What no page should have to remember: response headers, and whose request the audit log records."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from partnerships import audit

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), browsing-topics=()"

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class HeadersMiddleware:
    """Adds the header that names the browser features the site never uses."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


class AuditMiddleware:
    """Lets the audit log know whose request is being answered."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with audit.during(request):
            return self.get_response(request)
