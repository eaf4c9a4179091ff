"""Versions of what was written in bulk; and what they never hold."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Membership
from partnerships import versions
from partnerships.models import Partnership, PartnershipName, Revision
from partnerships.models.versions import NOT_VERSIONED, revising
from partnerships.privacy import subject_requests
from partnerships.versions import states
from partnerships.versions.kinds import columns, versioned_models
from partnerships.vocabulary import NameKind, RevisionKind
from tests.factories import make_authority, make_bridge, make_membership, make_partnership, make_superuser
from tests.partnerships.versions.revisions import content, differences, latest
from tests.text_columns import mentions

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


def test_nothing_is_written_when_all_is_kept():
    make_membership()
    before = Revision.objects.count()

    assert versions.backfill() == 0
    assert Revision.objects.count() == before


def test_rows_changed_added_and_deleted_in_bulk_are_one_revision():
    changed, membership = make_partnership(), make_membership()
    Partnership.objects.filter(pk=changed.pk).update(summary="Arts.")
    PartnershipName.objects.bulk_create([PartnershipName(partnership=changed, name="Leeds CEP", slug="leeds-cep")])
    Membership.objects.filter(pk=membership.pk)._raw_delete("default")

    assert versions.backfill() == 3

    assert latest().kind == RevisionKind.LOAD
    labels = [change.label for change in differences(changed, versions.revisions_of(changed)[1], latest())]
    assert labels == ["Summary", "Name “Leeds CEP” added"]
    assert content(membership, latest()).row is None
    assert versions.backfill() == 0


def test_lists_are_caught_up_with():
    partnership, authority = make_partnership(), make_authority()
    through = Partnership.authorities.through
    through.objects.bulk_create([through(partnership=partnership, localauthority=authority)])

    assert versions.backfill() == 1

    assert authority.pk in content(partnership, latest()).row["authorities"]


def test_many_rows_are_caught_up_with_some_at_a_time(monkeypatch):
    """Wherever those that are new, changed and gone lie among their keys, and however few there are of each."""
    monkeypatch.setattr(states, "_BATCH", 2)
    partnership = make_partnership()
    rows = [partnership.names.create(name=name) for name in "ABCDEFG"]
    PartnershipName.objects.filter(name__in="ABG")._raw_delete("default")
    PartnershipName.objects.filter(name__in="CDE").update(kind=NameKind.FORMER)
    new = PartnershipName.objects.bulk_create(PartnershipName(partnership=partnership, name=name) for name in "HIJ")

    with CaptureQueriesContext(connection) as queries:
        assert versions.backfill() == 9
    table = 'FROM "partnerships_partnershipname" WHERE "partnerships_partnershipname"."id" BETWEEN'
    read = [query["sql"] for query in queries if table in query["sql"]]
    kept = [content(row, latest()).row for row in [*rows, *new]]

    assert [row and row["name"] for row in kept] == [None, None, *"CDEF", None, *"HIJ"]
    assert [row["kind"] for row in kept[2:6] if row] == [*["former"] * 3, "also"]
    assert len(read) == 5
    assert versions.backfill() == 0


def test_inside_another_act_it_is_part_of_that():
    partnership = make_partnership()

    with revising(kind=RevisionKind.IMPORT, reason="members.xlsx"):
        Partnership.objects.filter(pk=partnership.pk).update(summary="Arts.")
        versions.backfill()

    assert versions.revisions_of(partnership).first().reason == "members.xlsx"


def test_it_asks_the_database_the_same_for_any_number(django_assert_num_queries):
    for number in (1, 3):
        keys = [make_partnership().pk for _ in range(number)]
        Partnership.objects.filter(pk__in=keys).update(summary=f"Arts {number}.")

        with django_assert_num_queries(69):
            assert versions.backfill() == number


def test_no_version_holds_what_is_never_kept():
    kept = {field.name for model in versioned_models() for field in columns(model)}

    assert kept & NOT_VERSIONED == set()
    assert {field.name for field in Partnership._meta.fields} >= {"contact_email", "preview_key"}


def test_an_address_erased_is_gone_from_versions_and_their_words():
    partnership = make_partnership(bridge=make_bridge(), contact_email="jo@leeds.example")
    with revising(reason="Ask jo@leeds.example"):
        partnership.how_to_join = "Write to jo@leeds.example."
        partnership.save()
    assert "partnerships_historicalpartnership.how_to_join" in mentions("jo@leeds.example")

    subject_requests.erase("jo@leeds.example", by=make_superuser())

    assert mentions("jo@leeds.example") == []
    newer, older = versions.revisions_of(partnership)[:2]
    assert [change.new for change in differences(partnership, older, newer)] == ["Write to [address removed]."]
