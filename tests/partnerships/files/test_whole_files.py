"""Where the disk has no room, nothing of a file stays behind, and what was there before is as it was."""

import errno
import os

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from partnerships.files import pictures, share_pictures
from partnerships.files.whole_files import MediaFiles, StaticFiles, manifest_of
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

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr(CompressedManifestStaticFilesStorage, "save_manifest", be_full)
        list(storage.post_process({"a.css": (storage, "a.css"), "b.css": (storage, "b.css")}))

    assert files_in(tmp_path) == ["a.css", "b.css"]
    list(storage.post_process({"a.css": (storage, "a.css")}))
    assert len(files_in(tmp_path)) > 2


@pytest.mark.no_database
def test_a_version_that_collects_its_files_leaves_those_of_the_version_that_is_served(tmp_path, settings):
    class Later(StaticFiles):
        manifest_name = manifest_of(tmp_path / "later")

    def collect(version, **sheets):
        storage = version(tmp_path, base_url="/static/")
        for name, text in sheets.items():
            storage.save(f"{name}.css", ContentFile(text))
        list(storage.post_process({f"{name}.css": (storage, f"{name}.css") for name in sheets}))

    collect(StaticFiles, site=b"a { color: red }", former=b"b { color: red }")
    before = StaticFiles(tmp_path, base_url="/static/").stored_name("site.css")
    collect(Later, site=b"a { color: blue }")
    again = StaticFiles(tmp_path, base_url="/static/")

    assert again.stored_name("site.css") == before != Later(tmp_path, base_url="/static/").stored_name("site.css")
    assert (tmp_path / before).is_file() and (tmp_path / again.stored_name("former.css")).is_file()
    assert manifest_of(settings.BASE_DIR) == StaticFiles.manifest_name != Later.manifest_name


@pytest.mark.no_database
def test_a_file_that_is_served_is_there_whole_at_every_moment_while_it_is_collected_again(tmp_path, monkeypatch):
    def collect():
        storage = StaticFiles(tmp_path / "static", base_url="/static/")
        storage.save("a.css", ContentFile(b"a { background: url(b.svg) }" * 99))
        storage.save("b.svg", ContentFile(b"<svg/>" * 99))
        list(storage.post_process({name: (storage, name) for name in ("a.css", "b.svg")}))
        return [path for path in (tmp_path / "static").iterdir() if path.name not in {"a.css", "b.svg"}]

    served, removed = collect(), []
    for path in served:
        # So that no other file gets the number of this one.
        os.link(path, tmp_path / path.name)
    before = {path: path.stat() for path in served}
    remove = os.remove
    monkeypatch.setattr(os, "remove", lambda path: (removed.append(str(path)), remove(path)))
    again = collect()

    assert {path.suffix for path in served} == {".css", ".svg", ".br", ".gz", ".json"} and {*again} == {*served}
    assert not {str(path) for path in served} & {*removed}
    # One that was written in its place was half there for a moment.
    after = {path: path.stat() for path in served}
    in_place = [path for path in served if after[path].st_ino == before[path].st_ino]
    assert [path.name for path in in_place if path.suffix in {".br", ".gz", ".css", ".json"}] == []


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
