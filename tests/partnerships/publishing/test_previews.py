"""Whoever holds a link reads an entry before it is public; nobody else does, and the link can be ended."""

import datetime
from urllib.parse import unquote, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import AuditEntry, Partnership
from partnerships.publishing import previews
from partnerships.vocabulary import PublicationState
from tests.factories import make_partnership, make_superuser
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.versions]


@pytest.fixture
def draft():
    """A draft with something to read."""
    return make_partnership(name="Leeds33", about="Our **story**", publication=PublicationState.DRAFT)


def path_to(partnership):
    """Return where the preview of `partnership` is, without the site's own address."""
    return unquote(urlsplit(previews.preview_link(partnership)).path)


def later(monkeypatch, **span):
    """Let `span` pass for the signer of links."""
    now = timezone.now().timestamp() + datetime.timedelta(**span).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now)


def test_a_link_leads_to_the_whole_page_of_a_draft(client, draft):
    response = client.get(path_to(draft))

    assert response.status_code == 200
    assert "This is a preview. It is not published." in words_of(response)
    assert "<strong>story</strong>" in response.content.decode()


@pytest.mark.parametrize("publication", [PublicationState.IN_REVIEW, PublicationState.ARCHIVED])
def test_an_entry_is_read_in_any_state(client, publication):
    draft = make_partnership(publication=publication)

    assert client.get(path_to(draft)).status_code == 200
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_an_entry_published_since_leads_to_its_public_page(client):
    partnership = make_partnership()

    response = client.get(path_to(partnership))

    assert f'<a href="{partnership.get_absolute_url()}">see its public page</a>' in response.content.decode()
    assert "It is not published" not in words_of(response)


def test_no_machine_keeps_or_lists_a_preview(client, draft):
    response = client.get(path_to(draft))

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "private, no-store"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
    assert dict(response.cookies) == {}


def test_a_draft_without_a_place_can_be_read(client):
    draft = Partnership.objects.create(name="Bare", bridge=make_partnership().bridge)

    assert client.get(path_to(draft)).status_code == 200


def test_a_link_ends_after_thirty_days(client, draft, monkeypatch):
    path = path_to(draft)

    later(monkeypatch, days=29)
    assert client.get(path).status_code == 200
    later(monkeypatch, days=31)
    response = client.get(path)

    assert response.status_code == 410
    assert "This preview has ended" in words_of(response)
    assert "Leeds33" not in words_of(response)


def test_links_that_were_ended_are_gone_and_new_ones_work(client, draft):
    path, editor = path_to(draft), make_superuser()

    previews.end_links(entry=draft, by=editor)

    assert client.get(path).status_code == 410
    assert client.get(path_to(draft)).status_code == 200
    assert list(AuditEntry.objects.values_list("action", "about", "by")) == [
        ("preview_links_ended", "Leeds33", editor.pk)
    ]


def test_ending_links_is_no_change_of_the_entry(draft):
    before = draft.versions.count()

    previews.end_links(entry=draft, by=make_superuser())

    assert draft.versions.count() == before


def test_a_link_to_another_entry_s_key_leads_nowhere(client, draft):
    other = make_partnership(publication=PublicationState.DRAFT)
    token = previews.PREVIEW_LINK.token(["partnership", other.pk, draft.preview_key.hex])

    assert client.get(reverse("partnerships:draft-preview", args=[token])).status_code == 410


def test_a_link_to_an_entry_that_is_gone_leads_nowhere(client, draft):
    path = path_to(draft)
    draft.delete()

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("token", ["no-link", "1:2:3", "%00"])
def test_a_link_we_did_not_make_leads_nowhere(client, token):
    response = client.get(f"/preview/{token}/")

    assert response.status_code == 404
    assert "This link leads to no preview" in words_of(response)


def test_a_preview_is_only_read(client, draft):
    assert client.post(path_to(draft)).status_code == 405
