"""Lists of many records are read some at a time, and feeds read no more than they tell."""

import datetime
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import MemberOrganisation, Membership
from partnerships.models import Partnership
from partnerships.models.versions import Revision
from partnerships.open_data import feeds
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_membership, make_news, make_organisation, make_partnership
from tests.partnerships.open_data.test_kinds import kind_called

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


def test_a_list_in_any_order_keeps_it_over_all_batches():
    partnerships = [make_partnership(name=name) for name in "DAECB"]
    kind = replace(kind_called("partnerships"), batch=2)

    assert [row.name for row in kind.read(Partnership.objects.order_by("name"))] == list("ABCDE")
    assert [row.pk for row in kind.read(Partnership.objects.order_by("-pk"))] == [
        row.pk for row in reversed(partnerships)
    ]


def test_no_more_rows_are_read_at_a_time_than_a_batch_holds():
    keys = [make_partnership(name=name).pk for name in "ABCDE"]
    # What rows are filled with is kept in memory.
    kind = replace(kind_called("partnerships"), batch=2, fill=lambda rows: None)
    rows = kind.read(Partnership.objects.published())

    with CaptureQueriesContext(connection) as queries:
        next(rows)
    _, *batch = [query["sql"] for query in queries]

    assert [sql for sql in batch if f" IN ({keys[0]}, {keys[1]})" not in sql] == []


@pytest.mark.parametrize("name", ["partnerships", "members"])
def test_a_list_makes_no_row_for_each_membership(monkeypatch, name):
    make_membership(partnership=make_partnership(name="A"), organisation=make_organisation(name="B"))
    monkeypatch.setattr(Membership, "from_db", None)
    kind = kind_called(name)

    [record] = [kind.record(row) for row in kind.read(kind.rows())]

    assert [part["name"] for part in record["members" if name == "partnerships" else "partnerships"]] in (["A"], ["B"])


def test_a_region_is_told_once_however_many_local_authorities_of_a_partnership_lie_in_it():
    region = make_authority().region
    make_partnership([make_authority(region=region), make_authority(region=region)])
    kind = kind_called("partnerships")

    [row] = kind.read(kind.rows())

    assert [part["slug"] for part in kind.record(row)["regions"]] == [region.slug]


def test_what_is_withdrawn_while_a_list_is_read_is_left_out():
    make_partnership(name="A"), make_partnership(name="B"), make_partnership(name="C")
    rows = replace(kind_called("partnerships"), batch=2).read(Partnership.objects.published().order_by("name"))

    names = [next(rows).name]
    Partnership.objects.filter(name="C").update(publication=PublicationState.ARCHIVED)

    assert names + [row.name for row in rows] == ["A", "B"]


def test_partnerships_with_more_organisations_than_a_query_of_sqlite_names_can_be_read():
    partnership, sector = make_partnership(), make_organisation().sector
    organisations = [
        MemberOrganisation(name=f"O {number}", slug=f"o-{number}", sector=sector) for number in range(1100)
    ]
    MemberOrganisation.objects.bulk_create(organisations)
    Membership.objects.bulk_create(Membership(partnership=partnership, organisation=row) for row in organisations)
    kind = kind_called("partnerships")

    [row] = kind.read(kind.rows())

    assert len(kind.record(row)["members"]) == 1100


@pytest.mark.parametrize("name", ["partnerships", "news"])
def test_a_feed_reads_only_the_latest_it_tells(monkeypatch, name):
    monkeypatch.setattr(feeds, "MAX_ENTRIES", 2)
    days = [datetime.date(2026, 3, day) for day in (4, 9, 1, 7)]
    for day in days:
        make_partnership(name=f"On {day.day}", compiled_on=day)
        row = make_news(
            title=f"On {day.day}", publication_changed_at=datetime.datetime(2026, 3, day.day, 12, tzinfo=datetime.UTC)
        )
        row.versions.all().delete()
    kind = kind_called(name)

    rows = kind.latest(kind.rows(), feeds.MAX_ENTRIES)
    feed = feeds.of_records(kind, rows, title="A", page="/a/", address="/a.atom").writeString("utf-8")

    assert [str(row) for row in rows] == ["On 9", "On 7"]
    assert feed.count("<entry>") == 2


def test_a_row_changed_when_its_latest_version_was_kept():
    days = [datetime.datetime(2026, 5, day, 12, tzinfo=datetime.UTC) for day in (3, 8)]
    organisation = make_organisation()
    organisation.versions.all().delete()
    for day in days:
        organisation.save()
        Revision.objects.filter(pk=Revision.objects.latest("pk").pk).update(at=day)
    make_membership(organisation=organisation)
    kind = kind_called("members")

    [row] = kind.read(kind.rows())

    assert row.changed_at == days[-1]
