"""What was checked or changed lately."""

import datetime

import pytest

from partnerships.models import PublicChange
from partnerships.publishing.lately import Lately, compiled_last, lately
from partnerships.search.snapshot import keeping
from partnerships.vocabulary import PublicationState
from tests.factories import make_partnership

pytestmark = pytest.mark.django_db


def day(number):
    return datetime.date(2026, 3, number)


def told(number=6):
    return [(row.on.day, row.name, row.what) for row in lately(keeping.current(), number)]


def test_checks_and_changes_come_together_the_latest_first():
    make_partnership(name="Checked", checked_on=day(2), checked_by="its chair")
    make_partnership(name="Also checked", checked_on=day(4), checked_by="its Bridge")
    PublicChange.objects.create(partnership=make_partnership(name="New"), on=day(3), is_new=True)
    changed = make_partnership(name="Changed")
    PublicChange.objects.create(partnership=changed, on=day(1), parts=["its names", "its stage"])

    assert told() == [
        (4, "Also checked", "Checked by its Bridge"),
        (3, "New", "New here"),
        (2, "Checked", "Checked by its chair"),
        (1, "Changed", "Changed: its names, its stage"),
    ]
    assert told(2) == told()[:2]


def test_a_check_and_a_change_of_one_entry_on_one_day_are_told_once():
    partnership = make_partnership(name="Leeds33", checked_on=day(2), checked_by="its chair")
    PublicChange.objects.create(partnership=partnership, on=day(2), parts=["its stage"])

    [row] = lately(keeping.current(), 6)

    assert row == Lately(day(2), "Leeds33", partnership.get_absolute_url(), "Checked by its chair; changed: its stage")


def test_nothing_is_told_of_what_is_not_public():
    draft = make_partnership(compiled_on=day(5), checked_on=day(2), checked_by="us", publication=PublicationState.DRAFT)
    PublicChange.objects.create(partnership=draft, on=day(2), is_new=True)

    assert told() == []
    assert compiled_last(keeping.current()) is None


def test_the_day_of_the_last_entry_is_known():
    for number in (3, 1):
        make_partnership(compiled_on=day(number))

    assert compiled_last(keeping.current()) == day(3)


@pytest.mark.parametrize("number", [1, 5])
def test_it_asks_twice_however_much_happened(django_assert_num_queries, number):
    for _ in range(number):
        partnership = make_partnership(checked_on=day(2), checked_by="its chair")
        PublicChange.objects.create(partnership=partnership, on=day(3), is_new=True)
    snapshot = keeping.current()

    with django_assert_num_queries(2):
        assert len(lately(snapshot, 20)) == 2 * number
