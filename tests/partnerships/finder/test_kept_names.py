"""Names are kept while nothing changes, and none is told that is no more."""

import pytest

from partnerships import finder
from partnerships.finder.results import Entry, Nowhere
from partnerships.models import LocalAuthority, Partnership
from tests.factories import make_authority, make_bridge, make_partnership

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def leeds():
    """Leeds, and a partnership in it, whose names have been asked for."""
    leeds = make_authority(name="Leeds", gss_code="E08000035")
    make_partnership([leeds], name="Leeds33")
    finder.resolve("Leeds")
    return leeds


def test_a_second_question_reads_no_names_again(leeds, django_assert_num_queries):
    # The stamp of the content, once for these names and once for those of schools.
    with django_assert_num_queries(2):
        assert finder.resolve("Leeds").sole_authority == leeds


@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (lambda: LocalAuthority.objects.filter(name="Leeds").update(name="Zedshire"), "Leeds Council", "Zedshire"),
        (lambda: Partnership.objects.filter(name="Leeds33").update(name="Zed LCEP"), "Leeds33", "Zed LCEP"),
        (lambda: make_bridge(name="Zed Bridge"), "", "Zed Bridge"),
    ],
)
def test_a_change_is_known_at_once(leeds, change, old, new):
    assert isinstance(finder.resolve(new), Nowhere)

    change()

    assert not isinstance(finder.resolve(new), Nowhere)
    assert not isinstance(finder.resolve(old), Entry)


def test_what_one_reads_into_an_authority_nobody_else_sees(leeds):
    first, second = (finder.resolve("Leeds").sole_authority for _ in range(2))

    first.covering = ["something"]

    assert first is not second and not hasattr(second, "covering")
