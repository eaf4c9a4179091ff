"""Postcodes in a local authority that the directory does not know, as after a change of councils."""

import pytest

from partnerships import finder
from partnerships.finder.answers import UnknownAuthority
from tests.factories import make_authority, make_partnership
from tests.postcode_lists import LEEDS, make_postcode

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["LS1 3AB", "LS1"])
def test_of_an_authority_the_directory_does_not_know_the_nearest_are_told(text):
    make_postcode("LS1 3AB", LEEDS, 430_000, 433_000)
    make_postcode("LS1 4AB", "E06000099", 430_000, 433_000)
    make_partnership([make_authority(easting=433_000, northing=437_000)], name="Near")

    answer = finder.answer(text)

    assert type(answer) is UnknownAuthority
    assert answer.heading == f"{text} is in England, but we do not know its local authority"
    assert [card.partnership.metres for card in answer.nearest] == [pytest.approx(5000)]


def test_an_unknown_authority_of_a_postcode_without_a_point_is_told_all_the_same():
    make_postcode("LS1 3AB", LEEDS)
    make_partnership()

    assert finder.answer("LS1 3AB").nearest == []


def test_part_of_a_postcode_in_an_authority_the_directory_does_not_know_says_so():
    make_authority(name="Leeds", gss_code=LEEDS)
    make_postcode("LS1 3AB", LEEDS)
    make_postcode("LS1 4AB", "E06000098")
    make_postcode("LS1 5AB", "E06000099")
    make_postcode("LS1 6AB", LEEDS)

    answer = finder.answer("LS1")

    assert [(row.authority.name, row.share) for row in answer.rows] == [("Leeds", "50% of its postcodes")]
    assert answer.notes == ("Part of it is in a local authority that we do not know: 50% of its postcodes.",)
