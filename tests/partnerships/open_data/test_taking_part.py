"""Members are told apart from those who only work with a partnership, fund it, or have left it."""

import pytest

from partnerships.open_data import every_kind
from partnerships.vocabulary import MembershipRole
from tests.factories import make_membership, make_organisation, make_partnership

pytestmark = pytest.mark.django_db


def records(name):
    """Return the records of a kind, as they are published."""
    kind = next(kind for kind in every_kind() if kind.name == name)
    return [kind.record(row) for row in kind.read(kind.rows())]


IN_WHICH_LIST = [
    ({"role": MembershipRole.HOST}, "members", "partnerships"),
    ({"role": MembershipRole.STEERING}, "members", "partnerships"),
    ({"role": MembershipRole.MEMBER}, "members", "partnerships"),
    ({"role": MembershipRole.PROJECT}, "project_partners", "project_partnerships"),
    ({"role": MembershipRole.FUNDER}, "funders_and_supporters", "supported_partnerships"),
    ({"role": MembershipRole.MEMBER, "until": "2019"}, "took_part_before", "past_partnerships"),
    ({"role": MembershipRole.FUNDER, "until": "2019"}, "took_part_before", "past_partnerships"),
]


@pytest.mark.parametrize(("fields", "of_partnership", "of_organisation"), IN_WHICH_LIST)
def test_who_funds_or_works_on_a_project_or_has_left_is_no_member(fields, of_partnership, of_organisation):
    make_membership(partnership=make_partnership(name="A"), organisation=make_organisation(name="B"), **fields)

    asked = [("partnerships", 1, "B", of_partnership), ("members", 2, "A", of_organisation)]
    for kind, column, named, expected in asked:
        [record] = records(kind)
        lists = {case[column] for case in IN_WHICH_LIST}
        assert {name: record[name][0]["name"] for name in lists if record[name]} == {expected: named}


def test_a_past_member_says_as_what_and_until_when():
    make_membership(role=MembershipRole.STEERING, until="2019")

    [record] = records("partnerships")

    assert [(part["role"], part["until"]) for part in record["took_part_before"]] == [("steering", "2019")]
