"""What is made for one moment asks for the stamp once, and the next thing that is made sees what changed."""

import pytest

from partnerships.public_content import moments, stamp
from partnerships.public_content.kept import Kept
from partnerships.public_content.renewed import Renewed
from partnerships.search.snapshot import keeping

pytestmark = pytest.mark.usefixtures("committed")


def test_all_that_is_kept_is_asked_for_at_one_moment_with_one_query(django_assert_num_queries):
    one, other, counted = Kept(9), Kept(9), Renewed(lambda: 1, lambda old, changed: old)
    keeping.current(), counted.current()

    with django_assert_num_queries(1), moments.one():
        one.of("key", lambda: other.of("inner", lambda: 1))
        counted.current(), keeping.current(), other.of("key", lambda: 2)


def test_each_asks_for_itself_otherwise(django_assert_num_queries):
    kept = Kept(9)

    with django_assert_num_queries(2):
        kept.of("key", lambda: 1), kept.of("other", lambda: 2)


def test_what_changes_meanwhile_is_seen_by_what_is_made_next():
    kept = Kept(9)
    with moments.one():
        assert kept.of("key", lambda: "before") == "before"
        stamp.change()
        assert kept.of("key", lambda: "after") == "before"

    assert kept.of("key", lambda: "after") == "after"


def test_the_moment_ends_where_something_fails():
    kept = Kept(9)
    with pytest.raises(ZeroDivisionError), moments.one():
        kept.of("key", lambda: 1 // 0)
    stamp.change()

    with moments.one():
        assert moments.now().stamp == stamp.current()
    assert moments.now().stamp == stamp.current()


def test_what_may_be_of_a_moment_ago_asks_only_now_and_then(monkeypatch, django_assert_num_queries):
    clock = iter([0, 1.9, 2.1, 2.1])
    monkeypatch.setattr(moments, "_last_seen", None)
    monkeypatch.setattr(moments, "monotonic", lambda: next(clock))
    with moments.lately():
        first = moments.now().stamp
    stamp.change()

    with django_assert_num_queries(0), moments.lately():
        assert moments.now().stamp == first
    with moments.lately():
        assert moments.now().stamp == stamp.current() != first


def test_suggestions_may_be_of_a_moment_ago(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(moments, "_last_seen", None)
    client.get("/find/suggestions/?q=lee")

    with django_assert_num_queries(0):
        client.get("/find/suggestions/?q=leed")
