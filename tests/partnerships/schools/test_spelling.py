"""The spellings of names of schools that are the same."""

import pytest

from partnerships.schools.spelling import MAX_WORDS, spelt

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("St Mary's RC Primary School", "Saint Marys Roman Catholic Primary School"),
        ("St. Mary’s C. of E. School", "St Mary's Church of England School"),
        ("All Saints C.E. (VA) Primary", "All Saints CofE Voluntary Aided Primary"),
        ("S. Andrew's C/E Infants", "St Andrew CE Infant"),
        ("Park J&I School", "The Park Junior and Infant School"),
        ("Hill PS", "Hill Primary School"),
        ("Hill CP School", "Hill Community Primary School"),
        ("University Technical College Leeds", "UTC Leeds"),
        ("Mt St Mary's, Hill Rd", "Mount St Mary's, Hill Road"),
        ("6th Form Centre", "Sixth Form Centre"),
        ("St Thomas а Becket", "St Thomas a Becket"),
        ("Zoë École", "Zoe Ecole"),
    ],
)
def test_usual_spellings_have_the_same_words(written, same):
    assert spelt(written).words == spelt(same).words


@pytest.mark.parametrize(
    ("name", "other"),
    [("Park Infant School", "Park Junior School"), ("St Mary's CE School", "St Mary's RC School"), ("Ross", "Ros")],
)
def test_names_of_different_schools_stay_different(name, other):
    assert spelt(name).words != spelt(other).words


def test_what_a_hyphen_joins_is_one_word_too():
    assert spelt("Co-op Academy with Pre-School").joined == ("coop", "preschool")


def test_a_long_text_has_only_so_many_words():
    assert len(spelt("word " * 1000).words) == MAX_WORDS
