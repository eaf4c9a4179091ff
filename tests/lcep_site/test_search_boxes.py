"""Every search box of the finder is ready to suggest names, whatever else a page runs."""

import re

import pytest
from django.conf import settings

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
