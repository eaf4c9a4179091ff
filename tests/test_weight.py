"""Pages stay light on a slow connection: what a first visit fetches, compressed as it is sent."""

import re

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from lcep_site import encodings
from partnerships.models import Partnership
from tests.pages import FRAMES, PUBLIC

pytestmark = pytest.mark.django_db

# Of a page and what it fetches, but for the fonts. The page with the map of England is the heaviest.
MAX_BYTES = 60 * 1024
MAX_BYTES_OF_EVERYDAY = {
    "partnerships": 28 * 1024,
    "a partnership": 25 * 1024,
    "a partnership with many members": 25 * 1024,
}
# The page itself among them; fonts are fetched once and kept for a year.
MAX_REQUESTS = 5
COMPRESSED_ALREADY = (".webp", ".png")
FETCHED = re.compile(r'<(?:link rel="(?:stylesheet|preload|icon)"|img|script|use)[^>]*?(?:href|src)="/static/([^"#]+)')
PRELOADED = re.compile(r'<link rel="preload" href="/static/([^"]+)" as="font" type="font/woff2" crossorigin>')
FACE = re.compile(r"@font-face\s*{([^}]*)}")
MEASURED = ("size-adjust", "ascent-override", "descent-override", "line-gap-override")
FETCHED_BY_CSS = re.compile(r'url\("\.\./([^"]+)"\)')
# Those every page shows something in; a third is only fetched for letters these do not have.
# What is shown in frames is weighed in tests/partnerships/views/test_embeds.py.
WHOLE_PAGES = [name for name in PUBLIC if name not in FRAMES]
FONTS = {"fonts/atkinson-hyperlegible-next.woff2", "fonts/bricolage-grotesque-800.woff2"}
MAX_BYTES_OF_FONTS = 60 * 1024


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


@pytest.mark.parametrize("name", WHOLE_PAGES)
def test_a_first_visit_fetches_little_and_seldom_asks(answers, name):
    html = answers[name].content

    files = files_of(html.decode())

    others = {file for file in files if not file.startswith("fonts/")}
    assert {"css/site.css"} | FONTS <= files
    sent = len(encodings.compressed(html, encodings.BROTLI)) + sum(len(as_sent(file)) for file in others)
    assert sent <= MAX_BYTES_OF_EVERYDAY.get(name, MAX_BYTES)
    assert 1 + len(others) <= MAX_REQUESTS


def test_no_partnership_has_a_heavy_page(client, kept_snapshot):
    """Whichever it is: the page with its style sheet. Its map may be of shapes in a file, which browsers keep."""
    call_command("load_directory", verbosity=0)
    kept_snapshot()
    pages = {one.slug: client.get(one.get_absolute_url()).content for one in Partnership.objects.published()}

    style = len(as_sent("css/site.css"))
    weights = {slug: style + len(encodings.compressed(page, encodings.BROTLI)) for slug, page in pages.items()}
    assert len(weights) > 100
    assert {slug: weight for slug, weight in weights.items() if weight > MAX_BYTES_OF_EVERYDAY["a partnership"]} == {}


def test_all_fonts_together_are_small():
    files = sorted((settings.BASE_DIR / "static" / "fonts").glob("*.woff2"))

    assert {f"fonts/{path.name}" for path in files} >= FONTS
    assert sum(path.stat().st_size for path in files) < MAX_BYTES_OF_FONTS


@pytest.mark.parametrize("name", WHOLE_PAGES)
def test_a_page_asks_for_its_fonts_before_its_style_sheet_is_read(answers, name):
    head = answers[name].content.decode().partition("</head>")[0]

    assert set(PRELOADED.findall(head)) == FONTS


def test_text_is_read_before_its_font_has_come():
    with open(finders.find("css/site.css")) as file:
        faces = FACE.findall(file.read())

    fetched = [face for face in faces if "url(" in face]
    assert len(fetched) > len(FONTS)
    assert [face for face in fetched if "swap" not in face] == []
    # The face that stands in is as wide and as high, so that nothing moves: static/fonts/README.md.
    stand_ins = [face for face in faces if "local(" in face]
    assert stand_ins
    assert [face for face in stand_ins if not all(word in face for word in MEASURED)] == []


def test_the_pages_with_less_are_all_looked_at():
    assert set(MAX_BYTES_OF_EVERYDAY) <= set(PUBLIC)
