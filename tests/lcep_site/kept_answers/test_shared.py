"""Workers share answers where the operator names a cache for them, and do without it while it is in any trouble."""

import datetime
from unittest.mock import Mock

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.utils import timezone
from redis.exceptions import ConnectionError as NotThereError

from lcep_site.kept_answers import middleware, shared
from lcep_site.kept_answers.answer import KeptAnswer
from lcep_site.kept_answers.pages import AskedPage
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/partnerships/"


class CacheInTrouble(LocMemCache):
    problem = NotThereError("Connection refused")

    def get(self, *args, **kwargs):
        raise self.problem

    set = get


@pytest.fixture
def share_in(settings):
    """A function that names a cache for answers."""

    def share(backend):
        settings.CACHES = {**settings.CACHES, "answers": {"BACKEND": backend, "LOCATION": "answers"}}
        return caches["answers"]

    yield share
    caches["answers"].clear()


def test_one_worker_is_given_what_another_made(share_in, new_worker, django_assert_num_queries):
    share_in("django.core.cache.backends.locmem.LocMemCache")
    make_partnership()
    first = new_worker().get(LIST)
    with django_assert_num_queries(1):
        second = new_worker().get(LIST)
    assert (second.content, dict(second.items())) == (first.content, dict(first.items()))


def test_another_partnership_is_seen_by_every_worker(share_in, new_worker):
    share_in("django.core.cache.backends.locmem.LocMemCache")
    new_worker().get(LIST)
    make_partnership(name="Leeds33")
    assert b"Leeds33" in new_worker().get(LIST).content


def test_another_release_makes_its_own_answers(share_in, new_worker, monkeypatch):
    share_in("django.core.cache.backends.locmem.LocMemCache")
    new_worker().get(LIST)
    monkeypatch.setattr("lcep_site.kept_answers.pages.release", lambda: "another")
    made = Mock(wraps=middleware.kept_from)
    monkeypatch.setattr(middleware, "kept_from", made)
    new_worker().get(LIST)
    assert made.called


@pytest.mark.parametrize(
    "problem",
    [CacheInTrouble.problem, ValueError("no such scheme"), AttributeError("no such class"), EOFError(), TypeError()],
    ids=repr,
)
def test_a_cache_in_trouble_costs_nobody_an_answer(share_in, new_worker, monkeypatch, problem):
    monkeypatch.setattr(CacheInTrouble, "problem", problem)
    share_in(f"{__name__}.CacheInTrouble")
    make_partnership(name="Leeds33")
    assert b"Leeds33" in new_worker().get(LIST).content


@pytest.mark.parametrize("left", ["a text", b"", KeptAnswer.__new__(KeptAnswer)], ids=["text", "nothing", "half"])
def test_what_is_no_answer_in_the_cache_is_given_to_nobody(share_in, new_worker, monkeypatch, left):
    cache = share_in("django.core.cache.backends.locmem.LocMemCache")
    monkeypatch.setattr(cache, "get", lambda key: left)
    make_partnership(name="Leeds33")
    assert b"Leeds33" in new_worker().get(LIST).content


def test_the_log_tells_of_a_cache_in_trouble_once_a_minute(share_in, new_worker, monkeypatch, caplog):
    share_in(f"{__name__}.CacheInTrouble")
    clock = Mock(return_value=1_000.0)
    monkeypatch.setattr(shared, "time", Mock(monotonic=clock))
    visitor, told = new_worker(), []
    for seconds in (0, 59, 61, 100):
        clock.return_value = 1_000.0 + seconds
        visitor.get(f"{LIST}?page={seconds + 2}")
        told.append(caplog.text.count("The cache for answers cannot be used: ConnectionError: Connection refused"))
    assert told == [1, 1, 2, 2]


def test_what_was_right_before_midnight_is_found_after_it(share_in, monkeypatch):
    share_in("django.core.cache.backends.locmem.LocMemCache")
    evening = datetime.datetime(2026, 11, 27, 23, 55, tzinfo=datetime.UTC)
    kept = KeptAnswer(1, evening + datetime.timedelta(minutes=4), {}, {"br": b"x"})
    page = AskedPage("/", LIST, "")
    shared.SharedAnswers().put(page, kept)
    monkeypatch.setattr("django.utils.timezone.now", lambda: evening + datetime.timedelta(minutes=20))

    assert shared.SharedAnswers().get(page, 1, evening) == kept
    assert shared.SharedAnswers().get(page, 1, timezone.now()) is None
