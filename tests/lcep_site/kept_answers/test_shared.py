"""Workers share answers where the operator names a cache for them, and do without it while it is away."""

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from redis.exceptions import ConnectionError as NotThereError

from tests.factories import make_partnership

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/partnerships/"


class CacheThatIsAway(LocMemCache):
    def get(self, *args, **kwargs):
        raise NotThereError("Connection refused")

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
    with CaptureQueriesContext(connection) as queries:
        new_worker().get(LIST)
    assert len(queries) > 1


def test_a_cache_that_is_away_costs_nobody_an_answer(share_in, new_worker, caplog):
    share_in(f"{__name__}.CacheThatIsAway")
    make_partnership(name="Leeds33")
    assert b"Leeds33" in new_worker().get(LIST).content
    assert "cannot be read" in caplog.text and "cannot be written" in caplog.text
