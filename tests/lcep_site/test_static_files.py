"""The site's files as they are served: collected, named after their content, and all there."""

import re

import pytest
from django.core.management import call_command
from django.templatetags.static import static
from django.test import override_settings

from lcep_site.settings import STORAGES
from tests.pages import PAGES, answer_all, status_of


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder the files were collected into, with the storage that serves them switched on."""
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield folder


@pytest.mark.django_db
def test_every_page_finds_its_files_under_names_made_from_their_content(collected):
    answers = answer_all()

    linked = {url for answer in answers.values() for url in re.findall(r"/static/[^\"' ]+", answer.content.decode())}

    assert {name: answers[name].status_code for name in PAGES} == {name: status_of(name) for name in PAGES}
    assert {url for url in linked if not re.search(r"\.[0-9a-f]{12}\.\w+$", url)} == set()
    assert {url for url in linked if not (collected / url.removeprefix("/static/")).is_file()} == set()


def test_a_stylesheet_is_kept_compressed_for_browsers_that_take_it(collected):
    path = collected / static("css/base.css").removeprefix("/static/")

    assert [path.with_name(f"{path.name}{ending}").is_file() for ending in ("", ".gz", ".br")] == [True, True, True]
