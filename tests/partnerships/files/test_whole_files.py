"""Where the disk has no room, nothing of a file stays behind, and what was there before is as it was."""

import errno

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from partnerships.files import pictures, share_pictures
from partnerships.files.whole_files import MediaFiles, StaticFiles
from partnerships.mail import delivery
from partnerships.mail.file_backend import MailFiles
from tests.factories import make_mail, make_partnership
from tests.pictures import as_bytes, drawn, upload

FULL = OSError(errno.ENOSPC, "No space left on device")


class TooLarge(ContentFile):
    """Content of which the disk takes the beginning only."""

    def chunks(self, chunk_size=None):
        yield b"the beginning"
        raise FULL


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def files_in(folder):
    """Return the paths of all there is in `folder`."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def be_full(*args, **kwargs):
    raise FULL


@pytest.mark.no_database
@pytest.mark.parametrize("make", [MediaFiles, lambda folder: StaticFiles(folder, base_url="/static/")])
def test_of_a_file_that_finds_no_room_nothing_is_kept(tmp_path, make):
    storage = make(tmp_path)
    storage.save("a.txt", ContentFile(b"old"))

    with pytest.raises(OSError, match="No space"):
        storage.save("b.txt", TooLarge(b"new"))
    with pytest.raises(OSError, match="No space"):
        storage.save("a.txt", TooLarge(b"new"))

    assert files_in(tmp_path) == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"old"


@pytest.mark.no_database
def test_when_hashed_names_find_no_room_none_of_them_is_left(tmp_path, monkeypatch):
    storage = StaticFiles(tmp_path, base_url="/static/")
    storage.save("a.css", ContentFile(b"a { color: red }"))
    storage.save("b.css", ContentFile(b"b { color: red }"))
    save_manifest = storage.save_manifest
    monkeypatch.setattr(storage, "save_manifest", be_full)

    with pytest.raises(OSError, match="No space"):
        list(storage.post_process({"a.css": (storage, "a.css"), "b.css": (storage, "b.css")}))

    assert files_in(tmp_path) == ["a.css", "b.css"]
    monkeypatch.setattr(storage, "save_manifest", save_manifest)
    list(storage.post_process({"a.css": (storage, "a.css")}))
    assert len(files_in(tmp_path)) > 2


def test_a_picture_that_finds_room_for_its_small_widths_only_leaves_not_even_its_folder(media, monkeypatch):
    save, saved = default_storage.save, []

    def save_two(name, content):
        saved.append(name)
        return save(name, TooLarge(b"") if len(saved) > 2 else content)

    monkeypatch.setattr(default_storage, "save", save_two)

    with pytest.raises(OSError, match="No space"):
        pictures.keep(upload(as_bytes(drawn(700, 700), "PNG"), "logo.png"), "logos")

    assert len(saved) == 3
    assert [path for path in media.rglob("*") if path.name != "logos"] == []


def test_a_mail_that_finds_no_room_leaves_no_part_of_a_file(settings, tmp_path, monkeypatch, db):
    settings.MAIL_FOLDER = tmp_path / "mail"
    monkeypatch.setattr("partnerships.mail.file_backend.os.fsync", be_full)

    with pytest.raises(OSError, match="No space"):
        MailFiles().send_messages([delivery.message_of(make_mail())])

    assert files_in(settings.MAIL_FOLDER) == []


def test_a_picture_to_share_that_finds_no_room_leaves_no_part_of_a_file(media, monkeypatch, db):
    monkeypatch.setattr("pathlib.Path.replace", be_full)

    with pytest.raises(OSError, match="No space"):
        share_pictures.picture_of(make_partnership())

    assert files_in(media) == []
