"""Pages, and entries by their slug, with redirects from former and other slugs to the present address."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from partnerships.models import LocalAuthority, Partnership
from partnerships.models.slugs import Sluggable
from partnerships.views.query_strings import reads_nothing

Entry = TypeVar("Entry", bound=Sluggable)
Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]
Context: TypeAlias = dict[str, Any]


class EntryMoved(Exception):
    """The entry is at another address: for good, or only as a best guess. `slug` is its new slug if known."""

    def __init__(self, url: str, *, slug: str = "", permanent: bool = True) -> None:
        super().__init__(url)
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
            return redirect(moved.url, permanent=moved.permanent)

    return reads_nothing(page)


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

    Raises EntryMoved when an entry of `rows` was there once, or its slug is `slug` in lower case; else Http404.
    """
    normalised = slugify(slug)
    for row in rows.filter(slug__in=[slug, normalised]):
        if row.slug == slug:
            return row
        raise EntryMoved(resolve_url(row), slug=row.slug)
    if former := rows.filter(pk__in=rows.model.formerly_at(normalised)).first():
        raise EntryMoved(resolve_url(former), slug=former.slug)
    raise Http404(f"No {rows.model._meta.verbose_name} has this address.")


def partnership_at(slug: str, rows: QuerySet[Partnership]) -> Partnership:
    """Return the partnership of `rows` at `slug`.

    Raises EntryMoved also when `slug` is another name of one of them, or of several: then to a search for that name.
    Raises Http404 when it is no name at all.
    """
    try:
        return entry_at(slug, rows)
    except Http404:
        named = list(rows.filter(pk__in=Partnership.objects.filter(names__slug=slugify(slug)).values("pk"))[:2])
        if len(named) > 1:
            query = urlencode({"q": slug.replace("-", " ")})
            raise EntryMoved(f"{reverse('partnerships:partnership-list')}?{query}", permanent=False) from None
        if named:
            raise EntryMoved(named[0].get_absolute_url()) from None
        raise


def authority_at(slug: str, rows: QuerySet[LocalAuthority]) -> LocalAuthority:
    """Return the local authority of `rows` at `slug`.

    Raises EntryMoved also when `slug` is its GSS code, and Http404 when it is neither.
    """
    try:
        return entry_at(slug, rows)
    except Http404:
        if row := rows.filter(gss_code=slug.upper()).first():
            raise EntryMoved(row.get_absolute_url()) from None
        raise
