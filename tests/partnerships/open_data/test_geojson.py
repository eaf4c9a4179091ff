"""Records as GeoJSON."""

import json

import pytest

from partnerships.open_data import every_kind, geojson
from tests.area_parts import make_part
from tests.factories import make_authority, make_membership, make_organisation, make_partnership
from tests.partnerships.open_data.test_kinds import kind_called

pytestmark = pytest.mark.django_db

LEEDS, BRADFORD, NORTH_YORKSHIRE = "E08000035", "E08000032", "E06000065"


def collection(name="partnerships"):
    """Return what is written of a kind."""
    kind = kind_called(name)
    return json.loads("".join(geojson.feature_collection(kind, kind.rows())))


def test_a_list_is_a_collection_with_its_licence():
    written = collection()

    assert (written["type"], written["features"]) == ("FeatureCollection", [])
    assert written["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "Crown copyright" in written["attribution"]
    assert "kilometre" in written["accuracy"]


def test_a_partnership_is_a_feature_with_the_area_of_its_authorities_and_its_record():
    partnership = make_partnership([make_authority(gss_code=LEEDS), make_authority(gss_code=BRADFORD)], name="West")
    make_partnership(name="Nowhere drawn")

    west, nowhere = collection()["features"]

    assert (west["type"], west["id"], west["properties"]["name"]) == ("Feature", partnership.pk, "West")
    [[ring]] = west["geometry"]["coordinates"]
    assert all(-2.1 < x < -1.2 and 53.6 < y < 54.0 for x, y in ring)
    assert nowhere["geometry"] is None


def test_the_area_of_a_partnership_that_works_in_a_part_is_that_part():
    partnership = make_partnership([make_authority(gss_code=NORTH_YORKSHIRE), make_authority(gss_code=LEEDS)])
    make_part(partnership, partnership.authorities.get(gss_code=NORTH_YORKSHIRE), postcode_districts="YO11 YO12")
    unknown = make_partnership([make_authority(gss_code=BRADFORD)])
    make_part(unknown, kind="town", name="Moor", postcode_districts="")

    of_part, of_whole = (feature["geometry"]["coordinates"] for feature in collection()["features"])

    # Scarborough and Leeds, and nothing of what lies between them.
    longitudes = [x for [ring] in of_part for x, _ in ring]
    assert [x for x in longitudes if -1.2 < x < -0.8] == []
    assert (round(min(longitudes)), round(max(longitudes), 1)) == (-2, -0.3)
    assert of_whole


def test_a_member_lies_in_its_authority_if_that_is_known():
    make_membership(organisation=make_organisation(name="A", authority=make_authority(gss_code=LEEDS)))
    make_membership(organisation=make_organisation(name="B"))

    assert [bool(feature["geometry"]) for feature in collection("members")["features"]] == [True, False]


def test_every_kind_with_a_place_is_written_as_sound_json():
    make_membership()

    types = {kind.name: collection(kind.name)["type"] for kind in every_kind() if kind.area}

    directory = ["partnerships", "proposed", "regions", "authorities", "cold-spots", "bridges", "programmes", "members"]
    content = ["case-studies", "resources", "elsewhere", "news", "events", "opportunities"]
    assert types == dict.fromkeys(directory + content, "FeatureCollection")
