"""Pages stay light on a slow connection: what a first visit fetches, compressed as it is sent."""

import gzip
import re

import pytest
from django.contrib.staticfiles import finders

from tests.pages import PUBLIC

pytestmark = pytest.mark.django_db

# The promise made for the finder, the map in its answers included; the page with the map of England is the heaviest.
MAX_BYTES = 60 * 1024
COMPRESSED_ALREADY = (".woff2", ".webp", ".png")
FETCHED = re.compile(r'<(?:link rel="(?:stylesheet|preload|icon)"|img|script)[^>]*?(?:href|src)="/static/([^"]+)"')
FETCHED_BY_CSS = re.compile(r'url\("\.\./([^"]+)"\)')


def as_sent(name: str) -> bytes:
    """Return the static file `name` as it is sent."""
    with open(finders.find(name), "rb") as file:
        content = file.read()
    return content if name.endswith(COMPRESSED_ALREADY) else gzip.compress(content)


def files_of(html: str) -> set[str]:
    """Return the names of all static files a page fetches, those its style sheets fetch included."""
    files = set(FETCHED.findall(html))
    for name in [name for name in files if name.endswith(".css")]:
        with open(finders.find(name)) as file:
            files.update(FETCHED_BY_CSS.findall(file.read()))
    return files


@pytest.mark.parametrize("name", PUBLIC)
def test_a_first_visit_fetches_less_than_60_kilobytes(answers, name):
    html = answers[name].content

    files = files_of(html.decode())

    assert "css/site.css" in files
    assert "fonts/bricolage-grotesque-800.woff2" in files
    assert len(gzip.compress(html)) + sum(len(as_sent(file)) for file in files) < MAX_BYTES
