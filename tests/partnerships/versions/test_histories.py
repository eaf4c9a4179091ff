"""What an entry was: its versions, with those of its parts."""

import pytest

from members.models import Membership
from partnerships import versions
from partnerships.models.versions import revising
from tests.factories import make_authority, make_membership, make_organisation, make_partnership
from tests.partnerships.versions.revisions import content, latest

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


@pytest.fixture
def partnership():
    return make_partnership(name="Leeds33")


def test_what_is_saved_together_is_one_revision_of_the_entry(partnership):
    before = versions.revisions_of(partnership).count()

    with revising(reason="Twice"):
        partnership.summary = "Arts."
        partnership.save()
        partnership.names.create(name="LCEP Leeds")

    assert versions.revisions_of(partnership).count() == before + 1
    assert versions.revisions_of(partnership).first().reason == "Twice"


def test_content_is_what_it_was_with_lists_and_parts(partnership):
    wold, moor = make_authority(), make_authority()
    partnership.authorities.set([wold])
    name = partnership.names.create(name="Old")
    then = latest()
    partnership.authorities.set([moor])
    name.delete()

    old = content(partnership, then)

    assert old.row["authorities"] == {wold.pk}
    assert [state["name"] for states in old.parts.values() for state in states.values()] == ["Old"]


def test_a_part_that_moves_leaves_one_entry_for_the_other(partnership):
    membership, other = make_membership(partnership=partnership), make_partnership()
    with revising(reason="Moved"):
        membership.partnership = other
        membership.save()
    moved = latest()
    membership.role = "host"
    membership.save()

    assert versions.revisions_of(partnership).first() == moved
    assert versions.revisions_of(other).first() == latest()
    assert not any(content(partnership, moved).parts.values())


def test_the_latest_key_counts_parts_too(partnership):
    before = versions.latest_key(partnership)

    Membership.objects.create(partnership=partnership, organisation=make_organisation())

    assert versions.latest_key(partnership) > before
    assert versions.latest_key(partnership) == versions.revisions_of(partnership).first().pk


def test_a_membership_is_a_part_of_both_its_partnership_and_its_organisation(partnership):
    membership = make_membership(partnership=partnership)

    assert latest() in versions.revisions_of(partnership)
    assert latest() in versions.revisions_of(membership.organisation)


def test_versions_ask_the_database_the_same_for_any_number(partnership, django_assert_num_queries):
    def read():
        history = versions.History(type(partnership), partnership.pk)
        return versions.changes_by_revision(history, history.keys, None)

    make_membership(partnership=partnership)
    read()
    with django_assert_num_queries(16):
        read()
    for number in range(3):
        make_membership(partnership=partnership)
        partnership.summary = f"Arts {number}."
        partnership.save()

    with django_assert_num_queries(16):
        read()
