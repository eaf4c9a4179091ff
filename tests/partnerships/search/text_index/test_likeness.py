"""Names are like each other whatever their little words, endings and slips."""

import pytest

from partnerships.search.text_index.likeness import NEAR, NameLikeness


@pytest.mark.parametrize(
    ("name", "other", "is_near"),
    [
        ("Leeds Culture Ltd", "The Leeds Cultural", True),
        ("Culture Leeds", "Leeds Culture", True),
        ("Sunderland Music", "Sunderlnd Music", True),
        ("Leeds Music Hub", "Leeds Music Hub North", True),
        ("Leeds", "Bristol", False),
        ("Leeds", "Leeds Music", False),
        ("", "Leeds", False),
        ("&%!", "Leeds", False),
    ],
)
def test_names_are_near_or_not(name, other, is_near):
    assert (NameLikeness(name).to(other) >= NEAR) is is_near


def test_words_that_say_what_it_is_can_be_left_out():
    besides = ["lcep", "cultural", "partnership"]

    assert NameLikeness("Hull LCEP", besides=besides).to("Hull Cultural Partnership") == 1
    assert NameLikeness("Hull LCEP", besides=besides).to("Kent LCEP") < NEAR


def test_names_of_nothing_but_such_words_are_compared_as_they_are():
    assert NameLikeness("LCEP", besides=["lcep"]).to("LCEP") == 1
