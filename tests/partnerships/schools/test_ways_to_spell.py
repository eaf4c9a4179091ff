"""Short forms, joined words and words that sound the same, and what is asked about names alike."""

import pytest

from partnerships.schools.matching import match
from tests.partnerships.schools.test_matching import index_of, names
from tests.schools import whole_index

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("kingshedges primary", "Kings Hedges Primary School"),
        ("King Ed VI Grammar Louth", "King Edward VI Grammar School"),
        ("leeds maths school", "Leeds Mathematics School"),
        ("Exeter Maths", "Exeter Mathematics School"),
        ("East Farley", "East Farleigh Primary School"),
        ("Wilson Stewart", "Wilson Stuart School"),
        ("N Walsham High", "North Walsham High School"),
        ("Sth Bromsgrove High", "South Bromsgrove High"),
    ],
)
def test_short_forms_joined_words_and_what_sounds_the_same_are_found(typed, name):
    assert names(match(whole_index(), typed))[0] == name


def test_an_initial_is_no_point_of_the_compass():
    matches = match(whole_index(), "E P Collier Primary School")

    assert (names(matches)[0], matches.is_certain) == ("E P Collier Primary School", True)


def test_a_name_that_begins_with_its_sort_is_certain_as_it_stands():
    index = index_of(("Academy 360", "Sunderland", "SR4 9BA"), ("School 360", "London", "E15 2QS"))

    assert [match(index, typed).is_certain for typed in ("Academy 360", "school 360", "360")] == [True, True, False]


def test_a_name_that_others_have_but_for_its_sort_is_asked_about_with_these():
    index = index_of(("Dale Primary School", "Leeds", "LS9 6PW"), ("Dale Primary Academy", "York", "YO1 1AA"))

    matches = match(index, "Dale Primary School")

    assert not matches.is_certain
    assert names(matches)[: matches.number] == ["Dale Primary School", "Dale Primary Academy"]
