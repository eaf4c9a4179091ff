"""Who looks after a member organisation that is new, or that nobody looks after yet."""

import pytest

from members.models import MemberOrganisation
from members.organisations import joining, looking_after
from members.organisations.joining import Joining
from tests.factories import (
    make_authority,
    make_bridge,
    make_enquiry,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
    make_sector,
)
from tests.looking_after import leave_to_national_staff
from tests.schools import make_school

pytestmark = pytest.mark.django_db
NATIONAL = ["see_every_bridge", "answer_for_national_desk"]


@pytest.fixture
def bridges():
    """Two Bridge Organisations, by name."""
    return [make_bridge(name="Artswork"), make_bridge(name="Bridge East")]


@pytest.mark.parametrize(
    ("own", "likely", "expected"),
    [
        ([1], [2], 1),
        ([1], [], 1),
        ([1, 2], [3, 2], 2),
        ([1, 2], [3], 1),
        ([], [None, 3], 3),
        ([], [None], None),
    ],
)
def test_it_is_one_of_those_somebody_works_for_and_the_likeliest_of_them(own, likely, expected):
    assert looking_after.of_new(own, *likely) == expected


def test_national_staff_add_for_nobody_in_particular(bridges):
    assert looking_after.own_bridges(make_officer(bridges[0], permissions=NATIONAL)) == []
    assert looking_after.own_bridges(make_officer(*reversed(bridges))) == [bridge.pk for bridge in bridges]


@pytest.mark.parametrize("who", ["an officer of the desk", "national staff"])
def test_a_new_member_from_an_enquiry_is_looked_after_by_the_partnerships_bridge(bridges, who):
    partnership = make_partnership(bridge=bridges[0])
    enquiry = make_enquiry(partnership=partnership, desk=bridges[0])
    rights = ["view_enquiry", "change_enquiry"]
    by = make_officer(bridges[0], permissions=rights) if who != "national staff" else make_officer(permissions=NATIONAL)

    made = joining.make_member(enquiry=enquiry, by=by, joining=Joining(partnership, name="Hall", sector=make_sector()))

    assert made.organisation.looked_after_by == bridges[0]


@pytest.mark.parametrize("place", ["authority", "school"])
def test_what_nobody_looks_after_goes_to_the_only_bridge_of_its_partnerships_else_to_that_of_its_place(bridges, place):
    def at(bridge):
        authority = make_authority(bridge=bridge)
        return {"authority": authority} if place == "authority" else {"school": make_school(authority=authority)}

    partnerships = [make_partnership(bridge=bridge) for bridge in bridges]
    rows = {
        "of one": ([0], at(bridges[1]), 0),
        "of both, with a place": ([0, 1], at(bridges[1]), 1),
        "of both, placeless": ([0, 1], {}, None),
        "of none, with a place": ([], at(bridges[1]), 1),
        "of none, placeless": ([], {}, None),
    }
    for name, (members, where, _) in rows.items():
        organisation = make_organisation(name=name, **where)
        for number in members:
            make_membership(partnership=partnerships[number], organisation=organisation)
            make_membership(partnership=make_partnership(bridge=bridges[number]), organisation=organisation)
        leave_to_national_staff(organisation)
    handed_over = make_organisation(looked_after_by=bridges[0], **at(bridges[1]))

    looking_after.settle(MemberOrganisation.objects.all())

    after = dict(MemberOrganisation.objects.values_list("name", "looked_after_by"))
    expected = {name: None if number is None else bridges[number].pk for name, (_, _, number) in rows.items()}
    assert after == expected | {handed_over.name: bridges[0].pk}
