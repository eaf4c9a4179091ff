"""Questions about member organisations and memberships."""

import pytest

from members.models import MemberOrganisation, Membership
from partnerships.vocabulary import MembershipRole, PublicationState
from tests.factories import (
    make_authority,
    make_membership,
    make_organisation,
    make_partnership,
    make_region,
    make_sector,
)

pytestmark = pytest.mark.django_db


def member(name, **fields):
    """Make a membership of an organisation called `name`."""
    return make_membership(organisation=make_organisation(name=name), **fields)


def names(organisations):
    """Return the names of `organisations`, in their order."""
    return [organisation.name for organisation in organisations]


def test_organisations_are_public_through_a_published_partnership_and_each_once():
    seen = member("Seen").organisation
    make_membership(organisation=seen)
    member("In a draft", partnership=make_partnership(publication=PublicationState.DRAFT))
    make_organisation(name="In nothing")

    assert names(MemberOrganisation.objects.public()) == ["Seen"]


def test_past_members_stay_public_but_belong_no_more():
    member("Past", until="2019")

    assert names(MemberOrganisation.objects.public()) == ["Past"]
    assert names(MemberOrganisation.objects.belonging()) == []


@pytest.mark.parametrize("role", [MembershipRole.HOST, MembershipRole.STEERING, MembershipRole.MEMBER])
def test_hosts_steerers_and_members_belong(role):
    membership = member("One", role=role)

    assert membership.is_belonging is True
    assert names(MemberOrganisation.objects.belonging()) == ["One"]
    assert list(Membership.objects.belonging()) == [membership]
    assert list(Membership.objects.in_projects()) == []


def test_a_partner_in_projects_is_not_a_member():
    membership = member("One", role=MembershipRole.PROJECT)

    assert membership.is_belonging is False
    assert names(MemberOrganisation.objects.belonging()) == []
    assert names(MemberOrganisation.objects.only_in_projects()) == ["One"]
    assert list(Membership.objects.belonging()) == []
    assert list(Membership.objects.in_projects()) == [membership]


def test_a_partner_in_projects_that_is_a_member_elsewhere_is_not_only_in_projects():
    organisation = member("Both").organisation
    make_membership(organisation=organisation, role=MembershipRole.PROJECT)

    assert names(MemberOrganisation.objects.only_in_projects()) == []
    assert names(MemberOrganisation.objects.belonging()) == ["Both"]


def test_an_organisation_takes_part_in_the_regions_of_its_partnerships_not_in_its_own():
    north, south = make_region(), make_region()
    organisation = make_organisation(name="From the south", authority=make_authority(region=south))
    make_membership(organisation=organisation, partnership=make_partnership([make_authority(region=north)]))

    assert names(MemberOrganisation.objects.taking_part_in(north)) == ["From the south"]
    assert names(MemberOrganisation.objects.taking_part_in(south)) == []


def test_a_list_shows_current_published_partnerships_of_each_by_name():
    organisation = member("One", partnership=make_partnership(name="B")).organisation
    for name, fields in {"A": {}, "Draft": {"publication": PublicationState.DRAFT}}.items():
        make_membership(organisation=organisation, partnership=make_partnership(name=name, **fields))
    make_membership(organisation=organisation, partnership=make_partnership(name="Past"), until="2019")

    [listed] = MemberOrganisation.objects.for_list()

    assert names(membership.partnership for membership in listed.shown_memberships) == ["A", "B"]


def test_memberships_are_past_once_they_have_an_end():
    current, past = member("Current"), member("Past", until="2019")

    assert list(Membership.objects.current()) == [current]
    assert list(Membership.objects.past()) == [past]


def test_memberships_stand_by_sector_with_the_host_first_and_then_by_name():
    first, second = make_sector(position=1), make_sector(position=2)
    partnership = make_partnership()
    for name, sector, role in [
        ("A", second, MembershipRole.MEMBER),
        ("B", first, MembershipRole.STEERING),
        ("C", first, MembershipRole.MEMBER),
        ("D", first, MembershipRole.HOST),
    ]:
        make_membership(partnership=partnership, organisation=make_organisation(name=name, sector=sector), role=role)

    assert names(row.organisation for row in Membership.objects.by_sector()) == ["D", "B", "C", "A"]


def test_a_membership_says_who_is_in_what_and_since_when():
    membership = member("Art House", partnership=make_partnership(name="Leeds33"), since="2016", until="2019-04")

    assert str(membership) == "Art House in Leeds33"
    assert membership.dates == "from 2016 to April 2019"
