"""What several keep of the content takes the same steps: what changed is asked for once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from partnerships.models import Partnership
from partnerships.public_content import changes, stamp
from partnerships.public_content.renewed import Renewed
from tests.factories import make_partnership

pytestmark = pytest.mark.usefixtures("committed")


def told():
    """Return a value that holds all that it was told of, the first time nothing."""
    return Renewed(lambda: (), lambda old, changed: (*old, changed.partnerships))


def alone():
    return Renewed(lambda: (), lambda old, changed: (*old, changed.partnerships), is_of_changes_alone=True)


def change(partnership, summary):
    Partnership.objects.filter(pk=partnership.pk).update(summary=summary)
    return frozenset([partnership.pk])


@pytest.mark.parametrize(("first", "second"), [(told, alone), (alone, told), (told, told), (alone, alone)])
def test_both_are_told_the_same(first, second):
    partnership, other = make_partnership(), make_partnership()
    one, two = first(), second()
    one.current(), two.current()

    steps = (change(partnership, "Changed"), one.current(), two.current())
    again = (change(other, "Changed"), one.current(), two.current())

    assert steps == (steps[0], (steps[0],), (steps[0],))
    assert again == (again[0], (steps[0], again[0]), (steps[0], again[0]))


def test_who_lags_behind_is_told_all_of_it():
    partnership, other = make_partnership(), make_partnership()
    one, two = told(), alone()
    one.current(), two.current()

    first = change(partnership, "Changed")
    one.current()
    second = change(other, "Changed")

    assert one.current() == (first, second)
    assert two.current() == (first | second,)


def test_what_changed_is_asked_for_once():
    partnership = make_partnership()
    kept = [told(), told(), alone(), alone()]
    for each in kept:
        each.current()
    change(partnership, "Changed")
    asked = []

    for each in kept:
        with CaptureQueriesContext(connection) as queries:
            each.current()
        asked.append(len(queries))

    # For the stamp, and in a transaction of its own for the stamp again, the mark, and once for what changed.
    assert asked[0] == asked[1] + 1
    assert asked[2:] == [1, 1]


def test_what_changes_right_before_the_stamp_is_asked_for_is_told_of(monkeypatch):
    """Whoever takes a mark in no transaction must be told twice rather than not at all."""
    partnership, seen = make_partnership(), stamp.current
    monkeypatch.setattr(stamp, "current", lambda: (change(partnership, "Meanwhile"), seen())[1])

    glance = changes.glance(seen=-1)

    assert glance.stamp == seen()
    assert changes.since(glance.mark).partnerships == {partnership.pk}
