"""What staff type of a part of a local authority, and what they are told beside the field."""

import pytest

from partnerships.forms.parts import PartForm
from partnerships.models import PartnershipPart
from tests.factories import make_authority, make_partnership

pytestmark = pytest.mark.django_db
BRECKLAND = "E07000143"


@pytest.fixture
def breckland():
    return make_authority(name="Breckland", gss_code=BRECKLAND)


def form_of(authority, **fields):
    """Return the form with a part of `authority` typed into it."""
    typed = {"authority": authority.pk, "kind": "town", "name": "Thetford", "postcode_districts": ""} | fields
    return PartForm(typed, instance=PartnershipPart(partnership=make_partnership([authority])))


@pytest.mark.parametrize(
    ("fields", "name", "districts"),
    [
        ({}, "Thetford", "IP24"),
        ({"kind": "district", "name": "ip 24"}, "IP24", "IP24"),
        ({"name": "Snetterton", "postcode_districts": "nr16,  ip24"}, "Snetterton", "IP24 NR16"),
    ],
)
def test_the_postcode_districts_and_their_place_are_looked_up(breckland, fields, name, districts):
    part = form_of(breckland, **fields).save()

    part.refresh_from_db()
    assert (part.name, part.postcode_districts) == (name, districts)
    assert 580_000 < part.easting < 620_000
    assert 270_000 < part.northing < 310_000


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"kind": "district", "name": "YO99"},
            {"name": ["YO99 is no postcode district of Breckland, which has for example IP24, NR20 and IP25"]},
        ),
        (
            {"postcode_districts": "IP24 LS1 LS2"},
            {
                "postcode_districts": [
                    "LS1 and LS2 are no postcode districts of Breckland, which has for example IP24, NR20 and IP25"
                ]
            },
        ),
        (
            {"name": "Snetterton"},
            {
                "postcode_districts": [
                    "We know no postcode district of Breckland that is mostly Snetterton. Enter its postcode districts"
                ]
            },
        ),
        (
            {"kind": "former", "name": "Wayland"},
            {
                "postcode_districts": [
                    "We know no postcode district of Breckland that was mostly in Wayland. Enter its postcode districts"
                ]
            },
        ),
    ],
)
def test_what_is_not_known_is_told_beside_the_field_and_nothing_is_saved(breckland, fields, errors):
    form = form_of(breckland, **fields)

    assert form.errors == errors
    assert not PartnershipPart.objects.exists()


def test_an_authority_that_is_not_in_our_files_is_told_too():
    form = form_of(make_authority(name="Newland"), kind="district", name="IP24")

    assert form.errors == {"name": ["IP24 is no postcode district of Newland"]}


@pytest.mark.parametrize("name", ["\0", "<b>", "x" * 61, "‘’", " "])
def test_nonsense_is_an_error_and_never_a_fault(breckland, name):
    assert form_of(breckland, name=name).is_valid() is False
