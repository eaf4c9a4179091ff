"""Answers that all web processes of the site share, where the operator names a cache for them."""

import datetime
import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache

from lcep_site.kept_answers.answer import KeptAnswer
from lcep_site.kept_answers.pages import AskedPage

ALIAS = "answers"
# None is asked for longer: the content changes, or the day ends.
MAX_AGE_SECONDS = 24 * 60 * 60
SECONDS_BETWEEN_WARNINGS = 60
Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class SharedAnswers:
    """The cache ALIAS of the settings, if there is one. While it cannot be used nothing is kept in it."""

    def __init__(self) -> None:
        self.cache = caches[ALIAS] if ALIAS in caches.settings else None
        self._silent_until = 0.0

    def get(self, asked: AskedPage, stamp: int, now: datetime.datetime) -> KeptAnswer | None:
        """Return the answer another process of the same release made, if it is there and good for `stamp` and `now`."""

        def good_in(cache: BaseCache) -> KeptAnswer | None:
            answer = cache.get(asked.named(stamp, now))
            return answer if isinstance(answer, KeptAnswer) and answer.is_good(stamp, now) else None

        return self._tried(good_in)

    def put(self, asked: AskedPage, answer: KeptAnswer) -> None:
        """Keep `answer`, which is good on one day alone, for the other processes."""
        self._tried(lambda cache: cache.set(asked.named(answer.stamp, answer.good_until), answer, MAX_AGE_SECONDS))

    def _tried(self, use: Callable[[BaseCache], Result]) -> Result | None:
        """Return what `use` makes of the cache, None if there is none or it is in any trouble, of which the log tells.

        It may be away, refuse us, be named with an option it has not, or hold what cannot be read: that costs
        no visitor an answer.
        """
        if self.cache is None:
            return None
        try:
            return use(self.cache)
        except Exception as error:
            if time.monotonic() >= self._silent_until:
                self._silent_until = time.monotonic() + SECONDS_BETWEEN_WARNINGS
                logger.warning("The cache for answers cannot be used: %s: %s", type(error).__name__, error)
            return None
