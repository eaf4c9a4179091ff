"""Answers are kept within a number of bytes, and made by one at a time."""

import datetime
import threading

import pytest

from lcep_site.kept_answers.answer import OVERHEAD_BYTES, KeptAnswer
from lcep_site.kept_answers.store import Store

NOW = datetime.datetime(2026, 11, 27, 12, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(seconds=1)


def answer(size=1_000, stamp=1):
    return KeptAnswer(stamp, NOW, {}, {"br": b"a" * size})


@pytest.fixture
def store():
    """A store with room for three answers of 1,000 bytes, each by brotli and gzip."""
    return Store(3 * (2 * 1_000 + OVERHEAD_BYTES))


def kept(store, *keys):
    return [key for key in keys if store.get(key, 1, NOW)]


def test_the_one_asked_for_least_lately_goes_when_there_is_no_room(store):
    for key in "abc":
        store.put(key, answer())
    store.get("a", 1, NOW)
    store.put("d", answer())
    assert kept(store, *"abcd") == ["a", "c", "d"]


def test_a_new_answer_takes_the_place_of_the_old_one(store):
    for _ in range(10):
        store.put("a", answer())
    store.put("b", answer())
    assert kept(store, *"ab") == ["a", "b"]


def test_an_answer_larger_than_the_store_is_not_kept_and_drops_no_other(store):
    store.put("a", answer())
    store.put("b", answer(size=100_000))
    assert kept(store, *"ab") == ["a"]


def test_an_answer_is_good_for_its_stamp_only_and_up_to_its_last_moment(store):
    store.put("a", answer())
    assert store.get("a", 1, NOW) is not None
    assert store.get("a", 2, NOW) is None
    assert store.get("a", 1, LATER) is None


def test_one_makes_an_answer_while_others_wait_and_the_next_takes_over_when_that_fails(store):
    """Of four who want it, the first fails and the second makes it for the other two."""
    tried, given, barrier = [], [], threading.Barrier(4)

    def want():
        barrier.wait()
        try:
            with store.making("a"):
                found = store.get("a", 1, NOW)
                if found is None:
                    tried.append(threading.get_ident())
                    if len(tried) == 1:
                        raise ValueError
                    store.put("a", answer())
                given.append(store.get("a", 1, NOW))
        except ValueError:
            pass

    threads = [threading.Thread(target=want) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(tried) == 2
    assert len(given) == 3 and len(set(map(id, given))) == 1


def test_others_do_not_wait_for_who_makes_another_answer(store):
    with store.making("a"), store.making("b"):
        store.put("b", answer())
    assert kept(store, *"ab") == ["b"]
