"""The site's files as they are served: collected, named after their content, and all there."""

import re

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client, override_settings

from lcep_site import frame
from lcep_site.settings import BASE_DIR, STORAGES
from tests.pages import PAGES

LINKED = re.compile(r"/static/([^\"' ]+)")


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

    assert len(linked) > 10
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
    path = collected / static("css/base.css").removeprefix("/static/")

    assert [path.with_name(f"{path.name}{ending}").is_file() for ending in ("", ".gz", ".br")] == [True, True, True]
