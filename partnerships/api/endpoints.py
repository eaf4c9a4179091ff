"""The addresses of the interface: a list for each kind that is published, each record, and the finder."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from partnerships import finder
from partnerships.api import finder_result
from partnerships.api.cursors import page
from partnerships.api.problems import problem
from partnerships.forms.lists import Parameter, PublicList, every_list
from partnerships.forms.parameter_names import unknown_names
from partnerships.forms.query_strings import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    AskedByOldName,
    NotUnderstood,
    PageForm,
    given_twice,
)
from partnerships.forms.search import FindForm
from partnerships.open_data import RecordKind, licence
from partnerships.signed_links import NotOurLink
from partnerships.views.query_strings import never_kept, with_query
from partnerships.views.slug_lookup import EntryMoved, entry_at, partnership_at

ROOT = "/api/v1"
PAGE = (
    Parameter(
        "limit", f"How many, {DEFAULT_LIMIT} if not said.", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT}
    ),
    Parameter("cursor", "Where to go on: from `next` of the answer before.", {"type": "string", "maxLength": 2000}),
)
# Kinds that can be found by more than the last part of their address. Any: each finds rows of its own model.
_FINDERS: dict[str, Callable[[str, QuerySet[Any]], Any]] = {"partnerships": partnership_at}


def read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse writing because nothing can be written, whatever token comes with it."""
    return csrf_exempt(require_safe(never_kept("programs are counted, and told how often they may ask")(view)))


def asked_nothing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse whatever is asked of an address that answers everybody the same."""

    @wraps(view)
    def endpoint(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        mistakes = unknown_names(request.GET, ())
        return problem(422, mistakes) if mistakes else view(request, *args, **kwargs)

    return endpoint


def addresses() -> list[URLPattern]:
    """Return the addresses of every list that is offered: to be asked for once all apps are ready."""
    lists, single = every_list(), read_only(record)
    kinds = [public_list.kind for public_list in lists if public_list.kind.has_slug]
    return [
        path("", read_only(index), name="api-index"),
        *(path(f"{offered.kind.name}/", read_only(records), {"public_list": offered}, "api-list") for offered in lists),
        *(path(f"{kind.name}/<slug:slug>/", single, {"kind": kind}, "api-single") for kind in kinds),
        path("find/", read_only(find), name="api-find"),
    ]


@asked_nothing
def index(request: HttpRequest) -> HttpResponse:
    """Name the lists: where everything begins."""
    kinds, root = [public_list.kind for public_list in every_list()], f"{settings.SITE_URL}{ROOT}"
    return _answer(lists=[{"name": kind.name, "title": kind.title, "url": f"{root}/{kind.name}/"} for kind in kinds])


def records(request: HttpRequest, public_list: PublicList) -> HttpResponse:
    """Answer with a page of a list, asked as the list on the page is."""
    kind, page_form = public_list.kind, PageForm(request.GET)
    known = [parameter.name for parameter in (*public_list.parameters, *PAGE)]
    mistakes = page_form.mistakes
    try:
        answer = public_list.ask(request.GET)
    except NotUnderstood as problem_found:
        mistakes += problem_found.reasons
    except AskedByOldName as old:
        return redirect(f"{ROOT}/{kind.name}/?{old.query.urlencode()}", permanent=True)
    if mistakes := mistakes + unknown_names(request.GET, known):
        return problem(422, mistakes)
    try:
        rows, cursor = page(kind, answer, page_form.cleaned_data["cursor"], page_form.size)
    except NotOurLink:
        return problem(422, ["cursor: It was not made for this list."])
    query = [(name, value) for name in known if name != "cursor" for value in request.GET.getlist(name)]
    next_page = f"{settings.SITE_URL}{ROOT}/{kind.name}/?{urlencode([*query, ('cursor', cursor)])}"
    results = [kind.record(row) for row in kind.complete(rows)]
    response = _answer(total=answer.count, next=next_page if cursor else None, results=results)
    if answer.is_private:
        add_never_cache_headers(response)
    return response


@asked_nothing
def record(request: HttpRequest, kind: RecordKind, slug: str) -> HttpResponse:
    """Answer with one record of `kind`; an old address leads to the new one."""
    try:
        row = _FINDERS.get(kind.name, entry_at)(slug, kind.prepare(kind.rows().order_by()))
    except EntryMoved as moved:
        # Pages of several kinds share addresses, so the page's own says little.
        path_here = f"/{kind.name}/{moved.slug}/" if moved.slug else moved.url
        query = request.META.get("QUERY_STRING", "") if moved.slug else ""
        return redirect(with_query(f"{ROOT}{path_here}", query), permanent=moved.permanent)
    return _answer(result=kind.record(*kind.complete([row])))


def find(request: HttpRequest) -> HttpResponse:
    """Give the answer the site gives to a postcode or the name of a place."""
    form = FindForm(request.GET)
    if unknown := unknown_names(request.GET, ["q"]):
        return problem(422, unknown)
    if given_twice(form.fields, request.GET):
        return problem(422, ["q: Give it once."])
    if not form.is_valid():
        return problem(422, [f"q: {form.errors['q'][0]}."])
    response = _answer(**finder_result.result_of(finder.answer(form.cleaned_data["q"])))
    # A postcode may be that of a home: no cache keeps the answer.
    add_never_cache_headers(response)
    return response


def _answer(**content: Any) -> JsonResponse:
    """Return `content` as JSON, with what stands around every answer."""
    envelope = {"licence": licence.URL, "attribution": licence.attribution()}
    return JsonResponse(envelope | content, content_type="application/json; charset=utf-8")
