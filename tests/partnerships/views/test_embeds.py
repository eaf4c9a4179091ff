"""Frames for other sites: light, whole in any width, leading out of themselves; and the page that gives them away."""

import html
import re

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lcep_site import encodings
from lcep_site.style_sheets import EMBEDDED, EMBEDDED_IN
from partnerships.open_data import embeds
from partnerships.publishing import workflow
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_partnership, make_region, make_superuser
from tests.pages import FRAMES, PAGES
from tests.test_weight import as_sent, files_of

pytestmark = pytest.mark.django_db
MAX_BYTES_OF_CARD, MAX_BYTES_OF_MAP = 15 * 1024, 40 * 1024
FONTS = "fonts/"


def weight_of(response):
    """Return how many bytes a first visit fetches, but for fonts."""
    files = [file for file in files_of(response.text) if not file.startswith(FONTS)]
    return len(encodings.compressed(response.content, encodings.BROTLI)) + sum(map(len, map(as_sent, files)))


def test_a_card_weighs_little_and_a_map_no_more_than_a_picture(answers):
    weights = {name: weight_of(answers[name]) for name in FRAMES}

    assert weights["a frame, a partnership"] <= MAX_BYTES_OF_CARD
    assert {name for name, weight in weights.items() if weight > MAX_BYTES_OF_MAP} == set()


def test_a_frame_has_nothing_around_it_and_fetches_no_shapes_which_some_frames_may_not(answers):
    for name in FRAMES:
        text = answers[name].text
        assert re.findall(r'<(header|nav|footer|form|h2|use href="[^#])', text) == [], name
        assert 'content="noindex"' in text


def test_every_link_opens_in_the_whole_window(answers):
    """`<base>` says so of links in HTML, and of none in a drawing."""
    for name in FRAMES:
        text = answers[name].text
        drawn = re.findall(r"<svg class=\"map\".*?</svg>", text, re.DOTALL)
        links = [link for svg in drawn for link in re.findall(r"<a [^>]*>", svg)]
        assert '<base target="_top">' in text
        assert [link for link in links if 'target="_top"' not in link] == [], name
        assert len(links) > 30 or "map" not in PAGES[name]


@pytest.mark.parametrize(
    ("fields", "ways"),
    [
        ({"stage": "established", "stage_as_of": "2026-03"}, ["Ask to join", "More about it"]),
        ({"stage": ""}, ["Ask to join", "More about it"]),
        ({"stage": "dormant", "stage_as_of": "2026-03"}, ["Ask to join", "More about it"]),
        ({"stage": "ended", "stage_as_of": "2024"}, ["More about it"]),
        ({"stage": "proposed"}, ["Help start it", "More about it"]),
    ],
)
def test_a_card_says_what_can_be_done_at_each_stage(client, fields, ways):
    partnership = make_partnership(name="Aire", **fields)

    text = client.get(f"/embed/partnerships/{partnership.slug}/").text

    actions = re.search(r'<p class="embed-actions">(.*?)</p>', text, re.DOTALL)[1]
    assert re.findall(r">([^<>]+)</a>", actions) == ways
    assert html.escape(partnership.stage_words_today if not fields["stage"] else partnership.stage_words) in text


@pytest.mark.parametrize("is_archived", [True, False])
def test_what_is_not_there_says_so_inside_the_frame(client, is_archived):
    partnership = make_partnership(name="Aire")
    if is_archived:
        workflow.move(partnership, to=PublicationState.ARCHIVED, by=make_superuser())
    path = f"/embed/partnerships/{partnership.slug if is_archived else 'other'}/"

    response = client.get(path)

    assert response.status_code == 404
    assert "not in the directory any more" in response.text and "Aire" not in response.text
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "X-Frame-Options" not in response
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_name_that_several_had_leads_to_no_page_that_refuses_the_frame(client):
    for place in ("North", "South"):
        make_partnership(name=f"{place} partnership").names.create(name="Old name")

    assert client.get("/embed/partnerships/old-name/").status_code == 404


def test_a_frame_asks_the_same_for_few_and_many(client):
    region = make_region()
    counts = []
    for number in (1, 3):
        partnership = make_partnership([make_authority(region=region) for _ in range(number)])
        for path in (f"/embed/partnerships/{partnership.slug}/", f"/embed/regions/{region.slug}/map/", "/embed/map/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{path}?utm_source={number}").status_code == 200
            counts.append(len(queries))

    assert counts[:3] == counts[3:]


@pytest.mark.parametrize(
    ("name", "path", "height"),
    [
        ("embed, of a partnership", "/embed/partnerships/leeds33/", embeds.CARD_HEIGHT),
        ("embed", "/embed/map/", embeds.MAP_HEIGHT),
    ],
)
def test_the_line_to_copy_is_the_frame_that_is_shown(answers, name, path, height):
    text = answers[name].text

    code = html.unescape(re.search(r"<textarea[^>]*readonly[^>]*>(.*?)</textarea>", text, re.DOTALL)[1])
    shown = re.search(r"<iframe[^>]*>", text)[0]
    assert re.fullmatch(r"<iframe [^>]+></iframe>", code)
    given = dict(re.findall(r'([\w-]+)="([^"]*)"', code))
    assert (given["src"], given["height"]) == (f"http://127.0.0.1:8000{path}?theme=light", str(height))
    assert (given["width"], given["loading"]) == ("600", "lazy")
    assert given["title"] and f'title="{given["title"]}"' in html.unescape(shown)
    assert f'src="{path}?theme=light"' in shown and f'height="{height}"' in shown
    assert "frame-src 'self'" in answers[name]["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("asked", "frame", "sheet", "scheme"),
    [
        ("", "?theme=light", "embedded-light", "light"),
        ("?theme=light", "?theme=light", "embedded-light", "light"),
        ("?theme=dark", "?theme=dark", "embedded-dark", "dark"),
        ("?theme=device", "", "embedded", "light dark"),
        ("?theme=pink", "?theme=light", "embedded-light", "light"),
    ],
)
def test_a_frame_has_the_colours_of_the_site_around_it(client, asked, frame, sheet, scheme):
    text = html.unescape(client.get(f"/embed/{asked}").text)

    assert f'src="http://127.0.0.1:8000/embed/map/{frame}"' in text and f'src="/embed/map/{frame}"' in text
    for path in ("/embed/map/", "/embed/partnerships/no-such/"):
        shown = client.get(f"{path}{frame}").text
        assert f'href="/static/css/{sheet}.css"' in shown
        assert f'<meta name="color-scheme" content="{scheme}">' in shown


def test_a_sheet_of_one_theme_never_asks_the_device():
    sheets = {theme: as_text(name) for theme, name in EMBEDDED_IN.items()}

    assert "prefers-color-scheme: dark" in as_text(EMBEDDED)
    assert {theme for theme, text in sheets.items() if "prefers-color-scheme" in text} == set()
    assert {theme: re.findall(r":root { color-scheme: ([^;]+)", text) for theme, text in sheets.items()} == {
        "light": ["light"],
        "dark": ["dark"],
    }


def as_text(name):
    with open(finders.find(name)) as file:
        return file.read()


def test_a_quotation_mark_in_a_name_ends_nothing(client):
    partnership = make_partnership(name='The "Aire" & more')

    text = client.get(f"/embed/?partnership={partnership.slug}").text

    code = html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)[1])
    assert 'title="The &quot;Aire&quot; &amp; more" width="600"' in code


def test_what_is_chosen_by_an_old_address_is_shown_and_nonsense_is_said(client):
    partnership = make_partnership(name="Aire")
    partnership.slug = "newer"
    partnership.save()

    assert "/embed/partnerships/newer/" in client.get("/embed/?partnership=aire").text
    nonsense = client.get("/embed/?region=atlantis")
    assert "We ignored “atlantis”" in nonsense.text and "/embed/map/" in nonsense.text


def test_pages_lead_to_their_frames(answers):
    assert 'href="/embed/?partnership=leeds33"' in answers["a partnership"].text
    assert 'href="/embed/?region=yorkshire-and-the-humber"' in answers["a region"].text
    for name in ("open data", "about"):
        assert 'href="/embed/"' in answers[name].text
