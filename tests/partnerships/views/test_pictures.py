"""Uploaded pictures on public pages: in the width a screen needs, with words for those who do not see them."""

import pytest
from django.template import Context, Template

from partnerships.files import pictures
from tests.factories import make_partnership
from tests.pictures import as_bytes, drawn, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path


def kept(width, height):
    """Keep a picture of this size and return its name."""
    return pictures.keep(upload(as_bytes(drawn(width, height))), "logos")


def shown(name, rest='"Arts" sizes="12rem"'):
    """Return the HTML with which a template shows the picture `name`."""
    return Template("{% load pictures %}{% picture name " + rest + " %}").render(Context({"name": name})).strip()


def test_a_picture_comes_in_every_width_with_its_size_and_words():
    name = kept(2000, 1000)
    folder = f"/media/{pictures.Picture.named(name).folder}"

    assert shown(name) == (
        f'<img src="{folder}/640x320.webp" srcset="{folder}/160x80.webp 160w, {folder}/320x160.webp 320w, '
        f'{folder}/640x320.webp 640w, {folder}/1280x640.webp 1280w" sizes="12rem" width="640" height="320" alt="Arts" '
        'loading="lazy">'
    )


def test_a_small_picture_is_shown_in_its_own_size():
    html = shown(kept(100, 50), '"" css_class="card-logo" is_lazy=False')

    assert 'class="card-logo"' in html
    assert 'width="100" height="50" alt="">' in html


def test_words_are_no_html():
    template = Template("{% load pictures %}{% picture name alt %}")

    html = template.render(Context({"name": "a.png", "alt": '"><script>'}))

    assert 'alt="&quot;&gt;&lt;script&gt;"' in html


def test_a_file_of_another_making_is_shown_as_it_is():
    assert shown("logos/arts.png") == '<img src="/media/logos/arts.png" alt="Arts" loading="lazy">'


def test_an_entry_shows_its_logo_with_words_and_a_card_without(client):
    partnership = make_partnership(logo=kept(400, 200), logo_alt="A green leaf")

    page = client.get(partnership.get_absolute_url()).content.decode()
    cards = client.get("/partnerships/").content.decode()

    assert page.count('class="entry-logo"') == page.count('alt="A green leaf"') == 1
    assert cards.count('class="card-logo"') == 1
    assert "A green leaf" not in cards


def test_an_entry_without_a_logo_shows_none(client):
    partnership = make_partnership()

    assert "entry-logo" not in client.get(partnership.get_absolute_url()).content.decode()


def test_a_picture_is_kept_by_browsers_for_a_year(client):
    name = kept(10, 10)
    make_partnership(logo=name, logo_alt="A green leaf")

    response = client.get(f"/media/{name}")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"


@pytest.mark.parametrize(
    "path",
    ["", "logos/", "logos/none.webp", "../lcep.sqlite3", "..%2Flcep.sqlite3", "logos/../../lcep.sqlite3", "open-data/"],
)
def test_nothing_else_is_given_out(client, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_a_picture_is_only_fetched(client):
    assert client.post("/media/logos/a.webp").status_code == 405
