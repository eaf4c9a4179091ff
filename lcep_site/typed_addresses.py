"""Addresses as people type, paste and send them: longer than we read, or with a sign of the sentence around them."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.encoding import iri_to_uri

from lcep_site.middleware import GetResponse
from partnerships.text.pasted import one_line

# In bytes, of the whole request line. The server hands no longer one than 8,190 to us (lcep_site/gunicorn.py).
LONGEST = 4094
# What stands behind an address in a sentence, or before it in a link, and is taken for part of it.
_AT_THE_END = "/.,;:!?)]}>'\"’”» "
# What an address may hold that is the same in capitals: names of entries, of lists and of parts of the sitemap.
_NAMES = {"slug", "owners", "kind", "part"}


class TypedAddressMiddleware:
    """Refuses in words what is too long, and leads from an address that is no page to the one it holds."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if len(request.get_full_path()) > LONGEST:
            return render(request, "414.html", status=414)
        response = self.get_response(request)
        if (
            response.status_code == 404
            and request.method in {"GET", "HEAD"}
            and (path := page_within(request.path_info))
        ):
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(iri_to_uri(f"{path}?{query}" if query else path))
        return response


def page_within(path: str) -> str:
    """Return the path of a page or file that `path` holds, "" if it holds none but itself.

    "/regions/london/)." and "//regions//london" hold "/regions/london/"; so does one with what nobody sees at its end.
    "/Regions.CSV/" holds "/regions.csv".
    """
    tidy = re.sub("/{2,}", "/", one_line(path)).rstrip(_AT_THE_END)
    # A name of which nothing can be seen is not the list of all. Files that were uploaded are no pages.
    names_nothing = any(part and not one_line(part) for part in path.split("/")[:-1])
    if names_nothing or (not tidy and path.strip("/")) or tidy.startswith(settings.MEDIA_URL):
        return ""
    has_signs = path.rstrip("/") != tidy or "//" in path
    if has_signs and (found := _first_known(f"{tidy}/", tidy)):
        return found
    lower = tidy.lower()
    otherwise = [tidy] if lower == tidy else [tidy, f"{lower}/", lower]
    return _first_known(*(address for address in otherwise if address != path), names_only=True)


def _first_known(*addresses: str, names_only: bool = False) -> str:
    """Return the first of `addresses` that is one of ours, "" for none.

    With `names_only`, of those that hold nothing but names, which mean the same in capitals: a signed link does not.
    """
    for address in filter(None, addresses):
        try:
            found = resolve(address)
        except Resolver404:
            continue
        held: dict[str, str] = found.captured_kwargs  # type: ignore[attr-defined]  # its stubs do not know it
        # Any address below that of uploaded files resolves, whether there is such a file or not.
        if found.view_name != "media" and not (names_only and held.keys() - _NAMES):
            return address
    return ""
