"""Pictures are taken for what they are, stripped of all but their pixels, and kept in several widths."""

import datetime
import io
import os
import re
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import call_command
from PIL import Image, ImageCms

from partnerships.files import picture_reading, pictures
from partnerships.files.pictures import Picture
from partnerships.models import Partnership
from partnerships.uploads import apart
from tests.factories import make_partnership
from tests.pictures import as_bytes, drawn, upload

RED = (200, 30, 30)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def kept(content, name="logo.png"):
    """Keep `content` as an upload and return the picture."""
    return Picture.named(pictures.keep(upload(content, name), "logos"))


def opened(name):
    """Return the kept file `name`, decoded."""
    with default_storage.open(name) as file:
        image = Image.open(io.BytesIO(file.read()))
        image.load()
    return image


def all_files(folder):
    """Return every file below `folder`."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def chunk(kind, content):
    """Return one part of a PNG file."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def claiming(width, height):
    """Return a PNG of a few bytes that says it is `width` by `height`."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def animated(file_format):
    """Return a picture of two frames."""
    frames = [drawn(colour=RED), drawn(colour=(0, 0, 200))]
    return as_bytes(frames[0], file_format, save_all=True, append_images=frames[1:])


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_each_usual_kind_is_kept_whatever_it_is_called(file_format):
    picture = kept(as_bytes(drawn(colour=RED), file_format), name="logo.txt")

    image = opened(picture.name)
    assert (image.format, image.size) == ("WEBP", (400, 300))
    assert all(
        abs(actual - expected) < 25
        for actual, expected in zip(image.convert("RGB").getpixel((50, 150)), RED, strict=True)
    )


def test_a_large_picture_is_kept_in_every_width_and_none_is_enlarged():
    picture = kept(as_bytes(drawn(2000, 1000)))

    assert [width for width, _ in picture.sizes] == [160, 320, 640, 1280]
    assert [opened(name).size for _, name in picture.sizes] == [(160, 80), (320, 160), (640, 320), (1280, 640)]


def test_a_small_picture_is_kept_in_its_own_width_and_those_below(media):
    picture = kept(as_bytes(drawn(400, 301)))

    assert [opened(name).size for _, name in picture.sizes] == [(160, 120), (320, 241), (400, 301)]
    assert len(all_files(media)) == 3


def test_a_very_high_picture_is_made_to_fit():
    picture = kept(as_bytes(drawn(10, 20_000)))

    assert opened(picture.name).size == (1, 2560)


def test_a_name_says_where_all_files_lie_and_cannot_be_guessed():
    first, second = kept(as_bytes(drawn())), kept(as_bytes(drawn()))

    assert Picture.named(first.name) == first
    assert first.folder != second.folder
    assert len(first.folder) == len("logos/") + 22


def test_a_name_of_another_making_is_no_picture():
    assert [Picture.named(name) for name in ("", "logos/arts.png", "logos/x/0x5.webp")] == [None, None, None]


def test_place_and_camera_are_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    exif.get_ifd(0x8825)[2] = (53.0, 48.0, 0.0)
    content = as_bytes(drawn(400, 200, colour=RED), "JPEG", exif=exif, xmp=b"<x:xmpmeta>Secret</x:xmpmeta>")

    picture = kept(content)

    assert b"A camera" in content
    image = opened(picture.name)
    assert image.size == (200, 400)
    assert set(image.info) <= {"background", "loop", "timestamp", "duration"}
    assert dict(image.getexif()) == {}
    with default_storage.open(picture.name) as file:
        assert [mark for mark in (b"EXIF", b"XMP ", b"ICCP", b"Secret") if mark in file.read()] == []


def test_the_colours_of_a_profile_become_those_of_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")

    picture = kept(as_bytes(drawn(colour=RED), icc_profile=swapped))

    red, _, blue = opened(picture.name).convert("RGB").getpixel((50, 150))
    assert blue > 150 > 60 > red


def test_a_broken_profile_is_as_good_as_none():
    picture = kept(as_bytes(drawn(colour=RED), icc_profile=b"not a profile"))

    assert opened(picture.name).size == (400, 300)


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_can_be_seen_through_stays_so(mode):
    picture = kept(as_bytes(Image.new(mode, (200, 100), (200,) * (len(mode) - 1) + (0,))))

    assert opened(picture.name).convert("RGBA").getpixel((5, 5))[3] == 0


def test_a_grey_picture_of_sixteen_bits_keeps_its_greys():
    image = Image.new("I;16", (20, 20), 128 * 256)

    picture = kept(as_bytes(image))

    assert abs(opened(picture.name).convert("L").getpixel((5, 5)) - 128) < 4


REFUSED = [
    (b"<svg xmlns='http://www.w3.org/2000/svg'></svg>", picture_reading.IS_SVG),
    (b"<?xml version='1.0'?>\n<!DOCTYPE svg><svg/>", picture_reading.IS_SVG),
    (b"<html><script>go()</script></html>", picture_reading.NOT_A_PICTURE),
    (b"MZ\x90\x00", picture_reading.NOT_A_PICTURE),
    (as_bytes(drawn(), "BMP"), picture_reading.NOT_A_PICTURE),
    (as_bytes(drawn(), "TIFF"), picture_reading.NOT_A_PICTURE),
    (as_bytes(drawn(colour=RED))[:-40], picture_reading.IS_BROKEN),
    (as_bytes(drawn(colour=RED), "JPEG")[:600], picture_reading.IS_BROKEN),
    (claiming(7000, 6000), picture_reading.TOO_MANY_PIXELS),
    (as_bytes(Image.new("1", (5000, 4001)), "WEBP", lossless=True, method=0), picture_reading.TOO_MANY_PIXELS),
    (claiming(12_000, 9_000), picture_reading.TOO_MANY_PIXELS),
    (claiming(60_000, 60_000), picture_reading.TOO_MANY_PIXELS),
    (animated("GIF"), picture_reading.IS_ANIMATED),
    (animated("PNG"), picture_reading.IS_ANIMATED),
    (animated("WEBP"), picture_reading.IS_ANIMATED),
    (as_bytes(drawn()) + b"\0" * pictures.MAX_BYTES, pictures.TOO_MANY_BYTES),
]


@pytest.mark.parametrize(("content", "refusal"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_not_a_picture_to_keep_is_refused_and_leaves_nothing(media, content, refusal):
    with pytest.raises(ValidationError, match=re.escape(refusal)):
        pictures.keep(upload(content), "logos")

    assert all_files(media) == []


def test_a_file_that_lies_about_its_size_is_still_read_only_so_far():
    file = upload(as_bytes(drawn()) + b"\0" * pictures.MAX_BYTES)
    file.size = 10

    with pytest.raises(ValidationError, match=pictures.TOO_MANY_BYTES):
        pictures.keep(file, "logos")


@pytest.mark.parametrize(
    ("file_format", "mode", "size", "options"),
    [
        ("PNG", "RGBA", (8000, 5000), {}),
        ("PNG", "LA", (8000, 5000), {}),
        ("PNG", "P", (5000, 8000), {}),
        ("JPEG", "RGB", (8000, 5000), {"progressive": True, "subsampling": 0}),
        ("WEBP", "RGBA", (5000, 4000), {"lossless": True, "method": 0}),
    ],
)
def test_the_largest_pictures_are_made_smaller_within_the_memory_there_is(file_format, mode, size, options):
    content = as_bytes(Image.new(mode, size), file_format, **options)

    # It is refused in words beyond 512 MB of address space; one such picture took 569 MB of memory before.
    made = apart.read("partnerships.files.picture_reading:as_webp", content, pictures.WIDTHS, pictures.MAX_HEIGHT)

    assert apart.USUAL.memory_megabytes == 512
    assert tuple(made[-1][:2]) == (1280, round(1280 * size[1] / size[0]))


def test_who_sends_a_picture_that_takes_too_much_is_told_so_and_nothing_is_left(media, monkeypatch):
    monkeypatch.setattr(apart, "USUAL", apart.Limits(memory_megabytes=120))
    monkeypatch.setattr(apart.read, "__kwdefaults__", {"limits": apart.USUAL})

    with pytest.raises(ValidationError, match="takes too much time or memory, so we have stopped"):
        pictures.keep(upload(as_bytes(Image.new("RGB", (7000, 5000)))), "logos")

    assert all_files(media) == []


def test_when_the_disk_is_full_nothing_half_made_is_left(media, monkeypatch):
    save, saved = default_storage.save, []

    def save_one(name, content):
        if saved:
            raise OSError("No space left on device")
        saved.append(save(name, content))
        return saved[0]

    monkeypatch.setattr(default_storage, "save", save_one)

    with pytest.raises(OSError, match="No space"):
        pictures.keep(upload(), "logos")
    assert (len(saved), all_files(media)) == (1, [])


def test_a_stashed_picture_is_had_again():
    name = pictures.keep(upload(), "logos")

    token = pictures.stash(name)

    assert pictures.unstash(token) == name


@pytest.mark.parametrize("token", ["", "logos/x/1x1.webp", "\0", "a:b:c"])
def test_a_token_we_did_not_sign_stands_for_nothing(token):
    assert pictures.unstash(token) == ""


def test_a_token_for_a_picture_that_is_gone_stands_for_nothing():
    assert pictures.unstash(pictures.stash("logos/gone/1x1.webp")) == ""


def make_old(media):
    """Make every kept file two days old."""
    moment = datetime.datetime.now().timestamp() - 2 * 24 * 3600
    for path in all_files(media):
        os.utime(path, (moment, moment))


@pytest.mark.versions
@pytest.mark.django_db
def test_pictures_that_nothing_refers_to_are_removed_after_a_day(media, capsys):
    partnership = make_partnership(logo=pictures.keep(upload(), "logos"), logo_alt="Arts")
    former = partnership.logo.name
    partnership.logo = pictures.keep(upload(), "logos")
    partnership.save()
    unused = pictures.keep(upload(), "logos")
    make_old(media)
    fresh = pictures.keep(upload(), "logos")

    call_command("remove_unused_pictures")

    assert capsys.readouterr().out == "Pictures removed: 1.\n"
    left = [default_storage.exists(name) for name in (former, Partnership.objects.get().logo.name, unused, fresh)]
    assert left == [True, True, False, True]
    assert not default_storage.exists(Picture.named(unused).folder)


@pytest.mark.django_db
def test_removing_without_a_folder_removes_nothing(capsys):
    call_command("remove_unused_pictures")

    assert capsys.readouterr().out == "Pictures removed: 0.\n"
