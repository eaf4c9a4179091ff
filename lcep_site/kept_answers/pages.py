"""Which answers may be kept, under what key, and until when."""

import datetime
import hashlib
from collections.abc import Container
from dataclasses import dataclass

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils import timezone
from django.utils.cache import has_vary_header

from lcep_site.release import release
from partnerships.publishing.event_ends import next_end
from partnerships.views.query_strings import kept_query

MOMENT = datetime.timedelta(microseconds=1)


@dataclass(frozen=True)
class AskedPage:
    """A page, list or feed that a visitor asks for: its path, and what it understands of the query string.

    Addresses in it begin with where the site is mounted.
    """

    mounted_at: str
    path: str
    query_string: str

    def named(self, stamp: int, moment: datetime.datetime) -> str:
        """Return a name for its answer on the day of `moment`, made by this release of content with `stamp`."""
        # The day stands in some answers, and what is told by days changes with it.
        parts = (release(), stamp, str(timezone.localdate(moment)), self.mounted_at, self.path, self.query_string)
        return hashlib.blake2b(repr(parts).encode(), digest_size=15).hexdigest()


def is_read_by_a_visitor(request: HttpRequest) -> bool:
    """Whether `request` changes nothing and comes from somebody who has no session."""
    return request.method in ("GET", "HEAD") and settings.SESSION_COOKIE_NAME not in request.COOKIES


def page_asked(request: HttpRequest, kept: Container[AskedPage]) -> AskedPage | None:
    """Return the page that a visitor asks for, or None if its answer is not for everybody or never to be kept.

    `kept` are pages that were returned before.
    """
    if request.method != "GET":
        return None
    # What is understood of a query string is understood of it again, word for word: that takes longer than this.
    if (literally := AskedPage(get_script_prefix(), request.path_info, request.META["QUERY_STRING"])) in kept:
        return literally
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    query_string = kept_query(match, request.GET)
    return None if query_string is None else AskedPage(get_script_prefix(), request.path_info, query_string)


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether `response` is the same for everybody who asks for the same, and made of what the query string says."""
    return (
        response.status_code == 200
        # What is on disk already is sent from there.
        and not isinstance(response, FileResponse)
        and not response.cookies
        and not has_vary_header(response, "Cookie")
        and "no-store" not in response.get("Cache-Control", "")
    )


def good_until(now: datetime.datetime) -> datetime.datetime:
    """Return the last moment at which an answer made `now` is still true if nothing changes: see NewsItem.

    Whatever is told by days changes at midnight in London. One query, or none in the making of what is kept.
    """
    tomorrow = timezone.localtime(now).date() + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(tomorrow, datetime.time.min, timezone.get_default_timezone())
    return min(filter(None, [midnight - MOMENT, next_end.current()]))
