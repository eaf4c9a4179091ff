"""So many at once, the others in the order in which they came."""

import pytest

from lcep_site.turns import Turns

pytestmark = pytest.mark.no_database


def test_who_is_over_gives_its_turn_to_who_waits_longest():
    turns = Turns(2)

    assert [turns.may_go(who) for who in "abcd"] == [True, True, False, False]
    assert [turns.leave(who) for who in "bcad"] == ["c", "d", None, None]
    assert turns.may_go("e")


def test_who_waits_no_longer_is_passed_over():
    turns = Turns(1)
    for who in "abc":
        turns.may_go(who)

    assert turns.leave("b") is None
    assert turns.leave("a") == "c"
    assert not turns.may_go("d")


def test_who_had_no_turn_gives_none():
    turns = Turns(1)
    turns.may_go("a")
    turns.may_go("b")

    assert turns.leave("somebody else") is None
