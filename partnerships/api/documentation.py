"""The description of the interface: for programs as an OpenAPI document, for people as a page made from it."""

from collections import ChainMap
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import get_script_prefix, reverse
from django.views.decorators.http import require_safe

from partnerships.abuse import rate_limit
from partnerships.api import finder_result, problems, schemas
from partnerships.api.endpoints import PAGE, ROOT, asked_nothing, read_only
from partnerships.forms.lists import Parameter, PublicList, every_list
from partnerships.forms.parameter_names import TRACKING
from partnerships.open_data import licence
from partnerships.views.query_strings import reads_nothing

DESCRIPTION = (
    "Everything the directory publishes, for reading. No key is needed, and pages of other sites may ask too. Lists "
    f"come in portions. A network may send {rate_limit.MAX_REQUESTS} requests in "
    f"{rate_limit.SPAN.total_seconds() / 60:.0f} minutes."
)
MISTAKES = (400, 404, 405, 414, 422, 429, 503)


def _header(description: str) -> dict[str, Any]:
    return {"description": description, "schema": schemas.WHOLE}


HEADERS = {
    "RateLimit-Limit": _header("How many requests your network may send in one span."),
    "RateLimit-Remaining": _header("How many of them are left."),
    "RateLimit-Reset": _header("Seconds until a new span begins."),
}
SLUG = {"in": "path", "name": "slug", "required": True, "schema": {"title": "Slug", "type": "string"}}
QUESTION = Parameter("q", "A postcode or its beginning, or the name of a town, a council or a partnership.")


def openapi_schema() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the interface. Nobody may change it."""
    return _schema_at(get_script_prefix())


@lru_cache
def _schema_at(script_prefix: str) -> dict[str, Any]:
    """Return the document of a site mounted at `script_prefix`, which is told only to keep answers apart."""
    operations = {
        "/": _operation("index", "All lists", "The lists there are, each with its address.", "Index"),
        **{path: operation for public_list in every_list() for path, operation in _operations_of(public_list).items()},
        "/find/": _operation(
            "find",
            "Who covers a place",
            "The answer the site gives to a postcode or the name of a place. What is asked for is never kept.",
            "Found",
            tags=["Find"],
            parameters=[_parameter(QUESTION) | {"required": True}],
        ),
    }
    of_kinds = [schemas.of_kind(public_list.kind) for public_list in every_list()]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.SITE_NAME} API",
            "version": "1.0.0",
            "description": DESCRIPTION,
            "license": {"name": licence.TITLE, "url": licence.URL},
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": {f"{ROOT}{path}": {"get": operation} for path, operation in operations.items()},
        "components": {"schemas": dict(ChainMap(problems.SCHEMAS, schemas.INDEX, finder_result.SCHEMAS, *of_kinds))},
    }


def _operations_of(public_list: PublicList) -> dict[str, dict[str, Any]]:
    """Return what can be asked of a list and of each of its records, by its address below the root."""
    kind, name = public_list.kind, schemas.class_name(public_list.kind.name)
    guide = f"{settings.SITE_URL}{reverse('partnerships:open-data')}#{kind.name}"
    about = {"tags": [kind.title], "externalDocs": {"description": "What the fields mean.", "url": guide}}
    parameters = [_parameter(parameter) for parameter in (*public_list.parameters, *PAGE)]
    page = _operation(f"list-{kind.name}", kind.title, kind.description, f"{name}List", parameters=parameters, **about)
    page["responses"]["301"] = {"description": "An entry it names has another slug now.", "headers": HEADERS}
    if not kind.has_slug:
        return {f"/{kind.name}/": page}
    description = f"Everything that is published of one {kind.singular}. An address it used to have leads to it (301)."
    single = _operation(
        f"one-of-{kind.name}", f"One {kind.singular}", description, f"{name}Single", parameters=[SLUG], **about
    )
    single["responses"]["301"] = {"description": "It is at another address now.", "headers": HEADERS}
    return {f"/{kind.name}/": page, f"/{kind.name}/{{slug}}/": single}


def _operation(name: str, summary: str, description: str, answer: str, **more: Any) -> dict[str, Any]:
    """Return the description of an operation that answers with the schema called `answer`, or with a problem."""
    problem = {problems.CONTENT_TYPE: {"schema": schemas.reference("Problem")}}
    responses: dict[str, Any] = {
        str(status): {"description": problems.DETAILS[status], "content": problem, "headers": HEADERS}
        for status in MISTAKES
    }
    for status in ("429", "503"):
        responses[status]["headers"] = HEADERS | {"Retry-After": _header("Seconds to wait.")}
    content = {"application/json": {"schema": schemas.reference(answer)}}
    responses["200"] = {"description": "OK", "content": content, "headers": HEADERS}
    operation = {"operationId": name, "summary": summary, "description": description, "tags": [summary]}
    return {**operation, "parameters": [], "responses": responses, **more}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = schemas.listed(parameter.schema) if parameter.is_repeated else parameter.schema
    described = {"name": parameter.name, "description": parameter.description, "schema": schema}
    return {"in": "query", "required": False, **described}


@read_only
@asked_nothing
def openapi_document(request: HttpRequest) -> JsonResponse:
    return JsonResponse(openapi_schema(), json_dumps_params={"ensure_ascii": False})


@require_safe
@reads_nothing
def documentation(request: HttpRequest) -> HttpResponse:
    """Show people what the interface offers: a page of ours, made from the document, that fetches nothing."""
    described = openapi_schema()
    operations = [(path, verbs["get"], example_of(path)) for path, verbs in described["paths"].items()]
    context = {
        "described": described,
        "operations": operations,
        "headers": HEADERS,
        "tracking": sorted(TRACKING),
        "root": f"{settings.SITE_URL}{ROOT}",
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
