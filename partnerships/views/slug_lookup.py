"""Pages, and entries by their slug, with redirects from former and other slugs to the present address."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from partnerships.models import CouncilSuccession, LocalAuthority, Partnership
from partnerships.models.slugs import Entry, leading_to
from partnerships.views.query_strings import reads_nothing, with_query

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]
Context: TypeAlias = dict[str, Any]


class EntryMoved(Exception):
    """The entry is at another address: at `slug`, if that is known, for good; else what is meant may be at `url`."""

    def __init__(self, url: str = "", *, slug: str = "", permanent: bool = True) -> None:
        super().__init__(url or slug)
        self.url = url
        self.slug = slug
        self.permanent = permanent


def entry_page(view: View[Arguments]) -> View[Arguments]:
    """Make `view` answer only GET and HEAD, and redirect when it raises EntryMoved. It reads no query string itself."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except EntryMoved as moved:
            return followed(request, moved)

    return reads_nothing(page)


def followed(request: HttpRequest, moved: EntryMoved) -> HttpResponseBase:
    """Lead to where today is what was asked for: the same below the address of today, with the same query string.

    Where nobody knows whose address it was, a page leads to a search. Raises Http404 then for a feed or a picture: who
    reads these cannot choose.
    """
    match = request.resolver_match
    assert match
    if moved.slug:
        parts = match.captured_kwargs  # type: ignore[attr-defined]  # its stubs do not know it
        path = reverse(match.view_name, kwargs=parts | {"slug": moved.slug})
        address = with_query(path, request.META.get("QUERY_STRING", ""))
        # What was posted is posted again there.
        return redirect(address, permanent=True, preserve_request=request.method == "POST")
    if "." in request.path.rpartition("/")[2]:
        raise Http404("Several have had that name.")
    return redirect(moved.url, permanent=moved.permanent)


def page(template: str) -> Callable[[Callable[Concatenate[HttpRequest, Arguments], Context]], View[Arguments]]:
    """Make a page of a view that returns the context of `template`; it answers as `entry_page` says."""

    def decorator(view: Callable[Concatenate[HttpRequest, Arguments], Context]) -> View[Arguments]:
        @entry_page
        @wraps(view)
        def drawn(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            return render(request, template, view(request, *args, **kwargs))

        return drawn

    return decorator


def entry_at(slug: str, rows: QuerySet[Entry]) -> Entry:
    """Return the row of `rows`, a model with pages, at `slug`.

    Raises EntryMoved when an entry of `rows` is found by `slug` though it is not its own: see leading_to; else Http404.
    """
    row = leading_to(rows, [slug]).get(slug)
    if row is None:
        raise Http404(f"No {rows.model._meta.verbose_name} has this address.")
    if row.slug != slug:
        raise EntryMoved(slug=row.slug)
    return row


def partnership_at(slug: str, rows: QuerySet[Partnership]) -> Partnership:
    """Return the partnership of `rows` at `slug`.

    Raises EntryMoved also when `slug` is another name of several of them: to a search for that name.
    """
    try:
        return entry_at(slug, rows)
    except Http404:
        if rows.filter(pk__in=Partnership.objects.filter(names__slug=slugify(slug)).values("pk")).exists():
            query = urlencode({"q": slug.replace("-", " ")})
            raise EntryMoved(f"{reverse('partnerships:partnership-list')}?{query}", permanent=False) from None
        raise


def authority_at(slug: str, rows: QuerySet[LocalAuthority]) -> LocalAuthority:
    """Return the local authority of `rows` at `slug`.

    Raises EntryMoved also where it was that of a council which several have followed: to the finder, which names them.
    """
    try:
        return entry_at(slug, rows)
    except (Http404, EntryMoved):
        for name, code in CouncilSuccession.objects.done().split().values_list("name", "gss_code"):
            if slugify(slug) in {slugify(name), code.lower()}:
                query = urlencode({"q": name})
                raise EntryMoved(f"{reverse('partnerships:find')}?{query}", permanent=False) from None
        raise
