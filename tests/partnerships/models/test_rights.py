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
from tests.looking_after import leave_to_national_staff
from tests.schools import make_school

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


@pytest.mark.parametrize("place", ["nowhere", "in their territory", "in one's own", "a school of theirs"])
def test_what_is_chosen_of_another_bridge_is_not_ones_own_to_change(bridges, place):
    """Who looks after it is stored: neither its place nor who chose it as a member says so."""
    theirs, mine = Partnership.objects.order_by("bridge__name")
    places = {
        "nowhere": lambda: {},
        "in their territory": lambda: {"authority": theirs.authorities.get()},
        "in one's own": lambda: {"authority": mine.authorities.get()},
        "a school of theirs": lambda: {"school": make_school(authority=theirs.authorities.get())},
    }
    chosen = make_organisation(looked_after_by=theirs.bridge, **places[place]())
    for partnership in (theirs, mine):
        make_membership(partnership=partnership, organisation=chosen)
    officers = [make_officer(theirs.bridge), make_officer(mine.bridge)]
    coordinators = [make_officer(), make_officer()]
    for partnership, coordinator in zip((theirs, mine), coordinators, strict=True):
        partnership.editors.add(coordinator)

    rows = MemberOrganisation.objects

    assert [chosen in rows.editable_by(user) for user in (*officers, *coordinators)] == [True, False] * 2
    assert all(chosen in rows.choosable_by(user) for user in (*officers, *coordinators))


def test_what_no_bridge_looks_after_is_for_national_staff_whoever_has_it_as_a_member(bridges):
    body = make_organisation()
    for partnership in Partnership.objects.all():
        make_membership(partnership=partnership, organisation=body)
    leave_to_national_staff(body)
    users = [*map(make_officer, bridges), make_officer(permissions=["see_every_bridge"])]

    assert [body in MemberOrganisation.objects.editable_by(user) for user in users] == [False, False, True]
    assert all(body in MemberOrganisation.objects.choosable_by(user) for user in users)


def test_what_lies_elsewhere_and_takes_part_in_nothing_stays_with_who_looks_after_it(bridges):
    own = make_organisation(looked_after_by=bridges[0], authority=make_authority(bridge=bridges[1]))

    seen = [own in MemberOrganisation.objects.editable_by(make_officer(bridge)) for bridge in bridges]

    assert seen == [True, False]
