"""The addresses of the interface: a list for each kind that is published, each record, and the finder."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers
from ninja import NinjaAPI, Schema

from partnerships.api import finder_result, schemas
from partnerships.api.cursors import NotOurCursor, page
from partnerships.api.problems import problem
from partnerships.forms.lists import ListAnswer, Parameter, PublicList
from partnerships.forms.pagination import DEFAULT_LIMIT, MAX_LIMIT, PageForm
from partnerships.forms.places import FindForm
from partnerships.open_data import RecordKind, licence
from partnerships.views.slug_lookup import EntryMoved, authority_at, entry_at, partnership_at

ROOT = "/api/v1"
PAGE = (
    Parameter(
        "limit", f"How many, {DEFAULT_LIMIT} if not said.", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}
    ),
    Parameter("cursor", "Where to go on: from `next` of the answer before.", {"type": "string", "maxLength": 2000}),
)
QUESTION = Parameter("q", "A postcode or its beginning, or the name of a town, a council or a partnership.")
# Kinds that can be found by more than the last part of their address. Any: each finds rows of its own model.
_FINDERS: dict[str, Callable[[str, QuerySet[Any]], Any]] = {"partnerships": partnership_at, "authorities": authority_at}
_MISTAKES = dict.fromkeys((400, 404, 405, 422, 429), schemas.Problem)


def add_list(api: NinjaAPI, public_list: PublicList) -> None:
    kind, parameters = public_list.kind, (*public_list.parameters, *PAGE)
    known = {parameter.name for parameter in parameters}

    def listed(request: HttpRequest, response: HttpResponse) -> HttpResponse | dict[str, Any]:
        answer, page_form = public_list.ask(request.GET), PageForm(request.GET)
        if answer.is_private:
            add_never_cache_headers(response)
        if mistakes := [*_unknown(request, known), *page_form.mistakes, *answer.ignored]:
            return problem(422, errors=mistakes)
        try:
            return _page(request, kind, answer, page_form)
        except NotOurCursor:
            return problem(422, errors=["cursor: It was not made for this list."])

    api.api_operation(
        ["GET"],
        f"/{kind.name}/",
        response={200: schemas.list_of(kind), **_MISTAKES},
        operation_id=f"list-{kind.name}",
        url_name="api-list",
        summary=kind.title,
        description=kind.description,
        tags=[kind.title],
        openapi_extra={"parameters": [_openapi_parameter(parameter) for parameter in parameters]},
    )(listed)


def add_single(api: NinjaAPI, kind: RecordKind) -> None:
    """Add the address of each record of `kind`; an old one leads to the new one."""

    def single(request: HttpRequest, slug: str) -> HttpResponse | dict[str, Any]:
        try:
            row = _FINDERS.get(kind.name, entry_at)(slug, kind.prepare(kind.rows().order_by()))
        except EntryMoved as moved:
            # Pages of several kinds share addresses, so the page's own says little.
            path = f"/{kind.name}/{moved.slug}/" if moved.slug else moved.url
            return redirect(f"{ROOT}{path}", permanent=moved.permanent)
        return {"licence": licence.URL, "attribution": licence.attribution(), "result": kind.record(row)}

    api.api_operation(
        ["GET"],
        f"/{kind.name}/{{slug:slug}}/",
        response={200: schemas.single_of(kind), **_MISTAKES},
        operation_id=f"one-of-{kind.name}",
        url_name="api-single",
        summary=f"One {kind.singular}",
        description=(
            f"Everything that is published of one {kind.singular}. An address it used to have leads to it (301)."
        ),
        tags=[kind.title],
        openapi_extra={"responses": {301: {"description": "It is at another address now."}}},
    )(single)


def add_index(api: NinjaAPI, kinds: list[RecordKind]) -> None:
    """Add the address at which everything begins: it names the lists."""

    def index(request: HttpRequest) -> dict[str, Any]:
        lists = [
            {"name": kind.name, "title": kind.title, "url": f"{settings.SITE_URL}{ROOT}/{kind.name}/"} for kind in kinds
        ]
        return {"licence": licence.URL, "attribution": licence.attribution(), "lists": lists}

    api.api_operation(
        ["GET"],
        "/",
        response={200: schemas.Index, **_MISTAKES},
        operation_id="index",
        url_name="api-index",
        summary="All lists",
        description="The lists there are, each with its address.",
        tags=["All lists"],
    )(index)


def add_find(api: NinjaAPI) -> None:
    def find(request: HttpRequest, response: HttpResponse) -> HttpResponse | Schema:
        form = FindForm(request.GET)
        form.is_valid()
        if unknown := _unknown(request, {"q"}):
            return problem(422, errors=unknown)
        if not form.answer:
            return problem(422, errors=[f"q: {form.errors['q'][0]}."])
        # A postcode may be that of a home: no cache keeps the answer.
        add_never_cache_headers(response)
        return finder_result.result_of(form.answer)

    parameter = _openapi_parameter(QUESTION) | {"required": True}
    api.api_operation(
        ["GET"],
        "/find/",
        response={200: finder_result.FinderResult, **_MISTAKES},
        operation_id="find",
        url_name="api-find",
        summary="Who covers a place",
        description="The answer the site gives to a postcode or the name of a place. What is asked for is never kept.",
        tags=["Find"],
        openapi_extra={"parameters": [parameter]},
    )(find)


def _page(request: HttpRequest, kind: RecordKind, answer: ListAnswer, page_form: PageForm) -> dict[str, Any]:
    size, cursor = page_form.size, page_form.cleaned_data.get("cursor", "")
    page_rows, last = page(kind.prepare(answer.rows), answer.order, cursor, size)
    rows = list(page_rows)
    next_url = None
    if len(rows) > size:
        query = [(name, value) for name, values in request.GET.lists() for value in values if name != "cursor"]
        query.append(("cursor", last.at(rows[size - 1])))
        next_url = f"{settings.SITE_URL}{ROOT}/{kind.name}/?{urlencode(query)}"
    return {
        "licence": licence.URL,
        "attribution": licence.attribution(),
        "total": answer.rows.count(),
        "next": next_url,
        "results": [kind.record(row) for row in rows[:size]],
    }


def _unknown(request: HttpRequest, known: set[str]) -> list[str]:
    return [f"{name[:60]}: There is no such parameter." for name in request.GET if name not in known]


def _openapi_parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "in": "query",
        "name": parameter.name,
        "required": False,
        "description": parameter.description,
        "schema": {"type": "array", "items": parameter.schema} if parameter.is_repeated else parameter.schema,
    }
