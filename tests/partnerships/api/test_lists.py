"""Lists for programs: what they say, and what they refuse."""

import pytest

from partnerships.forms.lists import every_list
from partnerships.vocabulary import Stage
from tests.factories import make_membership, make_partnership

pytestmark = pytest.mark.django_db

LISTS = [
    *("partnerships", "proposed", "regions", "authorities", "cold-spots", "priorities", "sectors"),
    *("bridges", "programmes", "support-offers", "support-today", "changes"),
    *("case-studies", "resources", "elsewhere", "questions", "since-2023", "news", "events", "opportunities"),
    "members",
]


def ask(client, path):
    """Return what is answered at `path` of the interface; a mistake fails."""
    response = client.get(f"/api/v1{path}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json; charset=utf-8")
    return response.json()


def test_every_list_is_there_and_in_the_index(client):
    index = ask(client, "/")

    assert [record["name"] for record in index["lists"]] == LISTS
    assert {name: ask(client, f"/{name}/")["total"] for name in LISTS} == dict.fromkeys(LISTS, 0)
    assert {public_list.kind.name for public_list in every_list()} == set(LISTS)


def test_an_answer_names_its_licence_and_how_many_there_are(client):
    make_partnership(name="Leeds33")
    make_partnership(stage=Stage.PROPOSED)

    answer = ask(client, "/partnerships/")

    assert (answer["total"], answer["next"], answer["results"][0]["name"]) == (1, None, "Leeds33")
    assert answer["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert answer["attribution"].startswith("LCEP Directory, http://127.0.0.1:8000")


KNOWN = "Parameters here: q, near, region, authority, stage, priority, sector, joining, bridge, sort, limit, cursor."
NO_NUMBERS = ["many", "false", "true", "5.0", "1e2", "1_0", "%2B5", "%20", "%D9%A1", "9" * 3000]


@pytest.mark.parametrize(
    ("path", "errors"),
    [
        ("/partnerships/?regoin=north", ["regoin: There is no such parameter. Did you mean region?", KNOWN]),
        ("/partnerships/?page=2", ["page: There is no such parameter.", KNOWN]),
        ("/partnerships/?region=atlantis", ["region: We do not know “atlantis”: it is not one of the regions."]),
        (
            "/partnerships/?near=nowhere",
            ["near: We do not know “nowhere”: it is not one postcode in England whose place we know."],
        ),
        ("/partnerships/?limit=0", ["limit: Ensure this value is greater than or equal to 1."]),
        ("/partnerships/?limit=201", ["limit: Ensure this value is less than or equal to 200."]),
        *((f"/partnerships/?limit={limit}", ["limit: A whole number up to 200."]) for limit in NO_NUMBERS),
        ("/partnerships/?cursor=made-up", ["cursor: It was not made for this list."]),
        ("/changes/?since=soon", ["since: We do not know “soon”: it is not a day such as 2026-11-24."]),
        ("/authorities/?covered=perhaps", ["covered: We do not know “perhaps”: it is neither “yes”, “part” nor “no”."]),
        ("/members/?sector=sailing", ["sector: We do not know “sailing”: it is not one of the sectors."]),
    ],
)
def test_what_makes_no_sense_is_named_and_never_ignored(client, path, errors):
    response = client.get(f"/api/v1{path}")

    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert response.json()["errors"] == errors


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_database_the_same_for_any_number(client, kept_snapshot, django_assert_num_queries, rows):
    for _ in range(rows):
        make_membership()
    client.get("/api/v1/partnerships/")
    kept_snapshot()

    with django_assert_num_queries(22):
        client.get("/api/v1/partnerships/")
