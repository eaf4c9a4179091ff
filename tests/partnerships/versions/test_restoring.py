"""Making an entry what it was."""

import pytest

from members.models import Membership
from partnerships import versions
from partnerships.models import AuditEntry, Partnership
from partnerships.search import text_index
from partnerships.versions import CannotApply
from partnerships.vocabulary import PublicationState, RevisionKind, Stage
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_priority,
)
from tests.partnerships.versions.revisions import content, latest

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


@pytest.fixture
def bridge():
    return make_bridge(name="Arch")


@pytest.fixture
def officer(bridge):
    return make_officer(bridge)


@pytest.fixture
def partnership(bridge):
    partnership = make_partnership([make_authority(bridge=bridge)], name="Leeds33", stage=Stage.EMERGING)
    partnership.names.create(name="Leeds CEP")
    make_membership(partnership=partnership, organisation=make_organisation(name="Tate"))
    return partnership


def change_much(partnership):
    partnership.name, partnership.stage = "Renamed", Stage.ENDED
    partnership.save()
    partnership.authorities.set([make_authority(bridge=partnership.bridge)])
    partnership.names.get().delete()
    partnership.names.create(name="Another name")
    partnership.memberships.update(role="member")
    membership = partnership.memberships.get()
    membership.role = "host"
    membership.save()


def test_fields_lists_and_parts_are_as_they_were(partnership, officer):
    then = latest()
    before = content(partnership, then)
    change_much(partnership)

    versions.restore(partnership, then, by=officer)

    assert content(partnership, latest()) == before
    assert versions.would_change(partnership, then, by=officer) == []
    assert Partnership.objects.get(pk=partnership.pk).name == partnership.name == "Leeds33"


def test_it_is_one_revision_by_whoever_did_it(partnership, officer):
    then = latest()
    change_much(partnership)
    before = versions.revisions_of(partnership).count()

    versions.restore(partnership, then, by=officer)

    assert versions.revisions_of(partnership).count() == before + 1
    assert (latest().kind, latest().by) == (RevisionKind.RESTORE, officer)
    assert [(entry.action, entry.by) for entry in AuditEntry.objects.all()] == [("restored", officer)]


def test_what_would_change_is_said_first(partnership, officer):
    then = latest()
    partnership.stage = Stage.ENDED
    partnership.save()

    [change] = versions.would_change(partnership, then, by=officer)

    assert (change.label, change.old, change.new) == ("Stage", "Ended", "Emerging")
    assert Partnership.objects.get(pk=partnership.pk).stage == Stage.ENDED


def test_its_state_its_address_and_where_enquiries_go_stay(partnership, officer):
    then = latest()
    partnership.slug, partnership.publication = "elsewhere", PublicationState.ARCHIVED
    partnership.contact_email, partnership.takes_enquiries = "jo@leeds.example", True
    partnership.summary = "Arts."
    partnership.save()

    versions.restore(partnership, then, by=officer)

    row = Partnership.objects.get(pk=partnership.pk)
    assert (row.slug, row.publication, row.summary) == ("elsewhere", PublicationState.ARCHIVED, "")
    assert (row.contact_email, row.takes_enquiries) == ("jo@leeds.example", True)


def test_search_finds_it_by_what_it_is_again(partnership, officer):
    then = latest()
    change_much(partnership)
    text_index.refresh(partnership)

    versions.restore(partnership, then, by=officer)

    assert list(text_index.find(Partnership.objects.all(), "leeds33")) == [partnership]
    assert list(text_index.find(Partnership.objects.all(), "another name")) == []


def test_what_it_referred_to_must_still_be_there(partnership, officer):
    priority, authority = make_priority(name="Clay"), make_authority(name="Old district")
    statement = partnership.stated_priorities.create(priority=priority, wording="Pots")
    partnership.authorities.add(authority)
    then = latest()
    statement.delete()
    priority.delete()
    partnership.authorities.remove(authority)
    gone = authority.pk
    authority.delete()

    with pytest.raises(CannotApply) as refused:
        versions.restore(partnership, then, by=officer)

    assert sorted(refused.value.reasons) == [
        f"The local authority “local authority {gone}” is not there any more.",
        "The strategic priority “Clay” is not there any more.",
    ]
    assert latest().kind == RevisionKind.EDIT


def test_what_would_not_be_valid_now_is_refused_in_words(partnership, officer):
    then = latest()
    partnership.name = "Renamed"
    partnership.save()
    make_partnership(name="Leeds33")

    with pytest.raises(CannotApply, match="Partnership with this Name already exists"):
        versions.restore(partnership, then, by=officer)

    assert Partnership.objects.get(pk=partnership.pk).name == "Renamed"


def test_a_part_that_belongs_to_another_entry_now_is_not_taken_from_it(partnership, officer):
    then, membership = latest(), partnership.memberships.get()
    membership.partnership = make_partnership(bridge=partnership.bridge)
    membership.save()

    with pytest.raises(CannotApply, match="belong to another entry now"):
        versions.restore(partnership, then, by=officer)

    assert Membership.objects.get(pk=membership.pk).partnership != partnership


def test_another_bridges_parts_of_a_shared_organisation_are_left_alone(bridge, officer):
    organisation = make_organisation()
    ours = make_membership(organisation=organisation, partnership=make_partnership(bridge=bridge))
    theirs = make_membership(organisation=organisation)
    then = latest()
    ours.delete()
    theirs.role = "host"
    theirs.save()

    versions.restore(organisation, then, by=officer)

    assert organisation.memberships.count() == 2
    assert Membership.objects.get(pk=theirs.pk).role == "host"


def test_another_bridges_entry_is_not_restored(partnership):
    then = latest()
    change_much(partnership)

    with pytest.raises(CannotApply, match="belong to another Bridge Organisation"):
        versions.restore(partnership, then, by=make_officer(make_bridge()))

    assert Partnership.objects.get(pk=partnership.pk).name == "Renamed"


def test_a_logo_whose_file_is_gone_stays_what_it_is(partnership, officer):
    partnership.logo, partnership.logo_alt = "logos/gone.png", "Words"
    partnership.save()
    then = latest()
    partnership.logo, partnership.logo_alt = "", ""
    partnership.save()

    versions.restore(partnership, then, by=officer)

    assert Partnership.objects.get(pk=partnership.pk).logo == ""
