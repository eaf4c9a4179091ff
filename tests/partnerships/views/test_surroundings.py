"""Who stands around a partnership on its page."""

import pytest

from tests.area_parts import make_part
from tests.factories import make_authority, make_partnership, make_region
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def test_who_works_in_the_same_place_comes_before_the_neighbours(client):
    region = make_region()
    newham, barking = (make_authority(name=name, region=region) for name in ["Newham", "Barking"])
    partnership = make_partnership([newham], name="Newham CEP")
    make_partnership([newham, barking], name="East London Alliance")
    make_partnership([barking], name="Inspiring Futures")

    words = words_of(client.get(partnership.get_absolute_url()))

    also, nearby = words.index("Also works here This partnership works in Newham too."), words.index("nearby")
    assert also < words.index("East London Alliance") < nearby < words.index("Inspiring Futures")
    assert words.count("East London Alliance") == 1


def test_a_partnership_says_in_which_part_of_an_authority_it_works_and_who_says_so(client):
    partnership = make_partnership([make_authority(name="Breckland")])
    source = "https://thetford.example/about"
    make_part(partnership, kind="town", name="Thetford", postcode_districts="IP24", source=source, as_of="2023")

    words = words_of(client.get(partnership.get_absolute_url()))

    assert "as far as we know in no other part of it: Thetford in Breckland, 2023: postcodes that begin IP24" in words
    assert source in words


def test_a_part_of_an_authority_it_left_is_not_shown(client):
    partnership = make_partnership([make_authority(name="Breckland")])
    make_part(partnership, make_authority(name="Leeds"), kind="town", name="Otley")

    assert "Otley" not in words_of(client.get(partnership.get_absolute_url()))
