"""What a query string means is the same for pages, files, feeds, calendars and programs, and never more than asked."""

import re

import pytest
from django.http import QueryDict

from partnerships.forms.editorial import PublishedListForm
from partnerships.forms.lists import every_list
from partnerships.forms.search import ChangeListForm
from partnerships.models import PartnershipName
from tests.factories import (
    make_authority,
    make_bridge,
    make_partnership,
    make_priority,
    make_region,
    make_sector,
)
from tests.partnerships.open_data.test_kinds import make_one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.versions]

TYPED = {"q": "%22"}
MAKERS = {
    "region": make_region,
    "authority": make_authority,
    "priority": make_priority,
    "sector": make_sector,
    "bridge": make_bridge,
    "partnership": make_partnership,
}


def files_of(public_list):
    """Return the addresses at which programs get a list."""
    name, kind = public_list.kind.name, public_list.kind
    forms = ["csv", *(["geojson"] if kind.area else []), *(["atom"] if kind.dated and public_list.url_name else [])]
    return [f"/api/v1/{name}/", *(f"/{name}.{form}" for form in forms)]


def questions():
    """Return every address for programs with every parameter it knows, as pairs."""
    forms = [(path, public_list.form) for public_list in every_list() for path in files_of(public_list)]
    forms += [("/events.ics", PublishedListForm), ("/changes.atom", ChangeListForm)]
    return [(path, name) for path, form in forms for name in form(QueryDict()).fields if name != "page"]


QUESTIONS = questions()
BY_SLUG = [(path, name) for path, name in QUESTIONS if name in MAKERS]


def text_of(response):
    """Return what is sent, however it is sent."""
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def test_every_list_is_asked_in_every_form():
    assert {path.rpartition(".")[2] for path, _ in QUESTIONS if "api" not in path} == {"csv", "geojson", "atom", "ics"}
    assert {name for _, name in QUESTIONS} > {"q", "near", "stage", "since", "when", "kind", "covered", *MAKERS}


@pytest.mark.parametrize(("path", "name"), QUESTIONS)
def test_files_and_feeds_never_widen(client, path, name):
    response = client.get(f"{path}?{name}={TYPED.get(name, 'atlantis')}")

    assert response.status_code == 422
    assert f"{name}: " in text_of(response)
    assert response["Content-Type"] in {"text/plain; charset=utf-8", "application/problem+json"}
    if "/api/" not in path:
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("path", "name"), QUESTIONS)
def test_no_value_hides_behind_another_that_is_known(client, path, name):
    response = client.get(f"{path}?{name}=atlantis&{name}=lemuria")

    assert response.status_code == 422


@pytest.mark.parametrize(("path", "name"), BY_SLUG)
def test_an_old_slug_in_a_query_string_leads_to_that_of_today_and_keeps_the_rest(client, path, name):
    entry = MAKERS[name](slug="old")
    entry.slug = "new"
    entry.save()

    response = client.get(f"{path}?{name}=old&utm_source=x")

    assert (response.status_code, response["Location"]) == (301, f"{path}?{name}=new&utm_source=x")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        *(("/partnerships/", name) for name in MAKERS if name != "partnership"),
        *((path, name) for path in ("/news/", "/events/calendar/") for name in ("region", "bridge", "partnership")),
        *(("/members/", name) for name in ("sector", "region")),
    ],
)
def test_a_page_understands_an_old_slug_and_says_its_own_address(client, path, name):
    entry = MAKERS[name](slug="old")
    entry.slug = "new"
    entry.save()

    response = client.get(f"{path}?{name}=old")

    assert response.status_code == 200
    assert "We ignored" not in text_of(response)
    assert canonical_of(response) == f"{path}?{name}=new"
    assert "no-store" in response["Cache-Control"]


def test_codes_and_other_names_lead_on_as_they_do_in_paths(client):
    leeds = make_authority(slug="leeds", gss_code="E08000035")
    partnership = make_partnership([leeds], slug="leeds33")
    PartnershipName.objects.create(partnership=partnership, name="LeedsCEP")

    by_code = client.get("/partnerships.csv?authority=e08000035")
    by_name = client.get("/events.ics?partnership=leedscep")

    assert by_code["Location"] == "/partnerships.csv?authority=leeds"
    assert by_name["Location"] == "/events.ics?partnership=leeds33"


def test_a_name_of_several_leads_nowhere(client):
    for slug in ("one", "two"):
        PartnershipName.objects.create(partnership=make_partnership(slug=slug), name="The Hub")

    assert client.get("/events.ics?partnership=the-hub").status_code == 422


@pytest.mark.parametrize("path", ["/partnerships.csv", "/news.atom", "/events.ics", "/changes.atom", "/partnerships/"])
def test_what_has_no_meaning_here_is_passed_over(client, path):
    response = client.get(f"{path}?utm_source=x&fbclid=")

    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/partnerships.atom", "/changes.atom"])
def test_a_feed_is_known_by_what_was_understood_in_one_order(client, path):
    region, bridge = make_region(slug="north"), make_bridge(slug="arch")
    make_partnership([make_authority(region=region)], bridge=bridge, slug="leeds33")
    other, value = ("bridge", "arch") if path == "/partnerships.atom" else ("partnership", "leeds33")

    one = text_of(client.get(f"{path}?region=north&{other}={value}&utm_source=x"))
    two = text_of(client.get(f"{path}?{other}={value}&region=north"))

    assert own_addresses(one) == own_addresses(two)
    assert own_addresses(one) == [
        f"tag:127.0.0.1,2026:feed{path}?region=north&amp;{other}={value}",
        f"http://127.0.0.1:8000{path}?region=north&amp;{other}={value}",
    ]


def own_addresses(feed):
    """Return the id of a feed and its link to itself."""
    return [re.search(r"<id>(.*?)</id>", feed).group(1), re.search(r'href="([^"]*)" rel="self"', feed).group(1)]


def canonical_of(response):
    """Return the address a page says is its own, without the host."""
    url = re.search(r'<link rel="canonical" href="([^"]*)">', response.content.decode()).group(1)
    return url.removeprefix("http://127.0.0.1:8000").replace("&amp;", "&")


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("/partnerships/", "/partnerships/"),
        ("/partnerships/?utm_source=x&page=1", "/partnerships/"),
        ("/partnerships/?stage=emerging&region=north&region=atlantis", "/partnerships/?region=north&stage=emerging"),
        ("/partnerships/?region=south&region=north", "/partnerships/?region=north&region=south"),
        ("/partnerships/?page=2", "/partnerships/?page=2"),
        ("/partnerships/?page=99", "/partnerships/"),
        ("/events/calendar/?month=2027-03&utm_source=x", "/events/calendar/?month=2027-03"),
        ("/changes/?since=2026-1-5", "/changes/?since=2026-01-05"),
        ("/about/?region=north", "/about/"),
    ],
)
def test_a_page_says_which_address_is_its_own(client, asked, own):
    for slug in ("north", "south"):
        make_region(slug=slug)
    for _ in range(21):
        make_partnership()

    response = client.get(asked)

    assert canonical_of(response) == own
    assert client.get(own).status_code == 200


@pytest.mark.parametrize(
    ("untidy", "tidy"),
    [
        ("/partnerships/?q=&near=&sort=", "/partnerships/"),
        ("/partnerships/?q=&near=&region=north&sort=", "/partnerships/?region=north"),
        ("/members/?q=+&sector=&region=&utm_source=x", "/members/?utm_source=x"),
        ("/search/?q=", "/search/"),
    ],
)
def test_an_address_with_empty_values_leads_to_the_one_without(client, untidy, tidy):
    make_region(slug="north")

    response = client.get(untidy)

    assert (response.status_code, response["Location"]) == (302, tidy)
    assert client.get(tidy).status_code == 200


@pytest.mark.parametrize("path", ["/partnerships/?q=leeds", "/members/?q=leeds", "/search/?q=x", "/members/?region=x"])
def test_results_for_any_words_and_answers_to_nonsense_stay_out_of_search_engines(client, path):
    assert client.get(path)["X-Robots-Tag"] == "noindex"


def test_what_can_be_chosen_may_be_found_by_search_engines(client):
    make_region(slug="north")

    assert "X-Robots-Tag" not in client.get("/partnerships/?region=north")


@pytest.mark.parametrize("count", [1, 150])
def test_any_number_of_unknown_values_asks_the_database_the_same(
    client, kept_snapshot, django_assert_num_queries, count
):
    make_one_of_each()
    kept_snapshot()
    query = "&".join(f"{name}={number}" for number in range(count) for name in ("region", "authority"))
    client.get("/partnerships.csv?region=x&authority=x")

    with django_assert_num_queries(7):
        client.get(f"/partnerships.csv?{query}")
