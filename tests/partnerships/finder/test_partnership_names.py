"""What people call a partnership beside its names: its beginning, and a place with "LCEP" behind it."""

import pytest

from partnerships import finder
from partnerships.finder import results
from partnerships.forms.enquiry_subject import resolve as subjects_of
from partnerships.vocabulary import EnquiryTopic, Stage
from tests.area_parts import make_part
from tests.factories import make_authority, make_partnership
from tests.schools import load_schools, school_row

pytestmark = pytest.mark.django_db


def found(text):
    """Return what `text` means: the name of an entry or place, or those of the choices."""
    meaning = finder.resolve(text)
    return [choice.label for choice in meaning.choices] if isinstance(meaning, results.Ambiguous) else str(meaning)


def test_a_partnership_whose_name_begins_so_comes_before_schools_that_have_the_words():
    alliance = make_partnership(name="East London Cultural Education Alliance")
    load_schools(
        school_row("East London Arts School", town="London", postcode="E3 3TA"),
        school_row("Harris Academy East London", town="London", postcode="E3 3DU"),
    )

    meaning = finder.resolve("east london")

    assert str(meaning) == alliance.name
    assert len(meaning.others) == 2
    assert subjects_of(EnquiryTopic.JOIN, about="", place="East London").subject.partnership == alliance


def test_of_several_that_begin_so_it_is_asked_which():
    make_partnership(name="East London Alliance")
    make_partnership(name="East London Music")

    assert found("East London") == ["East London Alliance", "East London Music"]


def test_one_word_is_the_name_of_none_that_begins_with_it():
    make_partnership(name="Creative Harbours")

    assert isinstance(finder.resolve("Creative"), results.Nowhere)


@pytest.mark.parametrize(
    "text", ["Camden LCEP", "camden cep", "LCEP for Camden", "Camden Cultural Education Partnership"]
)
def test_the_only_one_at_work_in_a_place_is_its_lcep(text):
    camden = make_authority(name="Camden")
    make_partnership([camden], name="Spark")
    make_partnership([camden], name="Ember", stage=Stage.ENDED)
    make_partnership([camden], name="Plan", stage=Stage.PROPOSED)

    assert found(text) == "Spark"


def test_of_several_at_work_in_a_place_it_is_asked_which_is_meant():
    camden = make_authority(name="Camden")
    for name in ("Spark", "Ember"):
        make_partnership([camden], name=name)

    assert found("Camden LCEP") == ["Ember", "Spark"]


def test_where_none_is_at_work_the_place_is_the_answer():
    make_authority(name="Camden")

    assert isinstance(finder.resolve("Camden LCEP"), results.Place)
    assert isinstance(finder.resolve("LCEP"), results.Nowhere)
    assert isinstance(finder.resolve("Zzyzx LCEP"), results.Nowhere)


def test_one_that_works_in_another_part_is_not_that_of_a_town():
    breckland = make_authority(name="Breckland", gss_code="E07000143")
    make_part(make_partnership([breckland], name="Spark"), breckland, name="Thetford", postcode_districts="IP24")

    assert found("Thetford LCEP") == "Spark"
    assert found("Swaffham LCEP") == "Swaffham"
