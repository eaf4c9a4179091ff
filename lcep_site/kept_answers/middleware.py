"""Gives visitors an answer that was made before, for as long as nothing that the public sees has changed.

It stands before all that draws, compresses or compares, and asks the database one thing: the content stamp. That is
read before the answer is made, so a change that comes in between can only be in an answer that is not given again.
While the database is away it gives what was right when that was last reached (`last_seen`).
"""

import datetime
from collections.abc import Callable

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.core.signals import request_finished
from django.db import Error
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from lcep_site import encodings
from lcep_site.away.answers import stands_in
from lcep_site.health.middleware import ADDRESSES as ADDRESSES_OF_HEALTH
from lcep_site.kept_answers import last_seen, pages
from lcep_site.kept_answers.answer import kept_from
from lcep_site.kept_answers.files import KeptFiles
from lcep_site.kept_answers.on_disk import PagesOnDisk
from lcep_site.kept_answers.pages import AskedPage
from lcep_site.kept_answers.shared import SharedAnswers
from lcep_site.kept_answers.store import Store
from partnerships.database import limits, outage, trouble
from partnerships.public_content import moments, stamp
from partnerships.public_content.moments import Moment

# What we do not keep nobody else may either, nor show again without asking: not even that an address leads to another,
# which it does until somebody gives an entry its old name again.
NOT_KEPT = "private, no-cache"
# Of the headers of a visitor an answer may be made of these alone: which site is asked, and by which network.
HEADERS_READ = {"HTTP_HOST", "HTTP_X_FORWARDED_FOR"}
# They may write in another encoding than we do what we understood of it.
OF_CONTENT = {"CONTENT_TYPE", "CONTENT_LENGTH"}


class KeptAnswersMiddleware:
    """Keeps answers in the memory of its process, at most KEPT_ANSWERS_MB, and long ones on disk; none if that is 0."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.store = Store(settings.KEPT_ANSWERS_MB * 2**20)
        self.files = KeptFiles(settings.KEPT_FILES_FOLDER)
        self.shared = SharedAnswers()
        self.on_disk = PagesOnDisk(settings.KEPT_FILES_FOLDER / "pages")
        request_finished.connect(self.on_disk.write)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            response = self._answer(request)
        except Error as error:
            # Of our own questions: errors of what draws are answered there.
            if not trouble.is_away(error):
                raise
            outage.mine.notice(error)
            response = None
        return self._while_away(request, response) if response is None or stands_in(response) else response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        is_read_by_a_visitor = pages.is_read_by_a_visitor(request)
        limits.of_request(is_reading=is_read_by_a_visitor)
        if outage.mine.since is not None and request.path_info not in ADDRESSES_OF_HEALTH:
            stamp.current()
            outage.mine.end()
        if not is_read_by_a_visitor:
            return _not_kept(self.get_response(request))
        asked = pages.page_asked(request, self.store) if self.store.max_bytes else None
        if asked is None:
            with moments.one():
                return _not_kept(self.get_response(request))
        # Raises DisallowedHost, as making the answer would.
        request.get_host()
        seen = stamp.current()
        if kept := self.kept(request, asked, seen):
            return kept
        with self.store.making(asked), moments.made_for(moments.at(seen)):
            return self.kept(request, asked, seen) or self._made(request, asked, seen)

    def kept(self, request: HttpRequest, asked: AskedPage, seen: int) -> HttpResponseBase | None:
        now = timezone.now()
        if answer := self.store.get(asked, seen, now):
            return answer.given_to(request)
        return self.files.given_to(request, asked, seen, now)

    def _made(self, request: HttpRequest, asked: AskedPage, seen: int) -> HttpResponseBase:
        """Return the answer that everybody gets who asks so, and keep it if it may be kept."""
        now = timezone.now()
        if answer := self.shared.get(asked, seen, now):
            self.store.put(asked, answer)
            return answer.given_to(request)
        good_until = pages.good_until(now)
        response = self.get_response(_from_anybody(request, asked))
        if not pages.may_be_kept(request, response):
            return _not_kept(response)
        if isinstance(response, StreamingHttpResponse):
            return self.files.keeping(response, request, asked, seen, good_until)
        assert isinstance(response, HttpResponse)
        answer = kept_from(response, seen, good_until)
        self.store.put(asked, answer)
        self.shared.put(asked, answer)
        self.on_disk.put(asked, answer, now)
        return answer.given_to(request)

    def _while_away(self, request: HttpRequest, refusal: HttpResponseBase | None) -> HttpResponseBase:
        """Return what `request` got when the database could be asked, else the `refusal`, made now if it is None."""
        last = last_seen.moment() if request.method == "GET" else None
        answer = self._last_seen(last_seen.without_conditions(request), *last) if last else None
        outage.mine.count(is_refused=not answer)
        return answer or refusal or _not_kept(self.get_response(request))

    def _last_seen(self, request: HttpRequest, at: Moment, seen_at: datetime.datetime) -> HttpResponseBase | None:
        asked = pages.page_asked(request, self.store)
        found: HttpResponseBase | None = None
        if asked:
            kept = self.store.get(asked, at.stamp, seen_at) or self.shared.get(asked, at.stamp, seen_at)
            if not kept and (on_disk := self.on_disk.get(asked, at.stamp, seen_at)):
                kept, seen_at = on_disk
            # Not compressed: something is to be added.
            plain = kept.response_in(encodings.PLAIN) if kept else None
            found = plain or self.files.given_to(request, asked, at.stamp, seen_at)
            request = _from_anybody(request, asked)
        if not found and (asked or pages.is_read_by_a_visitor(request)):
            found = last_seen.drawn(request, at, self.get_response)
        return last_seen.marked(found, seen_at) if found else None


def _from_anybody(request: HttpRequest, asked: AskedPage) -> HttpRequest:
    """Return a request for the same page that says nothing of who asks, nor how the answer is to be sent."""
    read = {*HEADERS_READ, *(settings.SECURE_PROXY_SSL_HEADER or ())}
    environ = {
        name: value
        for name, value in request.META.items()
        if name in read or not name.startswith("HTTP_") and name not in OF_CONTENT
    }
    return WSGIRequest({**environ, "REQUEST_METHOD": "GET", "QUERY_STRING": asked.query_string})


def _not_kept(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Cache-Control", NOT_KEPT)
    return response
