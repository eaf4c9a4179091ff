"""The list of cold spots: as a page, as a sheet, for maps and for programs."""

import csv
import io
import json
import re

import pytest
from django.utils import timezone

from partnerships.vocabulary import SchoolState, Stage
from tests.factories import THIS_YEAR, make_authority, make_bridge, make_partnership, make_region
from tests.figures import make_figures
from tests.reading import words_of
from tests.schools import make_school

pytestmark = pytest.mark.django_db
CODES = {"Zeal": "E08000035", "Arun": "E08000032", "Kent": "E09000007"}


@pytest.fixture
def places():
    """Zeal and Arun in the North East, Kent in London, all without a partnership, and one that has some."""
    north, london = make_region(name="North East", slug="north-east", position=1), make_region(name="London")
    bridge = make_bridge(name="Culture Bridge")
    for name, share, region in [("Zeal", 0.31, north), ("Arun", 0.44, north), ("Kent", 0.2, london)]:
        make_authority(name=name, gss_code=CODES[name], region=region, bridge=bridge, county="Shire")
        make_figures(CODES[name], share, children_rank=int(100 - 100 * share), rank=5)
    kent, arun = london.authorities.get(), north.authorities.get(name="Arun")
    for authority in (kent, kent, arun):
        make_school(authority=authority)
    make_school(authority=arun, state=SchoolState.CLOSED)
    make_school(authority=arun, is_state_funded=False)
    make_partnership([make_authority(name="Leeds", region=north)], name="Leeds33")
    make_partnership([north.authorities.get(name="Zeal")], name="Zeal idea", stage=Stage.PROPOSED)


def names_in(response):
    return re.findall(r'<th scope="row">\s*<a href="/authorities/[^"]*">(.*?)</a>', response.content.decode())


def rows_of(response):
    return list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Arun", "Zeal", "Kent"]),
        ("?sort=name", ["Arun", "Kent", "Zeal"]),
        ("?region=north-east", ["Arun", "Zeal"]),
        ("?region=north-east&sort=name", ["Arun", "Zeal"]),
        ("?region=london", ["Kent"]),
        ("?sort=schools", ["Kent", "Arun", "Zeal"]),
    ],
)
def test_the_page_the_sheet_the_map_and_the_interface_have_the_same_places_in_the_same_order(
    client, places, query, names
):
    assert names_in(client.get(f"/cold-spots/{query}")) == names
    assert [row["name"] for row in rows_of(client.get(f"/cold-spots.csv{query}"))] == names
    features = json.loads(b"".join(client.get(f"/cold-spots.geojson{query}")))["features"]
    assert [feature["properties"]["name"] for feature in features] == names
    assert [row["name"] for row in client.get(f"/api/v1/cold-spots/{query}").json()["results"]] == names


def test_a_place_has_its_share_beside_those_of_the_authorities_in_the_middle(client, places):
    words = words_of(client.get("/cold-spots/"))

    assert "Arun Shire, North East 44.0%, 56th of 3 Middle of the North East: 31.0%" in words
    assert "Kent Shire, London 20.0%, 80th of 3 Middle of London: 20.0%" in words
    assert f"Here: Zeal idea, proposed, {THIS_YEAR}" in words
    assert ("31.0% 1 Not known" in words, "20.0% 2 Not known" in words) == (True, True)
    assert "In the middle authority in England, 31.0% of children live in low-income families." in words


def test_a_region_is_told_beside_england(client, places):
    words = words_of(client.get("/cold-spots/?region=north-east"))

    assert "Place by place in the North East 2" in words
    assert (
        "In the middle authority in the North East, 31.0% of children live in low-income families; "
        "in the middle authority in England, 31.0%."
    ) in words
    assert "North East 2 of 3 1 0 33% 1 31.0% London 1 of 1 0 0 0% 2 20.0% England 3 of 4 1 0 25% 3 31.0%" in words


@pytest.mark.parametrize(
    ("query", "lede"),
    [
        ("", "In England, 3 local authorities are {}; in 1 of them one was proposed."),
        ("?region=london", "In London, 1 local authority is {}."),
        ("?region=north-east", "In the North East, 2 local authorities are {}; in 1 of them one was proposed."),
    ],
)
def test_the_page_of_a_region_begins_with_its_own_number(client, places, query, lede):
    assert lede.format("without a partnership we know of") in words_of(client.get(f"/cold-spots/{query}"))


def test_the_page_says_what_the_figures_do_not_and_where_they_come_from(client, places):
    words = words_of(client.get("/cold-spots/"))

    assert "The figures are of areas: they say nothing about a child or a school." in words
    assert "Source: Indices of 2025, under the Open Government Licence v3.0." in words
    assert "We do not use an average." in words


def test_without_figures_the_list_stands_by_name_and_promises_none(client):
    make_authority(name="Zeal")
    make_authority(name="Arun")

    response = client.get("/cold-spots/")

    words = words_of(response)
    assert names_in(response) == ["Arun", "Zeal"]
    assert "middle authority" not in words


def test_a_place_without_a_figure_says_so(client, places):
    make_authority(name="Newshire", gss_code="E06000999")

    response = client.get("/cold-spots/")

    assert names_in(response)[-1] == "Newshire"
    assert re.search(r"Newshire Region \d+ Not known", words_of(response))
    assert rows_of(client.get("/cold-spots.csv"))[-1]["children_in_low_income_families"] == ""


def test_a_region_without_cold_spots_says_so(client):
    make_partnership([make_authority(region=make_region(name="South West", slug="south-west"))])

    words = words_of(client.get("/cold-spots/?region=south-west"))

    assert "There is none. A partnership works in every local authority in the South West." in words


def test_cold_spots_without_any_place_are_a_page_all_the_same(client):
    assert "England 0 of 0 0 0 0%" in words_of(client.get("/cold-spots/"))


def test_what_makes_no_sense_is_ignored_on_the_page_and_refused_in_files(client, places):
    response = client.get("/cold-spots/?region=atlantis&sort=wealth")

    assert names_in(response) == ["Arun", "Zeal", "Kent"]
    assert "We ignored “atlantis”: it is not one of the regions." in words_of(response)
    assert "We ignored “wealth”: it is not an order the list can have." in words_of(response)
    for path in ("/cold-spots.csv", "/cold-spots.geojson", "/api/v1/cold-spots/"):
        assert client.get(f"{path}?region=atlantis").status_code == 422
        assert client.get(f"{path}?sort=wealth").status_code == 422


def test_the_sheet_says_of_a_place_what_the_page_does(client, places):
    response = client.get("/cold-spots.csv?region=north-east")

    [arun, zeal] = rows_of(response)
    assert response["Content-Disposition"] == f'attachment; filename="cold-spots-{timezone.localdate()}.csv"'
    assert (arun["gss_code"], arun["county"], arun["region_name"]) == (CODES["Arun"], "Shire", "North East")
    assert (arun["indices_year"], arun["children_in_low_income_families"]) == ("2025", "0.44")
    assert (arun["middle_of_region"], arun["middle_of_england"]) == ("0.31", "0.31")
    assert (arun["children_rank"], arun["deprivation_rank"], arun["deprivation_score"]) == ("56", "5", "20.5")
    assert (arun["schools"], zeal["schools"]) == ("1", "0")
    assert (arun["proposed"], zeal["proposed"]) == ("", "Zeal idea")


def test_the_nearest_partnership_is_told_to_programs_with_its_address(client):
    make_authority(name="Arun", easting=400_000, northing=400_000)
    make_partnership([make_authority(easting=410_000, northing=400_000)], name="Next door")

    [spot] = client.get("/api/v1/cold-spots/").json()["results"]

    assert (spot["nearest_partnership"], spot["nearest_miles"]) == ("Next door", 6)
    assert spot["nearest_url"].endswith("/partnerships/next-door/")


def test_programs_go_through_the_list_page_by_page(client, places):
    first = client.get("/api/v1/cold-spots/?limit=2").json()
    rest = client.get(first["next"].partition("8000")[2]).json()

    assert [row["name"] for answer in (first, rest) for row in answer["results"]] == ["Arun", "Zeal", "Kent"]


def test_a_local_authority_has_its_figures_in_the_interface(client, places):
    arun = client.get("/api/v1/authorities/arun/").json()["result"]

    assert (arun["indices_year"], arun["children_in_low_income_families"]) == (2025, 0.44)
    assert client.get("/api/v1/cold-spots/arun/").json()["result"]["children_rank"] == 56
    assert client.get("/api/v1/cold-spots/leeds/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_files_ask_the_database_the_same_for_any_number(kept_snapshot, client, django_assert_num_queries, number):
    for index in range(number):
        make_authority(gss_code=f"E0800003{index}", easting=400_000, northing=400_000)
        make_partnership([make_authority(easting=410_000, northing=400_000)])

    kept_snapshot()
    with django_assert_num_queries(13):
        b"".join(client.get("/cold-spots.csv"))
