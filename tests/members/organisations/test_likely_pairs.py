"""Which organisations may be in the directory twice."""

import pytest

from members.organisations import likely_pairs
from tests.factories import (
    make_authority,
    make_bridge,
    make_membership,
    make_officer,
    make_organisation,
    make_partnership,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partnership():
    """A partnership of the officer's Bridge Organisation."""
    return make_partnership([make_authority(bridge=make_bridge())])


@pytest.fixture
def officer(partnership):
    """Somebody who looks for pairs."""
    return make_officer(partnership.bridge)


def test_they_are_ones_own_the_likest_first_and_the_weightier_kept(officer, partnership):
    make_organisation(name="Leeds City Museum", looked_after_by=officer.bridges.get())
    for name in ("The Leeds City Museum", "Leeds City Museums and Galleries", "York Minster"):
        make_membership(partnership=partnership, organisation=make_organisation(name=name))
    make_membership(organisation=make_organisation(name="Leeds City Museum Ltd"))

    pairs = likely_pairs.find(by=officer)

    assert [(pair.keep.name, pair.gone.name, pair.is_same_name) for pair in pairs] == [
        ("The Leeds City Museum", "Leeds City Museum", True),
        ("Leeds City Museums and Galleries", "Leeds City Museum", False),
        ("The Leeds City Museum", "Leeds City Museums and Galleries", False),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_they_ask_the_database_the_same_for_any_number(officer, django_assert_num_queries, number):
    for name in ["Armouries", "Brontë Parsonage", "Thackray"][:number]:
        make_organisation(name=name, looked_after_by=officer.bridges.get())
        make_organisation(name=f"The {name}", looked_after_by=officer.bridges.get())

    with django_assert_num_queries(4):
        assert len(likely_pairs.find(by=officer)) == number


def test_a_word_in_many_names_brings_no_two_of_them_together_by_itself(officer, monkeypatch):
    monkeypatch.setattr(likely_pairs, "MAX_NAMES_OF_WORD", 2)
    for name in ("Hill Top School", "Hill Top Schools Trust", "Long Lane School", "The Long Lane School"):
        make_organisation(name=name, looked_after_by=officer.bridges.get())

    pairs = likely_pairs.find(by=officer)

    assert [(pair.keep.name, pair.gone.name) for pair in pairs] == [
        ("Long Lane School", "The Long Lane School"),
        ("Hill Top School", "Hill Top Schools Trust"),
    ]
