"""What merging two entries of one organisation makes of their names, and of what case studies tell of them."""

import pytest

from members.models import CaseStudyMember, MemberOrganisation
from members.organisations import merging
from partnerships import versions
from tests.factories import (
    make_bridge,
    make_case_study,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
)

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


@pytest.fixture
def bridge():
    """The Bridge Organisation of whoever merges."""
    return make_bridge()


@pytest.fixture
def officer(bridge):
    """An officer of the Bridge, who may change organisations."""
    return make_officer(bridge, permissions=["change_memberorganisation", "view_memberorganisation"])


@pytest.fixture
def two(bridge):
    """Two entries of one museum, in a partnership of the Bridge."""
    keep = make_organisation()
    gone = make_organisation(sector=keep.sector)
    for organisation in (keep, gone):
        make_membership(partnership=make_partnership(bridge=bridge), organisation=organisation)
    return {"keep": keep, "gone": gone}


def merge(keep, gone, by):
    """Merge the two as somebody does who has just looked at what it would do."""
    return merging.merge(keep=keep, gone=gone, by=by, seen=merging.plan(keep=keep, gone=gone, by=by).fingerprint)


def test_its_names_are_other_names_of_the_one_that_stays(officer):
    keep = make_organisation(name="Tate", other_names="Tate Gallery", looked_after_by=officer.bridges.get())
    gone = make_organisation(
        name="The Tate", other_names="TATE; Tate Britain", sector=keep.sector, looked_after_by=officer.bridges.get()
    )

    revision = merge(keep, gone, officer)

    assert MemberOrganisation.objects.get().other_names == "Tate Gallery; The Tate; Tate Britain"
    versions.undo(revision, by=officer)
    assert sorted(MemberOrganisation.objects.values_list("name", "other_names")) == [
        ("Tate", "Tate Gallery"),
        ("The Tate", "TATE; Tate Britain"),
    ]


def test_a_name_there_is_no_room_for_is_said_to_be_lost(officer):
    keep = make_organisation(other_names="x" * 495, looked_after_by=officer.bridges.get())
    gone = make_organisation(name="Long name", sector=keep.sector, looked_after_by=officer.bridges.get())

    assert merging.plan(keep=keep, gone=gone, by=officer).lost == [("name", "Long name")]


def test_its_parts_in_case_studies_move_and_come_back(two, bridge, officer):
    both, one = (make_case_study(bridge=bridge) for _ in range(2))
    for case_study, organisation in [(both, two["keep"]), (both, two["gone"]), (one, two["gone"])]:
        CaseStudyMember.objects.create(case_study=case_study, organisation=organisation)
    before = list(CaseStudyMember.objects.order_by("pk").values())

    revision = merge(two["keep"], two["gone"], officer)

    assert {(part.case_study, part.organisation) for part in CaseStudyMember.objects.all()} == {
        (both, two["keep"]),
        (one, two["keep"]),
    }
    versions.undo(revision, by=officer)
    assert list(CaseStudyMember.objects.order_by("pk").values()) == before


def test_a_part_in_a_case_study_of_another_is_not_moved(two, officer):
    CaseStudyMember.objects.create(case_study=make_case_study(), organisation=two["gone"])

    with pytest.raises(merging.NotYourOrganisation):
        merging.plan(**two, by=officer)
