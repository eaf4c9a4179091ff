"""Files that rows name: all of them are in a backup, whatever is removed meanwhile, or it is said which are not."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from lcep_site.backups import media
from partnerships.files import pictures
from partnerships.files.pictures import Picture
from tests.factories import make_partnership, make_resource
from tests.pictures import as_bytes, drawn, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


def kept_picture():
    return pictures.keep(upload(as_bytes(drawn(700, 400))), pictures.LOGOS)


def kept_document():
    return default_storage.save("documents/guessed-by-nobody.pdf", ContentFile(b"%PDF"))


def content_of(name):
    with default_storage.open(name) as file:
        return file.read()


def copied(wanted, folder):
    """Return the content of each file by its name."""
    found = {}
    for name, copy in media.copies(wanted, folder):
        copy.seek(0)
        found[name] = copy.read()
    return found


def test_every_size_of_a_picture_and_every_document_is_wanted():
    picture, document = kept_picture(), kept_document()
    make_partnership(logo=picture, logo_alt="Logo")
    make_resource(document=document, document_type="pdf", size=4)

    assert media.names() == {document, *(name for _, name in Picture.named(picture).sizes)}
    assert len(media.names()) == 5


@pytest.mark.versions
def test_what_only_a_version_names_is_wanted_too():
    partnership = make_partnership(logo=kept_picture(), logo_alt="Logo")
    partnership.save()
    picture, partnership.logo = str(partnership.logo), ""
    partnership.save()

    assert picture in media.names()


def test_files_that_nothing_names_are_not(tmp_path):
    kept_picture()

    assert media.names() == set()


def test_copies_are_of_the_files_that_are_there(tmp_path):
    name = kept_document()

    assert copied({name, "documents/lost.pdf"}, tmp_path) == {name: b"%PDF"}


def test_what_is_there_stays_and_what_is_damaged_is_put_back(tmp_path):
    (tmp_path / "a").write_bytes(b"%PDF")
    (tmp_path / "b").write_bytes(b"new")
    (tmp_path / "c").write_bytes(b"whole")
    there, damaged = kept_document(), default_storage.save("documents/c.pdf", ContentFile(b"broken"))
    said = []

    count = media.put_back(
        {there: tmp_path / "a", "documents/b.pdf": tmp_path / "b", damaged: tmp_path / "c"}, said.append
    )

    assert count == 2
    assert [content_of(name) for name in ("documents/b.pdf", damaged)] == [b"new", b"whole"]
    assert said == [f"The file {damaged} differed from that in the backup, and was put back."]
