"""Pages stay light on a slow connection: what a first visit fetches, compressed as it is sent."""

import re

import brotli
import pytest
from django.contrib.staticfiles import finders

from lcep_site import encodings
from tests.pages import PUBLIC

pytestmark = pytest.mark.django_db

# Of a page and what it fetches, but for the font. The page with the map of England is the heaviest.
MAX_BYTES = 60 * 1024
MAX_BYTES_OF_EVERYDAY = {
    "partnerships": 28 * 1024,
    "a partnership": 25 * 1024,
    "a partnership with many members": 25 * 1024,
}
# The page itself among them; the font is fetched once and kept for a year.
MAX_REQUESTS = 5
COMPRESSED_ALREADY = (".webp", ".png")
FETCHED = re.compile(r'<(?:link rel="(?:stylesheet|preload|icon)"|img|script|use)[^>]*?(?:href|src)="/static/([^"#]+)')
FETCHED_BY_CSS = re.compile(r'url\("\.\./([^"]+)"\)')
FONT = "fonts/bricolage-grotesque-800.woff2"
MAX_BYTES_OF_FONT = 12 * 1024


def as_sent(name: str) -> bytes:
    """Return the static file `name` as it is sent."""
    with open(finders.find(name), "rb") as file:
        content = file.read()
    return content if name.endswith(COMPRESSED_ALREADY) else brotli.compress(content)


def files_of(html: str) -> set[str]:
    """Return the names of all static files a page fetches, those its style sheets fetch included."""
    files = set(FETCHED.findall(html))
    for name in [name for name in files if name.endswith(".css")]:
        with open(finders.find(name)) as file:
            files.update(FETCHED_BY_CSS.findall(file.read()))
    return files


@pytest.mark.parametrize("name", PUBLIC)
def test_a_first_visit_fetches_little_and_seldom_asks(answers, name):
    html = answers[name].content

    files = files_of(html.decode())

    assert {"css/site.css", FONT} <= files
    sent = len(encodings.compressed(html, encodings.BROTLI)) + sum(len(as_sent(file)) for file in files - {FONT})
    assert sent <= MAX_BYTES_OF_EVERYDAY.get(name, MAX_BYTES)
    assert 1 + len(files - {FONT}) <= MAX_REQUESTS


def test_the_only_font_is_small():
    with open(finders.find(FONT), "rb") as file:
        assert len(file.read()) <= MAX_BYTES_OF_FONT


def test_the_pages_with_less_are_all_looked_at():
    assert set(MAX_BYTES_OF_EVERYDAY) <= set(PUBLIC)
