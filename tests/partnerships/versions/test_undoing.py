"""Taking back all that one act did."""

import pytest

from members.models import MemberOrganisation, Membership
from partnerships import versions
from partnerships.models import AuditEntry, Partnership, Revision, SearchDocument
from partnerships.models.versions import revising
from partnerships.search import text_index
from partnerships.versions import CannotApply
from partnerships.vocabulary import RevisionKind
from tests.factories import (
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_sector,
)
from tests.partnerships.versions.revisions import latest

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def officer(bridge):
    return make_officer(bridge)


@pytest.fixture
def partnership(bridge):
    return make_partnership(bridge=bridge, name="Leeds33", summary="Arts.")


@pytest.fixture
def imported(partnership):
    """An import that changed a partnership, added two organisations and their memberships, and ended one."""
    ended = make_membership(partnership=partnership, organisation=make_organisation(name="Old member"))
    sector = make_sector()
    with revising(kind=RevisionKind.IMPORT, reason="members.xlsx"):
        partnership.summary = "Dance."
        partnership.save()
        for name in ("Tate", "Lowry"):
            organisation = make_organisation(name=name, sector=sector)
            make_membership(partnership=partnership, organisation=organisation)
        ended.delete()
    return latest()


def test_everything_is_as_it_was(partnership, imported, officer):
    count = versions.undo(imported, by=officer)

    assert count == 6
    assert Partnership.objects.get(pk=partnership.pk).summary == "Arts."
    assert [member.organisation.name for member in partnership.memberships.all()] == ["Old member"]
    assert list(MemberOrganisation.objects.values_list("name", flat=True)) == ["Old member"]
    assert (latest().kind, latest().reason, latest().by) == (RevisionKind.UNDO, "Imported: members.xlsx", officer)
    assert AuditEntry.objects.get().action == "undone"


def test_the_text_search_follows(partnership, imported, officer):
    text_index.rebuild()

    versions.undo(imported, by=officer)

    kept = list(SearchDocument.objects.order_by("kind", "object_id").values_list("kind", "object_id", "names", "rest"))
    text_index.rebuild()
    fresh = SearchDocument.objects.order_by("kind", "object_id").values_list("kind", "object_id", "names", "rest")
    assert kept == list(fresh)


def test_rows_that_were_changed_again_are_named_and_nothing_is_undone(partnership, imported, officer):
    partnership.summary = "Film."
    partnership.save()

    with pytest.raises(CannotApply) as refused:
        versions.undo(imported, by=officer)

    [reason] = refused.value.reasons
    assert reason.startswith("The partnership “Leeds33” was changed since: edited, ")
    assert (Membership.objects.count(), MemberOrganisation.objects.count()) == (2, 3)


def test_what_was_changed_without_a_version_counts_too(partnership, imported, officer):
    Partnership.objects.update(summary="Film.")

    assert versions.why_not_undo(imported, by=officer) == ["The partnership “Leeds33” was changed since."]


def test_what_came_since_does_not_go_with_a_row(imported, officer, bridge):
    make_membership(
        organisation=MemberOrganisation.objects.get(name="Tate"), partnership=make_partnership(bridge=bridge)
    )

    with pytest.raises(CannotApply, match="1 membership was added since, and would go with it"):
        versions.undo(imported, by=officer)

    assert MemberOrganisation.objects.filter(name="Tate").exists()


def test_another_bridges_rows_are_not_undone(imported):
    stranger = make_officer(make_bridge())
    assert versions.why_not_undo(imported, by=stranger) != []

    with pytest.raises(CannotApply, match="belong to another Bridge Organisation"):
        versions.undo(imported, by=stranger)

    assert Membership.objects.count() == 2


def test_a_part_without_a_rule_of_its_own_goes_with_its_entry(partnership, officer):
    with revising(kind=RevisionKind.IMPORT):
        partnership.names.create(name="Leeds CEP")
    act = latest()

    with pytest.raises(CannotApply):
        versions.undo(act, by=make_officer(make_bridge()))
    versions.undo(act, by=officer)

    assert partnership.names.count() == 0


def test_what_was_merged_comes_apart_under_the_same_keys_and_addresses(partnership, officer):
    kept, gone = make_organisation(name="Tate"), make_organisation(name="Tate gallery")
    membership = make_membership(partnership=partnership, organisation=gone)
    with revising(kind=RevisionKind.MERGE):
        membership.organisation = kept
        membership.save()
        key = gone.pk
        gone.delete()

    versions.undo(latest(), by=officer)

    again = MemberOrganisation.objects.get(name="Tate gallery")
    assert (again.pk, again.slug) == (key, "tate-gallery")
    assert Membership.objects.get(pk=membership.pk).organisation == again


def test_nothing_is_undone_twice(imported, officer):
    versions.undo(imported, by=officer)

    with pytest.raises(CannotApply, match="was changed since"):
        versions.undo(imported, by=officer)


def test_what_can_be_undone_has_nothing_against_it(imported, officer):
    assert versions.why_not_undo(imported, by=officer) == []


def test_an_act_that_touched_nothing_is_said_so(officer):
    empty = Revision.objects.create()

    assert versions.why_not_undo(empty, by=officer) == ["Nothing in it can be undone."]
