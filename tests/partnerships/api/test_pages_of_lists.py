"""Lists for programs in pages that neither skip nor repeat, narrowed and sorted as on the pages."""

import datetime
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict

from partnerships.forms.search import PartnershipSearchForm
from partnerships.models import LocalAuthority, Partnership, Postcode
from partnerships.search import text_index
from partnerships.search.facets import SORTS
from tests.factories import make_authority, make_membership, make_partnership, make_region
from tests.partnerships.api.test_lists import ask

pytestmark = pytest.mark.django_db


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


@pytest.fixture(scope="module", autouse=True)
def _seven(prepared_data):
    """Seven partnerships with something to sort them by, two of them alike."""
    with prepared_data():
        make_seven()
        yield


def make_seven():
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
def test_pages_together_are_the_list_on_the_page(client, query):
    expected = [partnership.name for partnership in PartnershipSearchForm(QueryDict(query)).results.partnerships]

    pages = walk(client, f"/partnerships/?{query}&limit=3")

    assert sum(pages, []) == expected
    assert len(pages) == -(-len(expected) // 3)


def test_what_is_added_and_taken_away_meanwhile_neither_skips_nor_repeats(client):
    first = ask(client, "/partnerships/?limit=3")
    make_partnership(name="AA partnership")
    Partnership.objects.get(name="A partnership").delete()
    following = urlsplit(first["next"]).query

    rest = ask(client, f"/partnerships/?{following}&limit=3")

    assert [record["name"][0] for record in first["results"] + rest["results"]] == list("ABCDEF")


def test_near_a_postcode_each_has_its_distance_and_no_cache_keeps_it(client):
    response = client.get("/api/v1/partnerships/?near=LS1+3AB&limit=1")

    [nearest] = response.json()["results"]
    assert (nearest["name"], nearest["metres"]) == ("C partnership", pytest.approx(600))
    assert "no-store" in response["Cache-Control"]
    assert "LS1" not in response.json()["next"].partition("cursor=")[2]


def test_members_and_places_are_narrowed_as_on_their_pages(client):
    assert ask(client, "/authorities/?region=north&covered=yes")["total"] == 4
    assert ask(client, "/authorities/?covered=no")["total"] == 0
    assert ask(client, "/members/?region=south")["total"] == 3


def test_a_cursor_of_one_order_is_refused_by_another(client):
    following = ask(client, "/partnerships/?sort=members&limit=1")["next"]
    cursor = following.partition("cursor=")[2]

    assert client.get(f"/api/v1/partnerships/?sort=checked&cursor={cursor}").status_code == 422
