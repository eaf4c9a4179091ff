"""The description of the interface: for programs as an OpenAPI document, for people as a page made from it."""

import copy
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from partnerships.abuse import rate_limit
from partnerships.api import problems
from partnerships.api.endpoints import ROOT, add_find, add_index, add_list, add_single
from partnerships.forms.lists import every_list
from partnerships.open_data import every_kind, licence

VERSION = "1.0.0"
DESCRIPTION = (
    "Everything the directory publishes, for reading. No key is needed, and pages of other sites may ask too. Lists "
    f"come in portions. A network may send {rate_limit.MAX_REQUESTS} requests in "
    f"{rate_limit.SPAN.total_seconds() / 60:.0f} minutes."
)
_HEADERS = {
    "RateLimit-Limit": "How many requests your network may send in one span.",
    "RateLimit-Remaining": "How many of them are left.",
    "RateLimit-Reset": "Seconds until a new span begins.",
}


@cache
def interface() -> NinjaAPI:
    """Return the interface with every list that is offered. First called when the addresses are read."""
    api = NinjaAPI(
        title=f"{settings.SITE_NAME} API",
        version=VERSION,
        description=DESCRIPTION,
        urls_namespace="api",
        docs_url=None,
        openapi_url=None,
        openapi_extra={"info": {"license": {"name": licence.TITLE, "url": licence.URL}}},
    )
    add_index(api, [public_list.kind for public_list in every_list()])
    for public_list in every_list():
        add_list(api, public_list)
        if hasattr(public_list.kind.model, "slug"):
            add_single(api, public_list.kind)
    add_find(api)
    return api


@cache
def openapi_schema() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the interface."""
    described = copy.deepcopy(dict(interface().get_openapi_schema(path_prefix=f"{ROOT}/")))
    described["servers"] = [{"url": settings.SITE_URL}]
    guide = f"{settings.SITE_URL}{reverse('partnerships:open-data')}"
    for path, verbs in described["paths"].items():
        operation, [name, *_] = verbs["get"], path.removeprefix(f"{ROOT}/").split("/")
        operation["responses"] = {
            str(status): _with_headers(status, response) for status, response in operation["responses"].items()
        }
        operation["responses"]["429"]["headers"]["Retry-After"] = _header("Seconds to wait.")
        if any(kind.name == name for kind in every_kind()):
            operation["externalDocs"] = {"description": "What the fields mean.", "url": f"{guide}#{name}"}
    return described


def _with_headers(status: int, response: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a response with our headers, and with its right type if it is a mistake."""
    headers = {name: _header(description) for name, description in _HEADERS.items()}
    described = {**response, "headers": headers}
    if status >= 400:
        content = {problems.CONTENT_TYPE: response["content"]["application/json"]}
        described |= {"description": problems.DETAILS[status], "content": content}
    return described


# As in the rest of the interface, writing is refused because nothing can be written.
@csrf_exempt
@require_safe
def openapi_document(request: HttpRequest) -> JsonResponse:
    return JsonResponse(openapi_schema(), json_dumps_params={"ensure_ascii": False})


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Show people what the interface offers: a page of ours, made from the document, that fetches nothing."""
    described = openapi_schema()
    operations = [(path, verbs["get"], example_of(path)) for path, verbs in described["paths"].items()]
    context = {
        "described": described,
        "operations": operations,
        "headers": _HEADERS,
        "root": f"{settings.SITE_URL}{ROOT}",
        "attribution": licence.attribution(),
        "trail": [("Open data", reverse("partnerships:open-data")), ("For programs", "")],
    }
    return render(request, "open_data/documentation.html", context)


def example_of(path: str) -> str:
    """Return an address to try for a path of the document, or "" where none is sure to be there."""
    if path.endswith("/find/"):
        return f"{path}?q=Leeds"
    if "{" in path:
        return ""
    return path if path == f"{ROOT}/" else f"{path}?limit=2"


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "integer"}}
