"""The frame of pages is kept between requests: each section has its own, and nothing of a request is in it."""

import re

import pytest
from django.urls import get_script_prefix, set_script_prefix

from lcep_site import frame
from lcep_site.frame import Frame
from tests.factories import make_partnership

CURRENT = re.compile(r'<a href="([^"]+)" aria-current="true">')


@pytest.fixture(autouse=True)
def new_frame():
    """Nothing is kept of what other tests drew, nor for them."""
    frame.forget()
    yield
    frame.forget()


@pytest.fixture
def drawn(monkeypatch):
    """What the frame's templates are given, each time one is drawn: (template, context)."""
    calls, draw = [], frame.render_to_string
    monkeypatch.setattr(frame, "render_to_string", lambda *call: calls.append(call) or draw(*call))
    return calls


def whole(path):
    """Return all of the frame of the page at `path`."""
    page = Frame(path)
    return page.files() + page.header() + page.footer()


@pytest.mark.django_db
def test_pages_asked_one_after_the_other_each_mark_their_own_section(client):
    paths = ["/map/", make_partnership().get_absolute_url(), "/about/data/", "/privacy/", "/map/", "/about/"]

    marked = [CURRENT.findall(client.get(path).content.decode()) for path in paths]

    assert marked == [["/map/"], ["/partnerships/"], ["/about/", "/about/data/"], ["/privacy/"], ["/map/"], ["/about/"]]


def test_pages_of_one_section_share_what_is_drawn(drawn):
    texts = {whole(f"/partnerships/typed-by-somebody-{number}/") for number in range(500)}
    no_section = {whole(f"/typed-by-somebody-{number}/") for number in range(500)}

    assert [template for template, _ in drawn] == [
        "components/page_files.html",
        "components/header.html",
        "components/footer.html",
        "components/header.html",
        "components/footer.html",
    ]
    assert (len(texts), len(no_section)) == (1, 1)


@pytest.mark.django_db
def test_what_is_kept_is_drawn_from_nothing_of_a_request(client, drawn):
    page = client.get("/accessibility/?typed=LS1+3AB", headers={"host": "localhost", "user-agent": "Somebody's own"})

    assert page.status_code == 200
    assert {name for _, context in drawn for name in context} == {
        "site_name",
        "navigation",
        "footer_navigation",
        "has_search",
    }
    assert not re.search("LS1|3AB|localhost|Somebody|testserver", str(drawn) + whole("/accessibility/"))


@pytest.mark.django_db
def test_only_pages_without_a_finder_of_their_own_have_the_small_one(client):
    searches = {path: client.get(path).content.decode().count('class="header-search"') for path in ("/", "/map/", "/")}

    assert searches == {"/": 0, "/map/": 1}


def test_a_site_mounted_below_a_path_keeps_its_links_apart():
    before = get_script_prefix()
    try:
        at_the_root, home = Frame("/map/").header(), Frame("/").header()
        set_script_prefix("/directory/")
        below, home_below = Frame("/directory/map/").header(), Frame("/directory/").header()
    finally:
        set_script_prefix(before)

    assert CURRENT.findall(at_the_root) == ["/map/"]
    assert CURRENT.findall(below) == ["/directory/map/"]
    assert ('href="/directory/map/"' in home_below, "/directory/" in home) == (True, False)
    assert Frame("/map/").header() == at_the_root
