"""Which names a text holds, where somebody may have named several."""

import pytest

from partnerships.finder.several import names_in
from partnerships.models import Postcode
from tests.factories import make_authority, make_partnership, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places():
    """Local authorities of two regions, one of them with commas and "and" in its name, and a county."""
    london, yorkshire = (
        make_region(name=name, gss_code=code) for name, code in [("London", "E12000007"), ("Yorkshire", "E12000003")]
    )
    for name, code in [("Lambeth", "E09000022"), ("Southwark", "E09000028"), ("Camden", "E09000007")]:
        make_authority(name=name, gss_code=code, region=london)
    for name, code in [("Leeds", "E08000035"), ("Bradford", "E08000032")]:
        make_authority(name=name, gss_code=code, region=yorkshire, county="West Yorkshire")
    make_authority(name="Bath and North East Somerset", gss_code="E06000022")
    make_authority(name="Kingston upon Hull, City of", gss_code="E06000010")
    make_authority(name="Barking and Dagenham", gss_code="E09000002", region=london)
    Postcode.objects.create(code="LS13AB", area="E08000035", easting=430_000, northing=433_000)
    Postcode.objects.create(code="BD11AA", area="E08000032", easting=416_000, northing=433_000)


SEVERAL = {
    "Lambeth, Southwark and Camden": ["Lambeth", "Southwark", "Camden"],
    "lambeth, southwark, and camden": ["lambeth", "southwark", "camden"],
    "Lambeth and Southwark": ["Lambeth", "Southwark"],
    "Lambeth & Southwark": ["Lambeth", "Southwark"],
    "Lambeth + Southwark": ["Lambeth", "Southwark"],
    "Lambeth/Southwark": ["Lambeth", "Southwark"],
    "Lambeth; Southwark": ["Lambeth", "Southwark"],
    "Lambeth; no such place": ["Lambeth", "no such place"],
    "Bath and North East Somerset, Leeds": ["Bath and North East Somerset", "Leeds"],
    "Bath & North East Somerset and Leeds": ["Bath & North East Somerset", "Leeds"],
    "Leeds, West Yorkshire and Camden": ["Leeds", "Camden"],
    "Lambeth, Sothwarkk and Camden": ["Lambeth", "Sothwarkk", "Camden"],
    "Lambeth, Sothwarkk, Camden": ["Lambeth", "Sothwarkk", "Camden"],
    "LS1 3AB, BD1 1AA": ["LS1 3AB", "BD1 1AA"],
    "Lambeth,\u00a0Camden": ["Lambeth", "Camden"],
}
ONE = [
    "Leeds",
    "Leeds, West Yorkshire",
    "Lambeth, London",
    "Lambeth, London, England",
    "Bath and North East Somerset",
    "Kingston upon Hull, City of",
    "Barking and Dagenham",
    "12 High Street, Leeds, LS1 3AB",
    "12 Camden Street, Leeds",
    "Leeds, and then some",
    "Foo and Bar",
    "",
    ",,,",
    ";",
]


@pytest.mark.parametrize("text", SEVERAL)
def test_several_names_are_told_apart(text):
    assert names_in(text) == SEVERAL[text]


@pytest.mark.parametrize("text", ONE)
def test_one_place_stays_one_whatever_stands_in_its_name_or_address(text):
    assert names_in(text) == [text]


def test_a_partnership_whose_name_lists_places_is_one_and_may_stand_among_others():
    make_partnership(name="Lambeth, Southwark and Camden LCEP")

    assert names_in("Lambeth, Southwark and Camden LCEP") == ["Lambeth, Southwark and Camden LCEP"]
    assert names_in("Lambeth, Southwark and Camden LCEP; Leeds") == ["Lambeth, Southwark and Camden LCEP", "Leeds"]
