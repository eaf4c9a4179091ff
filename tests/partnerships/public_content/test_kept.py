"""What is kept in memory is that of the public content as it is now, and nothing that somebody typed."""

import datetime

import pytest
from django.db import connection, transaction
from django.template import engines
from django.test.utils import CaptureQueriesContext, override_script_prefix
from django.utils import timezone

from partnerships.coverage.who_covers import Coverage
from partnerships.models import Partnership
from partnerships.public_content.kept import Kept
from tests.factories import make_authority, make_membership, make_partnership
from tests.postcode_lists import LEEDS, make_postcode

pytestmark = pytest.mark.usefixtures("committed")


def names():
    return [partnership.name for partnership in Partnership.objects.all()]


def test_a_value_is_made_once_while_the_content_stays():
    kept = Kept(5)

    made = [kept.of("all", lambda: object()) for _ in range(3)]

    assert made[0] is made[1] is made[2]


def test_a_value_is_made_anew_after_a_change_of_the_content():
    kept = Kept(5)
    before = kept.of("all", names)
    make_partnership(name="Leeds33")

    assert (before, kept.of("all", names)) == ([], ["Leeds33"])


def test_what_goes_into_a_value_is_asked_for_at_its_moment(django_assert_num_queries):
    outer, inner = Kept(5), Kept(5)

    def both():
        return outer.of("all", lambda: [inner.of("names", names)])

    with django_assert_num_queries(2):
        assert both() == [[]]
    make_partnership(name="Leeds33")
    assert both() == [["Leeds33"]]
    with django_assert_num_queries(1):
        assert inner.of("names", names) == ["Leeds33"]


def test_a_value_that_cannot_be_made_leaves_nothing_behind():
    kept = Kept(5)
    with pytest.raises(ZeroDivisionError):
        kept.of("all", lambda: 1 / 0)
    make_partnership(name="Leeds33")

    assert kept.of("all", names) == ["Leeds33"]
    make_partnership(name="York")
    assert sorted(kept.of("all", names)) == ["Leeds33", "York"]


def test_a_value_made_while_the_content_changed_is_made_anew():
    kept = Kept(5)

    def read_and_change():
        found = names()
        make_partnership(name="Leeds33")
        return found

    assert kept.of("all", read_and_change) == []
    assert kept.of("all", names) == ["Leeds33"]


def test_what_a_transaction_has_written_is_kept_for_nobody():
    kept = Kept(5)
    kept.of("all", names)
    with transaction.atomic():
        make_partnership(name="Leeds33")
        inside = kept.of("all", names)
        transaction.set_rollback(True)

    assert (inside, kept.of("all", names)) == (["Leeds33"], [])


def test_a_value_is_made_anew_on_the_next_day(monkeypatch):
    kept = Kept(5)
    kept.of("today", timezone.localdate)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)

    assert kept.of("today", lambda: tomorrow) == tomorrow


def test_a_value_has_the_addresses_of_where_the_site_is_mounted():
    kept, leeds = Kept(5), make_partnership(name="Leeds33")
    kept.of("address", leeds.get_absolute_url)

    with override_script_prefix("/directory/"):
        assert kept.of("address", leeds.get_absolute_url) == "/directory/partnerships/leeds33/"


def test_those_asked_for_last_are_kept():
    kept = Kept(2)
    for key in ("one", "two", "one", "three"):
        kept.of(key, lambda: "old")

    assert [kept.of(key, lambda: "new") for key in ("one", "three", "two")] == ["old", "old", "new"]


def test_as_many_are_kept_as_have_room_together():
    kept = Kept(4, weigh=len)
    kept.of("one", lambda: "ooo")
    kept.of("two", lambda: "o")

    assert [kept.of(key, lambda: "") for key in ("one", "two")] == ["ooo", "o"]

    kept.of("three", lambda: "oo")
    assert [kept.of(key, lambda: "") for key in ("one", "two", "three")] == ["", "o", "oo"]


def test_one_that_is_larger_than_the_room_is_kept_alone():
    kept = Kept(2, weigh=len)
    kept.of("small", lambda: "o")
    kept.of("large", lambda: "ooooo")

    assert [kept.of(key, lambda: "") for key in ("large", "small", "large")] == ["ooooo", "", ""]


def test_a_part_is_drawn_once_for_its_holder():
    template = engines["django"].from_string(
        "{% load drawn_once %}{% drawn_once holder 'a' %}{{ word }}{% enddrawn_once %}"
        "{% drawn_once holder 'b' %}{{ word }}{% enddrawn_once %}"
    )
    first, second = (Coverage(make_authority(), [], [], [], 0, 0, 0) for _ in range(2))

    pages = [
        template.render({"holder": holder, "word": word})
        for holder, word in ((first, "<"), (first, "x"), (second, "y"))
    ]

    assert pages == ["&lt;&lt;", "&lt;&lt;", "yy"]


def test_the_answer_for_a_postcode_names_who_covers_it_now(client):
    make_postcode("LS1 3AB", LEEDS)
    partnership = make_partnership([make_authority(name="Leeds", gss_code=LEEDS)], name="Before")
    before = client.get("/find/?q=LS1 3AB").content.decode()
    partnership.name = "After"
    partnership.save()
    make_membership(partnership=partnership)

    after = client.get("/find/?q=LS1 3AB").content.decode()

    assert "Before" in before and "1 member named" not in before
    assert "Before" not in after and "1 member named" in after


def test_the_answer_for_another_postcode_of_an_authority_costs_two_queries_and_tells_of_the_other_nothing(client):
    make_postcode("LS1 3AB", LEEDS)
    make_postcode("LS2 9JT", LEEDS)
    make_partnership([make_authority(name="Leeds", gss_code=LEEDS)], name="Leeds33")
    client.get("/find/?q=LS1 3AB")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get("/find/?q=LS2 9JT").content.decode()

    # The stamp, and the postcode.
    assert len(queries) == 2
    assert "Leeds33 covers LS2 9JT" in page and "LS1" not in page.replace("LS1%203AB", "").replace("LS1 3AB,", "")


def test_the_page_of_an_authority_shows_the_parts_of_the_answer_for_its_postcodes(client):
    make_postcode("LS1 3AB", LEEDS)
    authority = make_authority(name="Leeds", gss_code=LEEDS)
    make_partnership([authority], name="Leeds33")
    alone = client.get(authority.get_absolute_url()).content
    make_partnership(name="Elsewhere").delete()
    client.get("/find/?q=LS1 3AB")

    assert client.get(authority.get_absolute_url()).content == alone
