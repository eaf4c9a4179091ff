"""Questions about partnerships, and facts about one."""

import datetime

import pytest
from django.utils import timezone

from partnerships.models import Partnership
from partnerships.vocabulary import MembershipRole, PublicationState, Stage
from tests.factories import make_authority, make_membership, make_partnership, make_region

pytestmark = pytest.mark.django_db


def test_proposed_ones_are_never_among_the_formed():
    make_partnership(name="Formed", stage="")
    make_partnership(name="Suggested", stage=Stage.PROPOSED)

    assert [row.name for row in Partnership.objects.formed()] == ["Formed"]
    assert [row.name for row in Partnership.objects.proposed()] == ["Suggested"]


def test_a_partnership_in_two_authorities_of_a_region_is_found_there_once():
    region = make_region()
    partnership = make_partnership([make_authority(region=region), make_authority(region=region)])
    make_partnership([make_authority()])

    assert list(Partnership.objects.in_region(region)) == [partnership]


def test_a_card_counts_current_members_but_not_partners_in_projects():
    partnership = make_partnership([make_authority(), make_authority()])
    make_membership(partnership=partnership, role=MembershipRole.HOST)
    make_membership(partnership=partnership, role=MembershipRole.MEMBER)
    make_membership(partnership=partnership, role=MembershipRole.PROJECT)
    make_membership(partnership=partnership, role=MembershipRole.MEMBER, until="2020")

    [card] = Partnership.objects.for_cards()

    assert card.member_count == 2


def test_an_entry_leaves_out_predecessors_that_are_not_published():
    old = make_partnership(name="Old")
    draft = make_partnership(name="Draft", publication=PublicationState.DRAFT)
    new = make_partnership(name="New")
    new.predecessors.set([old, draft])

    entry = Partnership.objects.for_entry().get(pk=new.pk)

    assert list(entry.predecessors.all()) == [old]


@pytest.mark.parametrize(("days_ago", "is_long"), [(None, False), (0, False), (365, False), (366, True)])
def test_an_entry_is_long_unchecked_when_the_last_check_was_over_a_year_ago(days_ago, is_long):
    checked_on = None if days_ago is None else timezone.localdate() - datetime.timedelta(days=days_ago)

    assert Partnership(checked_on=checked_on).is_long_unchecked is is_long
