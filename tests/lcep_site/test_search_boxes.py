"""Search boxes: those of the finder are ready to suggest names; none breaks on what nobody types."""

import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from tests.factories import make_partnership, make_superuser
from tests.pages import PUBLIC

pytestmark = pytest.mark.django_db
FOLDER = settings.BASE_DIR / "static"
# What fetches the script that suggests, when somebody turns to a box.
FETCHES = (FOLDER / "js" / "find.js").read_text().splitlines()[-1]


def test_the_line_that_fetches_it_is_one():
    assert "import(dataset.suggestions)" in FETCHES


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_with_a_search_box_fetches_suggestions_when_it_is_turned_to(answers, name):
    html = answers[name].content.decode()
    boxes = re.findall(r"<input[^>]*data-suggestions[^>]*>", html)
    scripts = [(FOLDER / path).read_text() for path in re.findall(r'<script src="/static/([^"]+)"', html)]

    assert len(boxes) >= html.count('action="/find/"')
    assert not boxes or sum(FETCHES in script for script in scripts) == 1


@pytest.mark.parametrize("name", PUBLIC)
def test_a_page_has_one_box_to_search_with(answers, name):
    """So nobody has to choose: the small one of the header is left out where a page has its own."""
    html = answers[name].content.decode()
    boxes = re.findall(r"<input[^>]*(?:type=\"search\"|data-suggestions=)[^>]*>", html)

    assert len(boxes) <= 1 or 'class="header-search"' not in html


@pytest.mark.ignore_template_errors
def test_a_null_character_in_any_box_of_the_back_office_counts_as_nothing(client):
    """PostgreSQL refuses to be asked for one."""
    client.force_login(make_superuser())
    lists = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    pages = [*map(reverse, lists), reverse("admin:search"), reverse("admin:digest-preview"), reverse("admin:reports")]
    make_partnership(name="Aire")
    choice = {"app_label": "partnerships", "model_name": "newsitem", "field_name": "partnership"}

    # What no list is filtered by leads back to the list.
    broken = [page for page in pages if client.get(page, {"q": "\0", "a\0": "1\0"}, follow=True).status_code != 200]
    offered = client.get(reverse("admin:autocomplete"), choice | {"term": "Ai\0re"}).json()["results"]
    found = client.get(reverse("admin:search"), {"q": "Ai\0re"}).context["results"]

    assert broken == []
    assert [row["text"] for row in offered] == [hit.title for group in found for hit in group.hits] == ["Aire"]
