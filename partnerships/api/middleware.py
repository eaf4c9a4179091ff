"""What holds for every answer to a program: how many it may have, who may read it, and no page among them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from partnerships.abuse import networks, rate_limit
from partnerships.api.problems import CONTENT_TYPE, problem

EXPOSED = "ETag, Link, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After"
READING = ("GET", "HEAD", "OPTIONS")
ALLOW = ", ".join(READING)


class ApiMiddleware:
    """Answers below /api/: readable from any page, limited by network, mistakes as JSON.

    It stands outside the middleware that makes and compares ETags, so that its headers are on every answer, a 304 too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not of_the_interface(request):
            return self.get_response(request)
        if request.method == "OPTIONS":
            return readable(HttpResponse(status=204, headers={"Allow": ALLOW}), is_preflight=True)
        allowance = rate_limit.count(networks.network_of(request.META))
        response = problem(429) if allowance.is_over else self._answer(request)
        response["RateLimit-Limit"] = rate_limit.MAX_REQUESTS
        response["RateLimit-Remaining"] = allowance.remaining
        response["RateLimit-Reset"] = allowance.seconds
        if allowance.is_over:
            response["Retry-After"] = allowance.seconds
        return readable(response) if request.method in READING else response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """Answer with a JSON problem in place of any page about a mistake."""
        response = self.get_response(request)
        if response.status_code >= 400 and response.headers.get("Content-Type") != CONTENT_TYPE:
            allowed = response.headers.get("Allow")
            response = problem(response.status_code)
            if allowed:
                response["Allow"] = ALLOW
        return response


def of_the_interface(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def readable(response: HttpResponse, *, is_preflight: bool = False) -> HttpResponse:
    """Let pages of any other site read the answer: it is the same for everybody."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Access-Control-Expose-Headers"] = EXPOSED
    if is_preflight:
        response["Access-Control-Allow-Methods"] = ALLOW
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = 86_400
    return response
