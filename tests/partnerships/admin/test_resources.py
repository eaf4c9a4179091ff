"""Documents of resources in the back office: checked by content, never public as drafts, never lost in silence."""

import pytest
from django.utils import timezone

from partnerships.models import Resource
from tests.factories import (
    make_bridge,
    make_officer,
)
from tests.filling import left_as_it_is
from tests.partnerships.admin.editorial_forms import (
    DRAFT,
    errors_of,
    in_role,
    make_resource_with_document,
    pdf,
    resource_values,
    send,
    url_of,
)
from tests.partnerships.files.test_documents import PDF
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_document_is_kept_under_a_name_nobody_can_guess(client, publisher, partnership, media):
    response = send(
        client,
        url_of("resource", "add"),
        **resource_values(partnership=partnership.pk, document=pdf("secret plan.exe")),
    )

    assert response.status_code == 302
    resource = Resource.objects.get()
    assert (resource.document_type, resource.size) == ("pdf", len(PDF))
    assert "secret" not in resource.document.name
    assert (media / resource.document.name).read_bytes() == PDF


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"url": ["Enter a link, or choose a document below"]}),
        (
            {"url": "https://a.example/", "document": True},
            {"url": ["Give a link or a document, not both"]},
        ),
        ({"url": "nonsense"}, {"url": ["Enter a web address, like https://example.org"]}),
    ],
)
def test_a_resource_is_a_link_or_a_document(client, publisher, partnership, sent, errors):
    sent = sent | ({"document": pdf()} if "document" in sent else {})

    response = send(client, url_of("resource", "add"), **resource_values(partnership=partnership.pk, **sent))

    assert errors_of(response) == errors


def test_what_is_no_document_is_refused_beside_its_box(client, publisher, partnership):
    sent = resource_values(partnership=partnership.pk, document=pdf("plan.pdf", b"MZ no document"))

    response = send(client, url_of("resource", "add"), **sent)

    assert list(errors_of(response)) == ["document"]
    assert Resource.objects.count() == 0


def test_a_chosen_document_is_not_lost_in_silence(client, publisher, partnership):
    sent = resource_values(title="", partnership=partnership.pk, document=pdf())

    response = send(client, url_of("resource", "add"), **sent)

    assert list(errors_of(response)) == ["title"]
    assert "“Our plan.pdf” is not kept, because something else has to be put right first." in words_of(response)
    assert response.context["adminform"].form["description"].value() == "What we plan."


def test_a_document_stays_when_something_else_is_edited(client, publisher, partnership, media):
    resource = make_resource_with_document(partnership, media)

    response = send(client, url_of(resource), year=2026)

    assert response.status_code == 302
    resource.refresh_from_db()
    assert (resource.document.name, resource.year, resource.size) == ("documents/hidden.pdf", 2026, len(PDF))


def test_a_link_takes_the_place_of_a_document(client, publisher, partnership, media):
    resource = make_resource_with_document(partnership, media)

    both = send(client, url_of(resource), url="https://a.example/")
    response = send(client, url_of(resource), **{"url": "https://a.example/", "document-clear": "on"})

    assert errors_of(both) == {"url": ["Give a link or a document, not both"]}
    assert response.status_code == 302
    resource.refresh_from_db()
    assert (resource.url, resource.is_document, resource.document_type, resource.size) == (
        "https://a.example/",
        False,
        "",
        None,
    )


def test_staff_get_the_document_of_a_draft_and_nobody_else_does(client, publisher, partnership, media):
    resource = make_resource_with_document(partnership, media, **DRAFT)

    own = client.get(url_of(resource, "document"))

    assert (own.status_code, own.getvalue()) == (200, PDF)
    assert own["Content-Disposition"] == f'attachment; filename="{resource.slug}.pdf"'
    assert client.post(url_of(resource, "document")).status_code == 405
    assert client.get(resource.get_download_url()).status_code == 404
    client.force_login(in_role("Bridge officer", make_bridge()))
    assert client.get(url_of(resource, "document")).status_code == 404
    client.force_login(make_officer(resource.partnership.bridge))
    assert client.get(url_of(resource, "document")).status_code == 403


@pytest.mark.parametrize(
    "way", ["documents", "./documents", "logos/../documents", "/documents", "documents/.", "Documents"]
)
def test_no_media_address_hands_out_a_document(client, partnership, media, way):
    make_resource_with_document(partnership, media)

    assert client.get(f"/media/{way}/hidden.pdf").status_code == 404


def test_who_only_reads_gets_the_document_too(client, bridge, partnership, media):
    resource = make_resource_with_document(partnership, media, **DRAFT)
    client.force_login(in_role("Bridge viewer", bridge))

    page = client.get(url_of(resource))

    assert f'<a href="{url_of(resource, "document")}">Download</a> (PDF, {len(PDF)}' in page.content.decode()
    assert "/media/" not in words_of(page)
    assert client.get(url_of(resource, "document")).getvalue() == PDF


def test_a_document_chosen_meanwhile_by_another_stays(client, publisher, partnership, media):
    resource = make_resource_with_document(partnership, media)
    page = client.get(url_of(resource))
    opened = left_as_it_is(page) | {"seen": page.context["seen"]}
    send(client, url_of(resource), document=pdf())
    theirs = Resource.objects.get().document.name

    response = client.post(url_of(resource), opened | {"title": "Mine"})

    assert response.status_code == 302
    assert (Resource.objects.get().document.name, Resource.objects.get().title) == (theirs, "Mine")


@pytest.mark.parametrize(
    ("year", "error"),
    [
        (timezone.localdate().year + 1, "is still to come. Enter one that has begun"),
        (20, "Enter a year in four digits, such as 2019"),
        (32_000, "Enter a year in four digits, such as 2019"),
    ],
)
def test_a_resource_is_of_a_year_that_has_begun(client, publisher, partnership, year, error):
    values = resource_values(partnership=partnership.pk, url="https://a.example/")

    refused = send(client, url_of("resource", "add"), **values, year=year)
    kept = send(client, url_of("resource", "add"), **values, year=timezone.localdate().year)

    assert (error in errors_of(refused)["year"][0], kept.status_code) == (True, 302)
