"""Kept answers that count how often they are given."""

import datetime
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from lcep_site.kept_answers.answer import KeptAnswer
from lcep_site.kept_answers.middleware import KeptAnswersMiddleware
from lcep_site.kept_answers.pages import AskedPage
from lcep_site.kept_answers.shared import SharedAnswers
from lcep_site.metrics import counts


class CountingKeptAnswersMiddleware(KeptAnswersMiddleware):
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        def draw(request: HttpRequest) -> HttpResponseBase:
            counts.drawn.inc()
            return get_response(request)

        super().__init__(draw)
        self.shared = _CountingSharedAnswers()

    def kept(self, request: HttpRequest, asked: AskedPage, seen: int) -> HttpResponseBase | None:
        if response := super().kept(request, asked, seen):
            counts.kept.inc()
        return response


class _CountingSharedAnswers(SharedAnswers):
    def get(self, asked: AskedPage, stamp: int, now: datetime.datetime) -> KeptAnswer | None:
        if answer := super().get(asked, stamp, now):
            counts.shared.inc()
        return answer
