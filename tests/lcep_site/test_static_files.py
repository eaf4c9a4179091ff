"""The site's files as they are served: collected, named after their content, and all there."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client, override_settings

from lcep_site import frame
from lcep_site.settings import BASE_DIR, STORAGES
from lcep_site.style_sheets import EMBEDDED_PARTS, PARTS, SHEET, SHEETS, StyleSheetFinder
from tests.pages import FRAMES, PAGES, PUBLIC

LINKED = re.compile(r"/static/([^\"'# ]+)")


@pytest.fixture(scope="module")
def collected(answers, tmp_path_factory):
    """The folder the files were collected into, with the storage that serves them switched on.

    The answers came before, so they name the files as they are called before.
    """
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0)
        frame.forget()
        yield folder
    frame.forget()


@pytest.mark.django_db
def test_every_page_finds_its_files_under_names_made_from_their_content(answers, collected):
    linked = {name for answer in answers.values() for name in LINKED.findall(answer.content.decode())}

    addresses = {static(name) for name in linked}

    assert len(linked) > 5
    assert {url for url in addresses if not re.search(r"\.[0-9a-f]{12}\.\w+$", url)} == set()
    assert {url for url in addresses if not (collected / url.removeprefix("/static/")).is_file()} == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["about", "map", "join", "sign in", "not found", "broken down"])
def test_a_page_drawn_with_the_collected_files_names_no_other(collected, name):
    page = Client(raise_request_exception=False).get(PAGES[name]).content.decode()

    assert {name for name in LINKED.findall(page) if not (collected / name).is_file()} == set()
    assert {name for name in LINKED.findall(page) if not re.search(r"\.[0-9a-f]{12}\.\w+$", name)} == set()


def test_no_template_names_a_file_by_its_address():
    """So the names on every page are those that the storage gives."""
    templates = [path for path in (BASE_DIR / "templates").rglob("*") if path.is_file()]

    assert len(templates) > 100
    assert {str(path) for path in templates if "/static/" in path.read_text()} == set()


def test_a_stylesheet_is_kept_compressed_for_browsers_that_take_it(collected):
    path = collected / static("css/site.css").removeprefix("/static/")

    assert [path.with_name(f"{path.name}{ending}").is_file() for ending in ("", ".gz", ".br")] == [True, True, True]


@pytest.mark.parametrize(("accepted", "ending"), [("gzip, deflate, br", ".br"), ("gzip", ".gz"), ("identity", "")])
def test_what_was_compressed_beforehand_is_sent_as_it_lies(collected, accepted, ending):
    address = static("css/site.css")
    with override_settings(WHITENOISE_AUTOREFRESH=False, WHITENOISE_USE_FINDERS=False):
        response = Client().get(address, headers={"accept-encoding": accepted})

    assert response.get("Content-Encoding", "") == {".br": "br", ".gz": "gzip", "": ""}[ending]
    assert b"".join(response) == (collected / f"{address.removeprefix('/static/')}{ending}").read_bytes()
    assert "immutable" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_page_waits_for_one_style_sheet(answers):
    sheets = {
        name: re.findall(r'<link rel="stylesheet" href="([^"]+)"', answers[name].content.decode()) for name in PUBLIC
    }

    assert {name for name, found in sheets.items() if found == ["/static/css/embedded.css"]} == FRAMES
    of_all, printed = "/static/css/site.css", "a sheet for a noticeboard"
    of_accounts = {name for name in PUBLIC if PAGES[name].startswith("/accounts/")}
    assert {name for name, found in sheets.items() if found == [of_all]} == {*PUBLIC} - FRAMES - of_accounts - {printed}
    # What is a page's own comes after what it changes.
    assert sheets[printed] == [of_all, "/static/css/sheet.css"]
    assert [name for name in of_accounts if sheets[name] != [of_all, "/static/css/accounts.css"]] == []


@pytest.mark.parametrize("name", SHEETS)
def test_a_style_sheet_is_all_of_its_parts_and_finds_their_files(collected, name):
    sheet = (collected / static(name).removeprefix("/static/")).read_text()
    parts = [(BASE_DIR / "static" / part).read_text() for part in SHEETS[name]]
    files = re.findall(r'url\("([^":]+)"\)', sheet)

    rules = {line.strip() for part in parts for line in part.splitlines() if line.strip().endswith("}")}
    assert len(rules) > 100
    assert [rule for rule in rules if rule not in sheet and "url(" not in rule] == []
    assert "/*" not in sheet
    assert sheet.index("@layer tokens, base, layout, components, print;") < sheet.index("{")
    assert files
    assert [name for name in files if not (collected / "css" / name).is_file()] == []


def test_nothing_moves_for_who_asks_for_less_motion(collected):
    sheet = (collected / static(SHEET).removeprefix("/static/")).read_text()
    less = "@media (prefers-reduced-motion: no-preference) {"
    moving = ("@view-transition", "view-transition-name", "scroll-behavior: smooth", "animation", "transition:")
    # What stands inside of such a rule is indented, so the text until the next one that is not may hold them.
    allowed = "".join(part.partition(" } }")[0] for part in sheet.split(less)[1:])

    assert [word for word in moving[:3] if word not in allowed] == []
    assert {word: sheet.count(word) for word in moving} == {word: allowed.count(word) for word in moving}


def test_every_style_sheet_is_in_that_of_the_public_pages_or_in_the_back_office():
    sheets = {f"css/{path.name}" for path in (BASE_DIR / "static" / "css").glob("*.css")}

    assert sheets - {*PARTS, *EMBEDDED_PARTS} == {"css/accounts.css", "css/back-office.css", "css/sheet.css"}


def test_a_change_of_a_part_is_in_the_sheet_when_it_is_next_asked_for(tmp_path):
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "static" / "css" / "embeds.css").write_text("")
    for number, part in enumerate(PARTS):
        (tmp_path / "static" / part).write_text(f"/* Why. */\n  a {{ order: {number}; }}\n")
    with override_settings(BASE_DIR=tmp_path, DATA_DIR=tmp_path):
        finder = StyleSheetFinder()
        first = Path(finder.find(SHEET)).read_text()
        (tmp_path / "static" / PARTS[3]).write_text("a { order: another; }")
        (name, storage), *_ = finder.list([])

    assert first.split() == " ".join(f"a {{ order: {number}; }}" for number in range(len(PARTS))).split()
    assert Path(storage.path(name)).read_text().split() == first.replace("order: 3;", "order: another;").split()
    assert finder.find("css/other.css") == []


def test_what_is_set_apart_by_a_fill_has_an_edge_where_browsers_take_fills_away():
    """In forced colours a side in colour alone is a bar with bent ends, and no edge at all leaves nothing."""
    sheets = "".join((BASE_DIR / "static" / part).read_text() for part in PARTS)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", sheets, flags=re.DOTALL))
    panels = {
        selector.strip(): rule
        for selector, rule in rules
        if all(part in rule for part in ("background: var(--", "border-radius: var(--", "padding: var(--space"))
    }

    assert len(panels) > 5
    assert [selector for selector, rule in panels.items() if " border: " not in rule] == []
