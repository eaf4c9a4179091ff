"""Records as GeoJSON."""

import json

import pytest

from partnerships.open_data import every_kind, geojson
from tests.factories import make_authority, make_membership, make_organisation, make_partnership
from tests.partnerships.open_data.test_kinds import kind_called

pytestmark = pytest.mark.django_db

LEEDS, BRADFORD = "E08000035", "E08000032"


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
