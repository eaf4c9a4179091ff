"""Whose rows are whose: an officer's are those of their Bridge Organisations, national staff's are all."""

import pytest
from django.contrib.auth.models import AnonymousUser

from members.models import MemberOrganisation, Membership
from partnerships.models import (
    BridgeOrganisation,
    Partnership,
    PartnershipPriority,
    Programme,
    ProgrammeParticipation,
    SupportOffer,
)
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_superuser,
    make_support_offer,
    make_user,
)

pytestmark = pytest.mark.django_db
MODELS = [
    BridgeOrganisation,
    Partnership,
    PartnershipPriority,
    Programme,
    ProgrammeParticipation,
    SupportOffer,
    MemberOrganisation,
    Membership,
]
ALL = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.model_name)


@pytest.fixture
def bridges():
    """Two Bridge Organisations with one row of every kind each."""
    return [fill(make_bridge()), fill(make_bridge())]


def fill(bridge):
    """Give `bridge` one row of every kind, and return it."""
    partnership = make_partnership([make_authority(bridge=bridge)])
    partnership.stated_priorities.create(priority=make_priority(), wording="Listen")
    partnership.programme_participations.create(programme=make_programme(bridge=bridge))
    make_support_offer(bridge=bridge)
    make_membership(partnership=partnership)
    return bridge


@ALL
def test_an_officer_has_the_rows_of_their_own_bridge(bridges, model):
    officer = make_officer(bridges[0])

    theirs = set(model.objects.editable_by(officer))

    assert (len(theirs), theirs & set(model.objects.editable_by(make_officer(bridges[1])))) == (1, set())


@ALL
@pytest.mark.parametrize("somebody", ["an officer of no Bridge", "not staff", "gone", "nobody"])
def test_others_have_none(bridges, model, somebody):
    users = {
        "an officer of no Bridge": make_officer,
        "not staff": make_user,
        "gone": lambda: make_superuser(is_active=False),
        "nobody": AnonymousUser,
    }

    assert list(model.objects.editable_by(users[somebody]())) == []


@ALL
@pytest.mark.parametrize("make", [make_superuser, lambda: make_officer(permissions=["see_every_bridge"])])
def test_national_staff_have_all(bridges, model, make):
    assert model.objects.editable_by(make()).count() == 2


def test_a_coordinator_has_the_partnership_they_coordinate_and_its_members(bridges):
    partnership = Partnership.objects.filter(bridge=bridges[0]).get()
    coordinator = make_officer()
    partnership.editors.add(coordinator)

    assert list(Partnership.objects.editable_by(coordinator)) == [partnership]
    assert list(Membership.objects.editable_by(coordinator)) == list(partnership.memberships.all())


def test_an_organisation_in_partnerships_of_two_bridges_is_both_bridges(bridges):
    shared = make_organisation()
    for partnership in Partnership.objects.all():
        make_membership(partnership=partnership, organisation=shared)

    assert [shared in MemberOrganisation.objects.editable_by(make_officer(bridge)) for bridge in bridges] == [True] * 2


def test_an_organisation_in_nothing_is_its_territorys_and_without_a_place_everybodys(bridges):
    new, near = make_organisation(), make_organisation(authority=make_authority(bridge=bridges[0]))

    seen = [set(MemberOrganisation.objects.editable_by(make_officer(bridge))) & {new, near} for bridge in bridges]

    assert seen == [{new, near}, {new}]
