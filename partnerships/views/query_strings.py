"""What a view reads of a query string, said once beside it, and told to whoever keeps whole answers.

A view is either asked by a form, or reads nothing, or its answer is never to be kept.
"""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from django import forms
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch
from django.utils.cache import add_never_cache_headers

from partnerships.forms.query_strings import QueryStringForm

Arguments = ParamSpec("Arguments")
Form = TypeVar("Form", bound=QueryStringForm)
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
AskedView: TypeAlias = Callable[Concatenate[HttpRequest, Form, Arguments], HttpResponseBase]
PlainView: TypeAlias = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]
Fields: TypeAlias = Mapping[str, forms.Field]
# Attributes of a view: what returns the fields it reads, given the arguments of its address; why it is never kept.
_FIELDS_OF, _REASON = "fields_read_of_query_string", "reason_never_to_keep"


def asked_by(
    form: type[Form] | Callable[..., type[Form]],
) -> Callable[[AskedView[Form, Arguments]], PlainView[Arguments]]:
    """Give a page the `form` that read the query string, or the one that `form` returns for its arguments."""

    def form_of(**kwargs: Any) -> type[Form]:
        return form if isinstance(form, type) else form(**kwargs)

    def decorator(view: AskedView[Form, Arguments]) -> PlainView[Arguments]:
        @wraps(view)
        def page(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            filled = form_of(**kwargs)(request.GET)
            response = view(request, filled, *args, **kwargs)
            if not filled.is_canonical:
                # The same page has an address of its own: no cache is filled with what else people may type.
                add_never_cache_headers(response)
            return response

        return _reads(page, lambda **kwargs: _fields(form_of(**kwargs)))

    return decorator


def reads_whole(form_of: Callable[..., type[QueryStringForm] | None]) -> Callable[[View], View]:
    """Note which form, by its arguments, reads the query string of a view that answers with all pages of a list."""

    def fields_of(**kwargs: Any) -> Fields:
        form = form_of(**kwargs)
        return {name: field for name, field in _fields(form).items() if name != "page"} if form else {}

    return lambda view: _reads(view, fields_of)


def reads_nothing(view: View) -> View:
    """Note that the answer of `view` depends on no query string."""
    return _reads(view, lambda **kwargs: {})


def never_kept(reason: str) -> Callable[[View], View]:
    """Note that no answer of a view may be given a second time, and why."""

    def decorator(view: View) -> View:
        setattr(view, _REASON, reason)
        return view

    return decorator


def is_declared(match: ResolverMatch) -> bool:
    """Whether the view at `match` says what it reads, or why its answer is never to be kept."""
    return hasattr(match.func, _FIELDS_OF) or bool(getattr(match.func, _REASON, ""))


def understood(match: ResolverMatch) -> frozenset[str] | None:
    """Return the names of the query parameters the view at `match` reads; None when its answer is never to be kept.

    Whatever has another name in the query string changes nothing in the answer.
    """
    fields = _fields_at(match)
    return None if fields is None else frozenset(fields)


def kept_query(match: ResolverMatch, query: QueryDict) -> str | None:
    """Return the part of `query` that the answer at `match` depends on, always in the same order.

    None when the answer is not to be kept, nor one kept before to be given: also for words and postcodes that were
    typed, and for empty values. Asks no database.
    """
    fields = _fields_at(match)
    if fields is None:
        return None
    read = sorted({(name, value) for name in fields for value in query.getlist(name)})
    if any(not value or isinstance(fields[name], forms.CharField) for name, value in read):
        return None
    ordered = QueryDict(mutable=True)
    for name, value in read:
        ordered.appendlist(name, value)
    return ordered.urlencode()


def _reads(view: View, fields_of: Callable[..., Fields]) -> View:
    setattr(view, _FIELDS_OF, fields_of)
    return view


def _fields_at(match: ResolverMatch) -> Fields | None:
    fields_of = getattr(match.func, _FIELDS_OF, None)
    return None if fields_of is None or hasattr(match.func, _REASON) else fields_of(**match.kwargs)


@cache
def _fields(form: type[QueryStringForm]) -> Fields:
    return form(QueryDict()).fields
