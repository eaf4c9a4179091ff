"""The description of the interface: whole, true, and a page that needs nobody else."""

import re

import pytest

from partnerships.api.documentation import openapi_schema
from partnerships.open_data import every_kind
from tests.partnerships.api.committed_document import COMMITTED, as_text
from tests.reading import words_of

pytestmark = pytest.mark.django_db


def parameters():
    """Return every parameter of every operation."""
    return [parameter for path in openapi_schema()["paths"].values() for parameter in path["get"].get("parameters", [])]


def test_it_says_what_it_said_when_somebody_last_changed_it_on_purpose():
    assert as_text() == COMMITTED.read_text(), "On purpose? Then: python -m tests.partnerships.api"


def test_it_is_openapi_3_1_with_a_version_and_a_licence(client):
    openapi = client.get("/api/v1/openapi.json").json()

    assert (openapi["openapi"], openapi["info"]["version"]) == ("3.1.0", "1.0.0")
    assert openapi["info"]["license"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert openapi["servers"] == [{"url": "http://127.0.0.1:8000"}]


def test_every_list_and_every_record_with_a_slug_has_its_address():
    paths = set(openapi_schema()["paths"])
    lists = {f"/api/v1/{kind.name}/" for kind in every_kind()}
    singles = {f"/api/v1/{kind.name}/{{slug}}/" for kind in every_kind()}
    without = {f"/api/v1/{name}/{{slug}}/" for name in ("support-offers", "changes")}

    assert paths == {"/api/v1/", "/api/v1/find/", *lists, *singles} - without


def test_every_field_and_parameter_is_described():
    schemas = openapi_schema()["components"]["schemas"]
    records = {kind.name.title().replace("-", "") for kind in every_kind()}
    silent = [
        (name, field)
        for name in records
        for field, schema in schemas[name]["properties"].items()
        if not schema.get("description")
    ]

    assert silent == []
    assert [
        parameter for parameter in parameters() if parameter["in"] == "query" and not parameter["description"]
    ] == []


def test_shapes_keep_the_names_under_which_they_were_published():
    schemas = openapi_schema()["components"]["schemas"]

    published = {"ArtsCouncil", "Found", "FoundAuthority", "FoundPartnership", "ListAddress", "Place"}
    assert {name: schemas[name]["title"] for name in published} == {name: name for name in published}


def test_every_mistake_is_described_as_a_problem():
    for path in openapi_schema()["paths"].values():
        answers = path["get"]["responses"]
        assert {status for status in answers if status >= "4"} == {"400", "404", "405", "414", "422", "429", "503"}
        assert {tuple(answers[status]["content"]) for status in answers if status >= "4"} == {
            ("application/problem+json",)
        }


def test_the_page_shows_every_address_and_every_parameter(client):
    response = client.get("/open-data/programs/")

    words = words_of(response)
    assert [path for path in openapi_schema()["paths"] if f"GET {path}" not in words] == []
    assert [parameter["name"] for parameter in parameters() if parameter["name"] not in words] == []


def test_the_page_runs_nothing_but_its_search_box_and_its_examples_work(client):
    html = client.get("/open-data/programs/").content.decode()
    examples = re.findall(r'<a href="(/api/v1/[^"]*)">Try it', html)

    assert re.findall(r'<script src="([^"]*)"', html) == ["/static/js/find.js"]
    assert len(examples) == 23
    assert {client.get(path).status_code for path in examples} == {200}
