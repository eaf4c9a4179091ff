"""Lists to take away, the page on open data, and what machines look for at fixed addresses."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from urllib.robotparser import RobotFileParser

import pytest
from django.utils import timezone

from partnerships.models import Partnership, Postcode
from partnerships.open_data import dump
from partnerships.search import text_index
from partnerships.views import open_data
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_authority,
    make_bridge,
    make_case_study,
    make_event,
    make_membership,
    make_news,
    make_partnership,
    make_region,
    make_resource,
)
from tests.partnerships.open_data.test_kinds import make_one_of_each
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions]
NO_PLACE = {"/priorities/", "/questions/", "/support/", "/changes/"}
PAGES_WITH_LISTS = [
    *("/partnerships/", "/proposed/", "/regions/", "/authorities/", "/priorities/", "/bridges/", "/programmes/"),
    *("/case-studies/", "/resources/", "/questions/", "/news/", "/events/", "/opportunities/", "/support/"),
    *("/members/", "/changes/", "/cold-spots/"),
]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A folder of its own for what is kept."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def two():
    """A partnership in the North and one in the South, which can be searched for."""
    for name, region in (("Northern", "North"), ("Southern", "South")):
        make_partnership([make_authority(region=make_region(name=region), gss_code=GSS[region])], name=name)
    text_index.rebuild()


GSS = {"North": "E08000035", "South": "E07000223"}


def body(response):
    """Return what is sent, however it is sent."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def days_in_the_sitemap(client):
    """Return the day of each address in any part of the map; None if it says none."""
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    parts = [ElementTree.fromstring(client.get(part.findtext("s:loc", None, space)).content) for part in index]
    return {
        url.findtext("s:loc", None, space): url.findtext("s:lastmod", None, space) for part in parts for url in part
    }


def links_at_the_foot(client, path):
    """Return the links with which the list at `path` is taken away, by their labels."""
    html = client.get(path).content.decode()
    [foot] = re.findall(r'<p class="take-away"[^>]*>(.*?)</p>', html, re.DOTALL)
    return {label: url.replace("&amp;", "&") for url, label in re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', foot)}


@pytest.mark.parametrize("path", PAGES_WITH_LISTS)
def test_every_list_can_be_taken_away_in_every_form_it_offers(client, path):
    make_one_of_each()
    links = links_at_the_foot(client, path)

    assert {"CSV", "JSON", "Feed"} <= set(links)
    assert {label: client.get(url).status_code for label, url in links.items()} == dict.fromkeys(links, 200)


def test_what_has_a_place_is_offered_for_maps(client):
    make_one_of_each()
    offered = {path for path in PAGES_WITH_LISTS if "GeoJSON" in links_at_the_foot(client, path)}

    assert offered == {*PAGES_WITH_LISTS} - NO_PLACE


@pytest.mark.parametrize("query", ["?q=northern", "?region=north", "?region=north&sort=name&page=1&stage=nonsense"])
def test_a_list_is_taken_away_as_it_was_narrowed(client, two, query):
    links = links_at_the_foot(client, f"/partnerships/{query}")

    sheet = list(csv.DictReader(io.StringIO(body(client.get(links["CSV"])).decode("utf-8-sig"))))
    shapes = json.loads(body(client.get(links["GeoJSON"])))
    data = client.get(links["JSON"]).json()

    assert [row["name"] for row in sheet] == ["Northern"]
    assert [record["properties"]["name"] for record in shapes["features"]] == ["Northern"]
    assert [record["name"] for record in data["results"]] == ["Northern"]


def test_a_list_comes_in_the_order_of_the_page(client, two):
    make_membership(partnership=Partnership.objects.get(name="Southern"))

    text = body(client.get("/partnerships.csv?sort=members")).decode("utf-8-sig")

    assert [row["name"] for row in csv.DictReader(io.StringIO(text))] == ["Southern", "Northern"]


def test_a_sheet_opens_in_a_spreadsheet_under_a_dated_name(client, two):
    response = client.get("/partnerships.csv")

    assert body(response).startswith(b"\xef\xbb\xbfid,slug,name,")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        f'attachment; filename="partnerships-{timezone.localdate():%Y-%m-%d}.csv"'
    )
    assert response["Link"] == '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'


@pytest.mark.parametrize("path", ["/partnerships.csv", "/partnerships.geojson", "/partnerships.atom"])
def test_a_list_near_a_home_is_kept_by_no_cache(client, two, path):
    Postcode.objects.create(code="LS13AB", area="E08000035", easting=430_000, northing=434_000)

    near, plain = client.get(f"{path}?near=LS1+3AB"), client.get(path)

    assert "no-store" in near["Cache-Control"]
    assert "no-store" not in plain["Cache-Control"]


@pytest.mark.parametrize("path", ["/atlantis.csv", "/priorities.geojson", "/atlantis.geojson", "/changes.geojson"])
def test_what_is_no_list_or_has_no_place_is_not_there(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/partnerships.csv", "/regions.geojson"])
def test_who_asks_for_very_many_files_is_told_to_wait(client, monkeypatch, path):
    monkeypatch.setattr(open_data.FILES, "most", 0)

    response = client.get(path)

    assert (response.status_code, response["Content-Type"]) == (429, "text/plain; charset=utf-8")
    assert 0 < int(response["Retry-After"]) <= 60
    assert f"Wait {response['Retry-After']} seconds" in response.content.decode()
    assert client.get("/partnerships.atom").status_code == 200


@pytest.mark.parametrize("path", ["/partnerships.csv", "/partnerships.geojson", "/partnerships.atom", "/open-data/"])
def test_lists_are_only_for_reading(client, path):
    assert (client.post(path).status_code, client.head(path).status_code) == (405, 200)


@pytest.mark.parametrize("path", ["/partnerships.csv", "/partnerships.geojson", "/members.csv"])
def test_taking_a_list_away_asks_the_database_the_same_for_any_number(
    client, kept_snapshot, django_assert_max_num_queries, path
):
    make_membership()
    kept_snapshot()
    # The schools of every area are counted once.
    body(client.get(path))
    make_membership()
    with django_assert_max_num_queries(21) as first:
        body(client.get(path))
    for _ in range(2):
        make_membership()

    with django_assert_max_num_queries(21) as second:
        body(client.get(path))

    assert len(second) == len(first)


def test_the_page_offers_the_file_once_it_was_written(client):
    before = words_of(client.get("/open-data/"))
    missing = client.get("/open-data/lcep-directory.zip")
    written = dump.write()
    after = words_of(client.get("/open-data/"))
    file = client.get("/open-data/lcep-directory.zip")

    assert "It is not there yet." in before
    assert missing.status_code == 404
    assert f"Written {written.made_at:%-d %B %Y, %H:%M}" in after
    assert len(body(file)) == written.size
    assert file["Content-Disposition"] == f'attachment; filename="lcep-directory-{written.made_at:%Y-%m-%d}.zip"'


def test_the_page_names_every_field_the_licence_and_what_to_write(client):
    words = words_of(client.get("/open-data/"))

    assert "Creative Commons Attribution 4.0 International" in words
    assert "latitude The mean position of its postcodes. Unit: degrees, WGS84." in words
    assert "Contains Royal Mail data" in words


def test_the_sitemap_names_every_public_page_with_the_day_it_changed(client):
    make_partnership(name="Leeds33", compiled_on="2026-11-02")
    make_partnership(name="Hidden", publication=PublicationState.DRAFT)
    make_bridge(name="Arch")

    days = days_in_the_sitemap(client)

    assert days["http://127.0.0.1:8000/partnerships/leeds33/"] == "2026-11-02"
    assert {f"http://127.0.0.1:8000/{path}" for path in ("", "bridges/arch/", "members/")} <= set(days)
    assert [url for url in days if "hidden" in url or "?" in url] == []


def test_the_sitemap_names_everything_published_with_the_day_it_changed(client):
    at = timezone.datetime(2020, 3, 2, 12, tzinfo=timezone.get_current_timezone())
    rows = [make(publication_changed_at=at) for make in (make_case_study, make_resource, make_news, make_event)]
    make_news(title="Hidden", publication=PublicationState.DRAFT)
    for row in rows:
        row.versions.all().delete()

    days = days_in_the_sitemap(client)

    assert {days[f"http://127.0.0.1:8000{row.get_absolute_url()}"] for row in rows} == {"2020-03-02"}
    assert {f"http://127.0.0.1:8000/{path}/" for path in ("questions", "events", "support")} <= set(days)
    assert [url for url in days if "hidden" in url or "#" in url] == []


def test_the_sitemap_s_addresses_are_those_visitors_reach(client, settings):
    settings.SITE_URL = "https://lcep.example"

    assert b"<loc>https://lcep.example/sitemap-lists.xml</loc>" in client.get("/sitemap.xml").content
    assert b"<loc>https://lcep.example/about/</loc>" in client.get("/sitemap-lists.xml").content


def test_robots_are_told_what_to_leave_alone(client):
    response = client.get("/robots.txt")

    lines = response.content.decode().splitlines()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert {"Disallow: /back-office/", "Disallow: /api/", "Sitemap: http://127.0.0.1:8000/sitemap.xml"} <= set(lines)


@pytest.fixture
def disallowed(client):
    """Return whether robots are told to leave an address alone (RFC 9309)."""
    rules = re.findall(r"^Disallow: (.*)$", client.get("/robots.txt").content.decode(), re.MULTILINE)
    patterns = [re.compile(re.escape(rule).replace(r"\*", ".*")) for rule in rules]
    return lambda path: any(pattern.match(path) for pattern in patterns)


def test_robots_that_know_no_wildcards_read_the_forms_too(client):
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())

    assert all(rules.can_fetch("*", f"http://127.0.0.1:8000{path}") for path in ("/join/", "/find/", "/news-by-mail/"))


def test_search_engines_may_read_every_page_the_sitemap_names(client, disallowed):
    make_one_of_each()
    paths = [address.removeprefix("http://127.0.0.1:8000") for address in days_in_the_sitemap(client)]

    assert {"/join/", "/news-by-mail/"} <= set(paths)
    assert [path for path in paths if disallowed(path)] == []
    assert [path for path in paths if b'name="robots"' in client.get(path).content and path != "/search/"] == []


def test_search_engines_leave_forms_about_somebody_and_links_of_somebody_s_own_alone(client, disallowed):
    paths = [
        "/join/?partnership=x",
        "/join/sent/x/",
        "/join/for-partnerships/x/",
        "/news-by-mail/?region=x",
        "/find/?q=x",
    ]
    paths += [
        "/news-by-mail/confirm/x/",
        "/news-by-mail/choices/x/",
        "/news-by-mail/stop/x/",
        "/back-office/",
        "/api/v1/",
    ]

    assert [path for path in paths if not disallowed(path)] == []
    assert all(
        b'content="noindex"' in client.get(path).content for path in ("/join/?topic=join", "/news-by-mail/?region=x")
    )


@pytest.mark.parametrize(
    ("contact", "shown"),
    [("", "http://127.0.0.1:8000/join/"), ("mailto:security@lcep.example", "mailto:security@lcep.example")],
)
def test_who_found_a_weakness_is_told_where_to_say_so(client, settings, contact, shown):
    settings.SECURITY_CONTACT = contact

    text = client.get("/.well-known/security.txt").content.decode()

    expires = timezone.datetime.fromisoformat(re.search(r"^Expires: (.*)$", text, re.MULTILINE)[1])
    assert f"Contact: {shown}\n" in text
    assert 100 < (expires - timezone.now()).days < 365
