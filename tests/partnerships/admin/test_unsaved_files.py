"""What was kept for a row goes again when the request breaks off before that is saved, and not when it is."""

import pytest
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError

from partnerships.files import unsaved
from partnerships.files.media import StoreAway
from partnerships.models import NewsItem, Resource
from tests.partnerships.admin.editorial_forms import NEWS, pdf, resource_values, send, url_of
from tests.pictures import as_bytes, drawn, upload

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def sent(partnership):
    """The forms of a piece of news with a picture and of a resource with a document."""
    picture = {"picture": upload(as_bytes(drawn(800, 600))), "picture_alt": "Two puppets"}
    values = {"partnership": partnership.pk}
    return {"newsitem": NEWS | picture | values, "resource": resource_values(**values, document=pdf())}


def kept_in(media):
    """Return how many files and, but for those of the sorts themselves, folders there are."""
    return sum(path.is_file() or path.parent != media for path in media.rglob("*"))


def test_what_was_kept_goes_when_its_row_finds_no_room(client, publisher, sent, media, monkeypatch):
    def be_full(*args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(NewsItem, "save_base", be_full)
    monkeypatch.setattr(Resource, "save_base", be_full)
    client.raise_request_exception = False

    for kind, form in sent.items():
        response = send(client, url_of(kind, "add"), **form)
        assert (response.status_code >= 500, kept_in(media)) == (True, 0), kind


def test_what_a_row_names_stays_when_the_request_breaks_off_later(client, publisher, sent, media):
    assert send(client, url_of("newsitem", "add"), **sent["newsitem"]).status_code == 302
    before = kept_in(media)
    unsaved.note(NewsItem.objects.get().picture.name)

    unsaved.remove()

    assert kept_in(media) == before > 0


def test_a_form_that_is_shown_again_keeps_its_picture_also_when_the_next_request_breaks_off(
    client, publisher, sent, media
):
    assert send(client, url_of("newsitem", "add"), **sent["newsitem"] | {"picture_alt": ""}).status_code == 200
    before = kept_in(media)
    unsaved.forget()

    unsaved.remove()

    assert kept_in(media) == before > 0


@pytest.mark.parametrize(("trouble", "lines"), [(StoreAway("away"), 0), (InterfaceError("gone"), 0), (ValueError(), 1)])
def test_what_cannot_be_removed_now_is_no_other_error_of_the_request(monkeypatch, caplog, trouble, lines):
    def fail(*args, **kwargs):
        raise trouble

    unsaved.note("documents/plan.pdf")
    monkeypatch.setattr(default_storage, "delete", fail)

    unsaved.remove()

    assert len(caplog.records) == lines
