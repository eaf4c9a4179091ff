"""Who stands around a partnership on its page."""

import pytest

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
