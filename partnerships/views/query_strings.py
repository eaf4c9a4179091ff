"""What a view reads of a query string, said once beside it, and told to whoever keeps whole answers.

A view is either asked by a form, or reads nothing, or its answer is never to be kept.
"""

from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django.utils.cache import add_never_cache_headers

from partnerships.forms.parameter_names import unknown_names
from partnerships.forms.query_strings import AskedByOldName, NotUnderstood, QueryStringForm, given_twice

Arguments = ParamSpec("Arguments")
Form = TypeVar("Form", bound=QueryStringForm)
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
NOT_UNDERSTOOD = "We do not understand what was asked for, and hand out no more than that:"
PLAIN_TEXT = "text/plain; charset=utf-8"
AskedView: TypeAlias = Callable[Concatenate[HttpRequest, Form, Arguments], HttpResponseBase]
PlainView: TypeAlias = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]
Fields: TypeAlias = Mapping[str, forms.Field]
# Attributes of a view: what returns the fields it reads, given the arguments of its address; why it is never kept.
_FORM = "form_of_query_string"
_FIELDS_OF, _REASON = "fields_read_of_query_string", "reason_never_to_keep"
# Of a file: what returns the form that reads its query string.
_FORM_OF_FILE = "form_of_file"


def asked_by(
    form: type[Form] | Callable[..., type[Form]],
) -> Callable[[AskedView[Form, Arguments]], PlainView[Arguments]]:
    """Give a page the `form` that read the query string, or the one that `form` returns for its arguments.

    Plain forms send empty values too: their addresses lead to the one without, which is shared, kept and gone back to.
    """

    def form_of(**kwargs: Any) -> type[Form]:
        return form if isinstance(form, type) else form(**kwargs)

    def decorator(view: AskedView[Form, Arguments]) -> PlainView[Arguments]:
        @wraps(view)
        def page(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            asked = form_of(**kwargs)
            if (tidy := _without_empty_values(request.GET, _fields(asked))) is not None:
                return redirect(with_query(request.path, tidy.urlencode()))
            filled = asked(request.GET)
            setattr(request, _FORM, filled)
            return for_caches(view(request, filled, *args, **kwargs), filled)

        return _reads(page, lambda **kwargs: _fields(form_of(**kwargs)))

    return decorator


def canonical_address(request: HttpRequest) -> str:
    """Return the path of the page that answers `request`, with what was understood of its query string."""
    form: QueryStringForm | None = getattr(request, _FORM, None)
    return with_query(request.path, form.canonical_query_string if form else "")


def with_query(path: str, query_string: str) -> str:
    """Return `path`, which has no query string, with this one unless it is empty."""
    return f"{path}?{query_string}" if query_string else path


def reads_strictly(form_of: Callable[..., type[QueryStringForm] | None]) -> Callable[[View], View]:
    """Say what of the query string a file made no sense of, in plain words, and lead from old slugs to those of today.

    `form_of` returns the form that reads it, strictly, for the arguments of the view; None where there is no file.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def file(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response: HttpResponseBase
            try:
                if unknown := _names_refused(form_of(**kwargs), request.GET):
                    raise NotUnderstood(unknown)
                return view(request, *args, **kwargs)
            except NotUnderstood as problem:
                response = plain_refusal(422, NOT_UNDERSTOOD, "", *problem.reasons)
            except AskedByOldName as old:
                response = redirect(with_query(request.path, old.query.urlencode()), permanent=True)
            # What was asked for may be the postcode of a home.
            add_never_cache_headers(response)
            return response

        return _is_file_read_by(file, form_of)  # type: ignore[return-value]  # of the same type as the view

    return decorator


def asked_nothing(view: View) -> View:
    """Refuse whatever is asked of a file that holds the same for everybody: who asks means less than all of it."""
    return reads_strictly(lambda **kwargs: QueryStringForm)(view)


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

    Whatever has another name in the query string changes nothing in a page; a file that has some is refused.
    """
    fields = _fields_at(match)
    return None if fields is None else frozenset(fields)


def kept_query(match: ResolverMatch, query: QueryDict) -> str | None:
    """Return the part of `query` that the answer at `match` depends on, always in the same order.

    None when the answer is not to be kept, nor one kept before to be given: also for words and postcodes that were
    typed, for empty values, for several where one is read, and for a file that is asked what it does not know. Asks no
    database.
    """
    fields = _fields_at(match)
    if fields is None or _is_refused(match, query):
        return None
    read = sorted({(name, value) for name in fields for value in query.getlist(name)})
    typed = any(not value or isinstance(fields[name], forms.CharField) for name, value in read)
    if typed or given_twice(fields, query):
        return None
    ordered = QueryDict(mutable=True)
    for name, value in read:
        ordered.appendlist(name, value)
    return ordered.urlencode()


def _reads(view: View, fields_of: Callable[..., Fields]) -> View:
    setattr(view, _FIELDS_OF, fields_of)
    return view


def _is_file_read_by(view: View, form_of: Callable[..., type[QueryStringForm] | None]) -> View:
    setattr(view, _FORM_OF_FILE, form_of)
    return _reads(view, lambda **kwargs: _fields_of_file(form_of(**kwargs)))


def plain_refusal(status: int, *lines: str) -> HttpResponse:
    """Return the answer that says, in plain words, why a program gets no file."""
    return HttpResponse("".join(f"{line}\n" for line in lines), status=status, content_type=PLAIN_TEXT)


def for_caches(response: HttpResponseBase, form: QueryStringForm) -> HttpResponseBase:
    """Return the page or file that `form` asked for, said to be no page of its own where it is not one.

    There are as many addresses as people may type: no cache is filled with answers to nonsense, and no search engine
    reads results for any words.
    """
    if not form.is_canonical:
        add_never_cache_headers(response)
    if not form.is_canonical or form.holds_typed_text:
        response["X-Robots-Tag"] = "noindex"
    return response


def _without_empty_values(query: QueryDict, fields: Fields) -> QueryDict | None:
    """Return `query` without the empty values of `fields`, None if it has none."""
    tidy = query.copy()
    for name in fields:
        tidy.setlist(name, [value for value in query.getlist(name) if value.strip()])
    return tidy if tidy.urlencode() != query.urlencode() else None


def _fields_at(match: ResolverMatch) -> Fields | None:
    fields_of = getattr(match.func, _FIELDS_OF, None)
    return None if fields_of is None or hasattr(match.func, _REASON) else fields_of(**match.kwargs)


def _is_refused(match: ResolverMatch, query: QueryDict) -> bool:
    form_of = getattr(match.func, _FORM_OF_FILE, None)
    return bool(query and form_of and _names_refused(form_of(**match.kwargs), query))


def _names_refused(form: type[QueryStringForm] | None, query: QueryDict) -> list[str]:
    """Return in sentences which names in `query` the file read by `form` does not know."""
    return unknown_names(query, _fields_of_file(form)) if query and form else []


def _fields_of_file(form: type[QueryStringForm] | None) -> Fields:
    return {name: field for name, field in _fields(form).items() if name != "page"} if form else {}


@cache
def _fields(form: type[QueryStringForm]) -> Fields:
    return form(QueryDict()).fields
