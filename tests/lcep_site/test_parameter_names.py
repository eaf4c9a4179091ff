"""What asks a file, feed, calendar or program by a name that nobody knows gets a sentence, never everything."""

import re
from html import unescape

import pytest
from django.http import QueryDict
from django.urls import resolve

from partnerships.forms.lists import every_list
from partnerships.forms.parameter_names import TRACKING
from partnerships.search import text_index
from partnerships.views.query_strings import kept_query
from tests.factories import (
    make_authority,
    make_membership,
    make_organisation,
    make_partnership,
    make_question,
    make_region,
    make_sector,
)
from tests.lcep_site.test_kept_queries import PATHS
from tests.lcep_site.test_query_strings import QUESTIONS, files_of, text_of
from tests.partnerships.open_data.test_kinds import make_one_of_each

pytestmark = pytest.mark.django_db
# One and the same for search engines, for whoever finds a weakness, and for those who show a picture.
HOLD_NO_DATA = {
    *("/robots.txt", "/.well-known/security.txt", "/sitemap.xml", "/sitemap-x.xml"),
    *("/favicon.ico", "/site.webmanifest"),
    *("/media/a.png", "/partnerships/x/picture.png"),
}
LISTS = [path for public_list in every_list() for path in files_of(public_list)]
FOR_PROGRAMS = sorted(
    {*LISTS, *(path for path in PATHS if path.startswith("/api/") or "." in path.rpartition("/")[2])} - HOLD_NO_DATA
)


def errors_at(client, address):
    """Return what is told, line by line, of an address that is refused."""
    response = client.get(address)
    assert response.status_code == 422, address
    if response["Content-Type"] == "application/problem+json":
        return response.json()["errors"]
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    return text_of(response).splitlines()[2:]


def test_what_is_one_for_all_is_there():
    assert {*PATHS} > HOLD_NO_DATA
    assert {path.rpartition(".")[2] for path in FOR_PROGRAMS if "/api/" not in path} == {
        *("csv", "geojson", "atom", "ics", "zip"),
    }


@pytest.mark.parametrize("path", FOR_PROGRAMS)
def test_a_name_nobody_knows_is_refused_and_those_that_are_known_are_told(client, path):
    first, last = errors_at(client, f"{path}?foo=1")

    assert first == "foo: There is no such parameter."
    assert last == "There are no parameters here." or last.startswith("Parameters here: ")


@pytest.mark.parametrize(("path", "name"), QUESTIONS)
@pytest.mark.parametrize("written", ["{}[]", "{}[0]", "{}s"])
def test_a_known_name_that_is_written_otherwise_is_asked_about(client, path, name, written):
    # Of one letter nothing is known by its likeness.
    other_words = {written.format(name)} if len(name) > 1 or "[" in written else set()
    for other in {*other_words, name.capitalize()}:
        first, last = errors_at(client, f"{path}?{other}=x")

        assert first == f"{other}: There is no such parameter. Did you mean {name}?"
        assert name in last.removeprefix("Parameters here: ").rstrip(".").split(", ")


@pytest.mark.parametrize("path", [path for path in FOR_PROGRAMS if "x" not in path.split("/") and ".zip" not in path])
def test_what_mailers_and_browsers_add_is_passed_over(client, path):
    names = ["utm_source", "utm_anything", *TRACKING]
    # The one address that needs a question.
    asked = "q=LS1+3AB&" if path == "/api/v1/find/" else ""

    plain, tracked = (client.get(f"{path}?{asked}{more}") for more in ("", "&".join(f"{name}=1" for name in names)))

    assert plain.status_code != 422
    assert (tracked.status_code, text_of(tracked)) == (plain.status_code, text_of(plain))


@pytest.mark.parametrize("path", ["/partnerships.csv", "/events.ics", "/regions/x/changes.atom", "/about/"])
def test_what_is_refused_is_not_given_from_what_was_kept(path):
    match = resolve(path)

    assert kept_query(match, QueryDict("utm_source=a")) == ""
    assert kept_query(match, QueryDict("foo=1")) == ("" if path == "/about/" else None)


def test_many_strange_names_are_told_in_a_few_lines(client):
    lines = errors_at(client, "/events.ics?" + "&".join(f"name{number}%0A%00=1" for number in range(200)))

    assert lines[0] == "name0  : There is no such parameter."
    assert lines[3] == "There are 197 more of that kind."
    assert len(lines) == 5


def test_programs_read_which_names_are_passed_over(client):
    page = client.get("/open-data/programs/").text

    assert [name for name in ("utm_", *TRACKING) if f"<code>{name}</code>" not in page] == []


def test_a_file_that_is_not_there_is_not_there_whatever_is_asked(client):
    assert client.get("/atlantis.csv?foo=1").status_code == 404


def test_the_next_page_of_a_list_carries_no_name_of_a_mailer(client):
    for _ in range(2):
        make_partnership()

    answer = client.get("/api/v1/partnerships/?limit=1&sort=name&utm_source=x").json()

    assert re.sub("cursor=.*", "", answer["next"]).endswith("/partnerships/?sort=name&limit=1&")


@pytest.mark.parametrize(
    "address",
    [
        "/partnerships/?q=leeds&region=north&authority=leeds&sort=name&page=1&view=map&utm_source=x&Region=a",
        "/members/?q=hall&region=north&sector=arts&page=1&foo=1",
        "/cold-spots/?region=north&sort=need&page=1",
        "/changes/?region=north&since=2026-01-05&page=1",
        "/events/?when=past&region=north&page=1",
        "/events/calendar/?month=2027-03&region=north",
        *("/news/?region=north&page=1", "/opportunities/?when=past", "/elsewhere/?kind=song&q=drum&page=1"),
        *("/resources/?kind=action+plan&q=drum&page=1", "/questions/?q=drum&page=1", "/since-2023/?q=drum"),
        *("/proposed/?page=1", "/case-studies/?page=1", "/authorities/", "/regions/", "/open-data/", "/support/today/"),
    ],
)
def test_no_page_leads_to_a_file_that_refuses_what_it_is_asked(client, address):
    make_one_of_each()
    region = make_region(slug="north")
    leeds = make_partnership([make_authority(slug="leeds", region=region)], name="Leeds33")
    make_membership(partnership=leeds, organisation=make_organisation(name="Hall", sector=make_sector(slug="arts")))
    make_question(title="Drum?")
    text_index.rebuild()

    page = unescape(client.get(address).text)
    files = set(re.findall(r'href="(/(?:api/v1/[\w/-]*|[\w/-]*\.(?:csv|geojson|atom|ics))(?:\?[^"]*)?)"', page))

    assert files
    for file in files:
        response = client.get(file)
        assert response.status_code == 200, file
        text_of(response)
