"""Answers that all web processes of the site share, where the operator names a cache for them."""

import datetime
import logging

from django.core.cache import caches
from redis.exceptions import RedisError

from lcep_site.kept_answers.answer import KeptAnswer
from lcep_site.kept_answers.pages import AskedPage

ALIAS = "answers"
# None is asked for longer: the content changes, or the day ends.
MAX_AGE_SECONDS = 24 * 60 * 60
logger = logging.getLogger(__name__)


class SharedAnswers:
    """The cache ALIAS of the settings, if there is one. While it cannot be reached nothing is kept in it."""

    def __init__(self) -> None:
        self.cache = caches[ALIAS] if ALIAS in caches.settings else None

    def get(self, asked: AskedPage, stamp: int, now: datetime.datetime) -> KeptAnswer | None:
        """Return the answer another process of the same release made, if it is there and good for `stamp` and `now`."""
        if self.cache is None:
            return None
        try:
            answer = self.cache.get(asked.named(stamp))
            return answer if answer and answer.is_good(stamp, now) else None
        except RedisError as error:
            logger.warning("The cache for answers cannot be read: %s", error)
            return None

    def put(self, asked: AskedPage, answer: KeptAnswer) -> None:
        """Keep `answer` for the other processes."""
        if self.cache is None:
            return
        try:
            self.cache.set(asked.named(answer.stamp), answer, MAX_AGE_SECONDS)
        except RedisError as error:
            logger.warning("The cache for answers cannot be written: %s", error)
