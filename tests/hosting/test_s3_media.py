"""Uploads in a private bucket that several machines share: the site hands them out, and nothing stays on a machine."""

import datetime
import socket
import subprocess
import sys
import zipfile
from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lcep_site import environment
from lcep_site.settings import BASE_DIR
from partnerships.files import documents, pictures, s3_media
from partnerships.open_data import dump
from partnerships.public_content import moments, stamp
from partnerships.vocabulary import PublicationState
from tests.factories import make_partnership, make_resource, make_superuser
from tests.hosting.fake_s3 import bucket_served
from tests.pictures import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def bucket(settings, tmp_path, monkeypatch):
    """The bucket that uploads lie in; MEDIA_ROOT is another machine's."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    settings.MEDIA_ROOT = tmp_path
    with bucket_served("lcep-media") as bucket:
        monkeypatch.setenv("MEDIA_STORAGE", f"s3://lcep-media?endpoint={bucket.address}&region=eu-west-2")
        chosen = environment.media_storage("MEDIA_STORAGE", "")
        settings.STORAGES = {**settings.STORAGES, "default": chosen}
        yield bucket


def body(response):
    return b"".join(response.streaming_content)


def test_a_picture_is_kept_in_the_bucket_and_handed_out_by_the_site(client, bucket, tmp_path):
    name = pictures.keep(upload(), "logos")
    partnership = make_partnership(logo=name, logo_alt="A leaf")

    response = client.get(f"/media/{name}")

    assert f"/media/{name}" in client.get(partnership.get_absolute_url()).content.decode()
    assert body(response) == bucket.kept[name][0] and response["Content-Type"] == "image/webp"
    assert response["Content-Length"] == str(len(bucket.kept[name][0]))
    assert "immutable" in response["Cache-Control"]
    assert {key.partition("/")[0] for key in bucket.kept} == {"logos"} and [*tmp_path.iterdir()] == []


def test_a_picture_of_a_draft_is_for_its_staff_alone_and_strangers_do_not_make_us_ask(client, bucket):
    name = pictures.keep(upload(), "logos")
    make_partnership(logo=name, logo_alt="A leaf", publication=PublicationState.DRAFT)
    bucket.asked.clear()

    assert (client.get(f"/media/{name}").status_code, bucket.asked) == (404, [])
    client.force_login(make_superuser())
    assert body(client.get(f"/media/{name}")) == bucket.kept[name][0]


@pytest.mark.parametrize("path", ["/media/logos/gone/1x1.webp", "/media/open-data/lcep-directory.zip", "/media/../x"])
def test_what_is_not_there_or_no_picture_is_not_found(client, bucket, path):
    client.force_login(make_superuser())
    make_partnership(logo="logos/gone/1x1.webp", logo_alt="A leaf")

    assert client.get(path).status_code == 404


@pytest.fixture
def hanging(settings, monkeypatch):
    """A store that answers nobody; a function that returns how often it was asked since the last call, and a clock."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    monkeypatch.setattr(s3_media, "READ_TIMEOUT", 0.1)
    clock = SimpleNamespace(now=100)
    monkeypatch.setattr(s3_media, "time", SimpleNamespace(monotonic=lambda: clock.now))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)

        def asked(number=0):
            with suppress(BlockingIOError):
                while True:
                    server.accept()[0].close()
                    number += 1
            return number

        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setenv("MEDIA_STORAGE", f"s3://lcep-media?endpoint={address}&region=eu-west-2")
        settings.STORAGES = {**settings.STORAGES, "default": environment.media_storage("MEDIA_STORAGE", "")}
        yield asked, clock


def test_a_store_that_hangs_holds_one_visitor_at_a_time_and_the_others_are_told(hanging):
    asked, clock = hanging
    # As in a process that has served pages.
    moments.at(stamp.current())
    visitor, path = Client(raise_request_exception=False), "/media/logos/x/1x1.webp"
    page = make_partnership(logo="logos/x/1x1.webp", logo_alt="A leaf").get_absolute_url()

    for seconds, tries in ((0, s3_media.TRIES), (4, 0), (2, 1), (4, 0)):
        clock.now += seconds
        response = visitor.get(path)
        assert (response.status_code, response["Retry-After"], asked()) == (503, "30", tries)
        assert response.text == "The store of pictures and documents cannot be reached just now.\n"
        assert "no-store" in response["Cache-Control"] and "immutable" not in response["Cache-Control"]

    assert visitor.get(page).status_code == 200


def test_once_it_answers_all_ask_again(client, bucket):
    name = pictures.keep(upload(), "logos")
    make_partnership(logo=name, logo_alt="A leaf")
    default_storage._next_try = 0

    assert body(client.get(f"/media/{name}")) == bucket.kept[name][0]
    assert default_storage._next_try is None


def test_a_picture_that_cannot_be_kept_whole_leaves_nothing(bucket, monkeypatch):
    save, saved = s3_media.S3Media.save, []

    def save_two(self, name, content, **options):
        if len(saved) == 2:
            raise OSError("The store is away.")
        saved.append(name)
        return save(self, name, content, **options)

    monkeypatch.setattr(s3_media.S3Media, "save", save_two)

    with pytest.raises(OSError, match="away"):
        pictures.keep(upload(), "logos")

    assert (len(saved), bucket.kept) == (2, {})


def test_pictures_that_nothing_refers_to_are_removed_from_the_bucket(bucket):
    used, old, new = (pictures.keep(upload(), "logos") for _ in range(3))
    make_partnership(logo=used, logo_alt="A leaf")
    for key, (content, at) in bucket.kept.items():
        if not key.startswith(new.rpartition("/")[0]):
            bucket.kept[key] = (content, at - datetime.timedelta(days=3))

    call_command("remove_unused_pictures")

    assert {key.rpartition("/")[0] for key in bucket.kept} == {name.rpartition("/")[0] for name in (used, new)}
    assert old not in bucket.kept


def test_a_document_is_downloaded_through_the_site(client, bucket):
    stored = default_storage.save("documents/x.pdf", ContentFile(b"%PDF-1.7 of a plan"))
    resource = make_resource(slug="plan", document=stored, document_type="pdf", size=18)
    token = documents.HELD.token(resource.document.name)

    response = client.get(reverse("partnerships:resource-document", args=["plan"]))

    assert (body(response), response["Content-Length"]) == (b"%PDF-1.7 of a plan", "18")
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert documents.held(token).size == 18
    default_storage.delete(resource.document.name)
    assert documents.held(token) is None
    assert client.get(reverse("partnerships:resource-document", args=["plan"])).status_code == 404


def test_the_file_of_everything_that_one_machine_writes_another_offers(client, bucket, tmp_path, settings):
    make_partnership(name="Leeds33")
    assert dump.latest() is None
    for _ in range(2):
        call_command("export_open_data")
    # A machine whose disk is empty.
    settings.MEDIA_ROOT = tmp_path / "other"

    page = client.get("/open-data/").content.decode()
    response = client.get("/open-data/lcep-directory.zip")

    assert f"Written {timezone.localdate():%-d %B %Y}" in page
    assert body(response) == bucket.kept["open-data/lcep-directory.zip"][0]
    with dump.latest().open() as file, zipfile.ZipFile(file) as archive:
        assert b"Leeds33" in archive.read("partnerships.csv")
    assert [*bucket.kept] == ["open-data/lcep-directory.zip"]
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_write_of_it_that_fails_leaves_the_one_before(bucket, monkeypatch, tmp_path):
    before = dump.write()
    monkeypatch.setattr(dump, "package", None)

    with pytest.raises(TypeError):
        dump.write()

    assert dump.latest() == before
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("s3://lcep-media", {"bucket_name": "lcep-media"}),
        ("s3://lcep-media/?region=eu-west-2", {"bucket_name": "lcep-media", "region_name": "eu-west-2"}),
        ("s3://m?endpoint=http://minio:9000", {"bucket_name": "m", "endpoint_url": "http://minio:9000"}),
    ],
)
def test_a_bucket_is_named_by_its_address(monkeypatch, url, options):
    monkeypatch.setenv("MEDIA_STORAGE", url)

    assert environment.media_storage("MEDIA_STORAGE", "")["OPTIONS"] == options


@pytest.mark.no_database
@pytest.mark.parametrize(
    "url",
    [
        *("lcep-media", "https://s3.example/lcep-media", "s3://", "s3://lcep-media/folder", "s3://LCEP", "s3:lcep"),
        *("s3://key:pa55@lcep-media", "s3://lcep-media?acl=public", "s3://m?endpoint=minio:9000", "s3://m?endpoint="),
    ],
)
def test_an_odd_address_of_a_bucket_does_not_start_and_is_not_repeated(monkeypatch, url):
    monkeypatch.setenv("MEDIA_STORAGE", url)

    with pytest.raises(
        ImproperlyConfigured, match="^MEDIA_STORAGE has a value the site does not understand"
    ) as refusal:
        environment.optional(environment.media_storage, "MEDIA_STORAGE", "")

    assert "pa55" not in str(refusal.value)


@pytest.mark.no_database
def test_without_a_bucket_nothing_for_it_is_read():
    look = "import django, sys; django.setup(); import lcep_site.urls; print({'boto3', 'storages'} & set(sys.modules))"
    environment = {"DJANGO_SETTINGS_MODULE": "lcep_site.settings", "PATH": "/usr/bin:/bin"}
    looked = subprocess.run([sys.executable, "-c", look], cwd=BASE_DIR, env=environment, capture_output=True, text=True)

    assert looked.stdout == "set()\n"
