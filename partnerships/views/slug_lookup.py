"""Entries by the last part of their address, whatever that part used to be."""

from functools import wraps
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe


class EntryMoved(Exception):
    """What was asked for is at another address: for good, or only as a best guess. `slug` is its new slug if known."""

    def __init__(self, url: str, *, slug: str = "", permanent: bool = True):
        super().__init__(url)
        self.url = url
        self.slug = slug
        self.permanent = permanent


def entry_page(view):
    """Make `view` a page that only answers GET and HEAD, and sends visitors on when its entry has Moved."""

    @require_safe
    @wraps(view)
    def page(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except EntryMoved as moved:
            return redirect(moved.url, permanent=moved.permanent)

    return page


def entry_at(slug: str, rows: QuerySet):
    """Return the row of `rows` at `slug`.

    Raises Moved when an entry of `rows` was there once, or is at the same words in small letters; else Http404.
    """
    in_small_letters = slugify(slug)
    for row in rows.filter(slug__in=[slug, in_small_letters]):
        if row.slug == slug:
            return row
        raise EntryMoved(row.get_absolute_url(), slug=row.slug)
    if row := rows.filter(pk__in=rows.model.formerly_at(in_small_letters)).first():
        raise EntryMoved(row.get_absolute_url(), slug=row.slug)
    raise Http404(f"No {rows.model._meta.verbose_name} has this address.")


def partnership_at(slug: str, rows: QuerySet):
    """Return the partnership of `rows` at `slug`.

    Raises Moved also when `slug` is another name of one of them, or of several: then to a search for the words.
    Raises Http404 when it is no name at all.
    """
    try:
        return entry_at(slug, rows)
    except Http404:
        named = list(rows.filter(pk__in=rows.model.objects.filter(names__slug=slugify(slug)).values("pk"))[:2])
        if len(named) > 1:
            words = urlencode({"q": slug.replace("-", " ")})
            raise EntryMoved(f"{reverse('partnerships:partnership-list')}?{words}", permanent=False) from None
        if named:
            raise EntryMoved(named[0].get_absolute_url()) from None
        raise


def authority_at(slug: str, rows: QuerySet):
    """Return the local authority of `rows` at `slug`; raises Moved also when `slug` is its GSS code, else Http404."""
    try:
        return entry_at(slug, rows)
    except Http404:
        if row := rows.filter(gss_code=slug.upper()).first():
            raise EntryMoved(row.get_absolute_url()) from None
        raise
