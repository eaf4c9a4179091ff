"""The picture of a partnership for those who share its page."""

import pytest
from django.conf import settings
from PIL import Image

from partnerships.files import share_pictures
from partnerships.models import Partnership
from partnerships.patchwork.drawing import as_picture
from partnerships.search.patchworks import patchwork_of
from partnerships.search.snapshot import keeping
from partnerships.vocabulary import PublicationState
from tests.factories import make_authority, make_partnership, make_priority

pytestmark = pytest.mark.django_db

LEEDS = "E08000035"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A folder of its own for what is kept."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def leeds33():
    return make_partnership([make_authority(name="Leeds", gss_code=LEEDS)], name="Leeds33")


def kept(media):
    """Return the names of the files that are kept."""
    return [path.name for path in (media / "share-pictures").iterdir()]


def test_it_is_a_picture_of_the_usual_size_with_the_patchwork_on_it(leeds33):
    path = share_pictures.picture_of(leeds33)

    with Image.open(path) as picture:
        assert (picture.format, picture.size) == ("PNG", (1200, 630))
        ground = picture.convert("RGB").getpixel((share_pictures.PATCHWORK_LEFT, 0))
    [first, *_], *_ = patchwork_of(keeping.current(), leeds33.pk)
    wanted = as_picture([[first]], share_pictures.TILE, share_pictures.PATCHES).getpixel((0, 0))
    assert max(abs(one - other) for one, other in zip(ground, wanted, strict=True)) < 8
    assert path.stat().st_size < 100_000


def test_it_is_drawn_anew_when_the_patchwork_changes(leeds33):
    first = share_pictures.picture_of(leeds33)
    leeds33.stated_priorities.create(priority=make_priority(), wording="w")

    assert share_pictures.picture_of(leeds33) != first


def test_its_colours_are_those_of_the_pages():
    tokens = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()

    for name, colour in share_pictures.PATCHES.items():
        assert f"--patch-{name}: {colour};" in tokens


def test_it_is_drawn_once(leeds33, monkeypatch):
    first = share_pictures.picture_of(leeds33)
    monkeypatch.setattr(share_pictures, "_drawn", None)

    assert share_pictures.picture_of(Partnership.objects.get()) == first


def test_it_is_drawn_anew_when_what_is_on_it_changes_and_the_old_one_goes(leeds33, media):
    first = share_pictures.picture_of(leeds33)
    leeds33.name = "Leeds Thirty Three"

    second = share_pictures.picture_of(leeds33)

    assert second != first
    assert kept(media) == [second.name]


@pytest.mark.parametrize(
    "name",
    [
        "A",
        "W" * 160,
        "Stoke and North Staffordshire " * 5,
        "Ünïcödé Cultural Education Partnership",
        " ".join("abcdefgh" * 9),
    ],
)
def test_any_name_fits(name):
    size, lines = share_pictures._fitted(name)

    assert len(lines) * size * share_pictures.LINE_HEIGHT <= share_pictures.MAX_NAME_HEIGHT


def test_the_picture_is_served_to_everybody_for_a_published_entry_only(client, leeds33):
    seen = client.get("/partnerships/leeds33/picture.png")
    Partnership.objects.update(publication=PublicationState.DRAFT)
    hidden = client.get("/partnerships/leeds33/picture.png")

    assert (seen.status_code, seen["Content-Type"], hidden.status_code) == (200, "image/png", 404)
    assert b"".join(seen.streaming_content).startswith(b"\x89PNG")
