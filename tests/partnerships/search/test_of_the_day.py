"""Which partnerships the home page shows on a day."""

import datetime
from collections import Counter

import pytest

from partnerships.models import Partnership
from partnerships.search.of_the_day import SHOWN, of_the_day
from partnerships.search.snapshot import keeping
from partnerships.vocabulary import PublicationState, Stage
from tests.factories import make_authority, make_membership, make_partnership, make_priority

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 4)


def make_known(**fields):
    """Make a partnership of which enough is known to be shown."""
    partnership = make_partnership([make_authority()], **{"summary": "It sings."} | fields)
    partnership.stated_priorities.create(priority=make_priority(), wording="Sing")
    make_membership(partnership=partnership)
    return partnership


def shown_on(day):
    return [match.pk for match in of_the_day(keeping.current(), day)]


@pytest.mark.parametrize("number", [4, 6, 7])
def test_over_as_many_days_as_there_are_each_is_shown_equally_often(number):
    keys = [make_known().pk for _ in range(number)]

    days = [shown_on(DAY + datetime.timedelta(days=day)) for day in range(number)]

    assert Counter(key for shown in days for key in shown) == dict.fromkeys(keys, SHOWN)
    assert all(len(set(shown)) == SHOWN for shown in days)
    assert set(days[0]).isdisjoint(days[1]) or number < 2 * SHOWN


def test_they_are_the_same_all_day_and_not_in_the_order_they_were_entered():
    keys = [make_known().pk for _ in range(9)]

    days = [shown_on(DAY + datetime.timedelta(days=day)) for day in range(9)]

    assert days == [shown_on(DAY + datetime.timedelta(days=day)) for day in range(9)]
    assert keys[:3] not in days


@pytest.mark.parametrize("number", [0, 1, 2])
def test_of_few_each_is_shown_once(number):
    keys = {make_known().pk for _ in range(number)}

    shown = shown_on(DAY)

    assert (set(shown), len(shown)) == (keys, number)


@pytest.mark.parametrize(
    "fields",
    [
        {"stage": Stage.DORMANT},
        {"stage": Stage.ENDED},
        {"stage": Stage.PROPOSED},
        {"publication": PublicationState.DRAFT},
        {"summary": ""},
    ],
)
def test_what_does_not_work_today_or_says_nothing_is_never_shown(fields):
    make_known(**fields)

    assert shown_on(DAY) == []


@pytest.mark.parametrize("rows", ["memberships", "stated_priorities"])
def test_what_is_thin_is_never_shown(rows):
    known = make_known()
    getattr(known, rows).all().delete()

    assert shown_on(DAY) == []


def test_what_works_nowhere_is_never_shown():
    make_known().authorities.clear()

    assert Partnership.objects.published().count() == 1
    assert shown_on(DAY) == []


@pytest.mark.parametrize("number", [1, 9])
def test_it_asks_nothing_however_many_there_are(django_assert_num_queries, number):
    for _ in range(number):
        make_known()
    snapshot = keeping.current()

    with django_assert_num_queries(0):
        of_the_day(snapshot, DAY)
