"""Lists for programs: what the pages show, in pages that neither skip nor repeat."""

import datetime
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from partnerships.forms.lists import every_list
from partnerships.forms.search import PartnershipSearchForm
from partnerships.models import LocalAuthority, Partnership, Postcode
from partnerships.search import text_index
from partnerships.search.facets import SORTS
from partnerships.vocabulary import Stage
from tests.factories import make_authority, make_membership, make_partnership, make_region

pytestmark = pytest.mark.django_db

LISTS = [
    *("partnerships", "proposed", "regions", "authorities", "priorities", "sectors"),
    *("bridges", "programmes", "support-offers", "changes"),
    *("case-studies", "resources", "questions", "news", "events", "opportunities"),
    "members",
]


def ask(client, path):
    """Return what is answered at `path` of the interface; a mistake fails."""
    response = client.get(f"/api/v1{path}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/json; charset=utf-8")
    return response.json()


def walk(client, path):
    """Return the names on all pages from `path` on, a list for each page."""
    pages = []
    answer = ask(client, path)
    pages.append([record["name"] for record in answer["results"]])
    while answer["next"]:
        address = urlsplit(answer["next"])
        answer = ask(client, f"{address.path.removeprefix('/api/v1')}?{address.query}")
        pages.append([record["name"] for record in answer["results"]])
    return pages


@pytest.fixture
def seven():
    """Seven partnerships with something to sort them by, two of them alike."""
    north, south = make_region(name="North"), make_region(name="South")
    for number, name in enumerate("GFEDCBA"):
        place = make_authority(region=[north, south][number % 2], easting=400_000 + 1000 * number, northing=400_000)
        checked = (
            {"checked_on": datetime.date(2026, 1, 1 + number // 2), "checked_by": "its chair"} if number % 3 else {}
        )
        partnership = make_partnership([place], name=f"{name} partnership", **checked)
        for _ in range(number % 3):
            make_membership(partnership=partnership)
    # One whose place is not known.
    nowhere = LocalAuthority.objects.filter(partnerships__name="D partnership")
    nowhere.update(easting=None, northing=None)
    Postcode.objects.create(code="LS13AB", area="E08000035", easting=403_400, northing=400_000)
    text_index.rebuild()


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


QUERIES = [
    "",
    *(f"sort={sort}" for sort in SORTS if sort not in {"relevance", "distance"}),
    "q=partnership",
    "near=LS1+3AB",
    "near=LS1+3AB&sort=name",
    "region=north",
    "region=north&region=south&stage=not-known",
    "q=partnership&sort=checked",
]


@pytest.mark.parametrize("query", QUERIES)
def test_pages_together_are_the_list_on_the_page(client, seven, query):
    expected = [partnership.name for partnership in PartnershipSearchForm(QueryDict(query)).results.partnerships]

    pages = walk(client, f"/partnerships/?{query}&limit=2")

    assert sum(pages, []) == expected
    assert len(pages) == (len(expected) + 1) // 2


def test_what_is_added_and_taken_away_meanwhile_neither_skips_nor_repeats(client, seven):
    first = ask(client, "/partnerships/?limit=3")
    make_partnership(name="AA partnership")
    Partnership.objects.get(name="A partnership").delete()
    following = urlsplit(first["next"]).query

    rest = ask(client, f"/partnerships/?{following}&limit=3")

    assert [record["name"][0] for record in first["results"] + rest["results"]] == list("ABCDEF")


def test_near_a_postcode_each_has_its_distance_and_no_cache_keeps_it(client, seven):
    response = client.get("/api/v1/partnerships/?near=LS1+3AB&limit=1")

    [nearest] = response.json()["results"]
    assert (nearest["name"], nearest["metres"]) == ("C partnership", pytest.approx(600))
    assert "no-store" in response["Cache-Control"]
    assert "LS1" not in response.json()["next"].partition("cursor=")[2]


def test_members_and_places_are_narrowed_as_on_their_pages(client, seven):
    assert ask(client, "/authorities/?region=north&covered=yes")["total"] == 4
    assert ask(client, "/authorities/?covered=no")["total"] == 0
    assert ask(client, "/members/?region=south")["total"] == 3


@pytest.mark.parametrize(
    ("path", "errors"),
    [
        ("/partnerships/?regoin=north", ["regoin: There is no such parameter."]),
        ("/partnerships/?page=2", ["page: There is no such parameter."]),
        ("/partnerships/?region=atlantis", ["We ignored “atlantis”: it is not one of the regions."]),
        ("/partnerships/?near=nowhere", ["We ignored “nowhere”: it is not a postcode in England whose place we know."]),
        ("/partnerships/?limit=0", ["limit: Ensure this value is greater than or equal to 1."]),
        ("/partnerships/?limit=201", ["limit: Ensure this value is less than or equal to 200."]),
        ("/partnerships/?limit=many", ["limit: A whole number up to 200."]),
        ("/partnerships/?cursor=made-up", ["cursor: It was not made for this list."]),
        ("/changes/?since=soon", ["We ignored “soon”: it is not a day such as 2026-11-24."]),
        ("/authorities/?covered=perhaps", ["We ignored “perhaps”: it is neither “yes” nor “no”."]),
        ("/members/?sector=sailing", ["We ignored “sailing”: it is not one of the sectors."]),
    ],
)
def test_what_makes_no_sense_is_named_and_never_ignored(client, path, errors):
    response = client.get(f"/api/v1{path}")

    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert response.json()["errors"] == errors


def test_a_cursor_of_one_order_is_refused_by_another(client, seven):
    following = ask(client, "/partnerships/?sort=members&limit=1")["next"]
    cursor = following.partition("cursor=")[2]

    assert client.get(f"/api/v1/partnerships/?sort=checked&cursor={cursor}").status_code == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_database_the_same_for_any_number(client, django_assert_num_queries, rows):
    for _ in range(rows):
        make_membership()
    client.get("/api/v1/partnerships/")

    with django_assert_num_queries(16):
        client.get("/api/v1/partnerships/")
