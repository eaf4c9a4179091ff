"""Drafts of every kind that has a page are read by link, a draft's document too, and by nothing else."""

from urllib.parse import unquote, urlsplit

import pytest
from django.urls import reverse

from partnerships.models import CaseStudy
from partnerships.publishing import previews
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_case_study,
    make_event,
    make_officer,
    make_partnership,
    make_programme,
    make_question,
    make_resource,
    make_superuser,
    make_support_offer,
)
from tests.facts import make_elsewhere
from tests.partnerships.files.test_documents import PDF
from tests.reading import words_of
from tests.since_2023 import make_development, make_present_support

pytestmark = pytest.mark.django_db
DRAFT = {"publication": PublicationState.DRAFT}
# How each is made, and words that only its own page has.
KINDS = {
    "casestudy": (lambda: make_case_study(what_was_done="Told **here**", **DRAFT), "<strong>here</strong>"),
    "development": (lambda: make_development(what="Told here", **DRAFT), "Told here"),
    "newsitem": (lambda: make_event(body="Told **here**", **DRAFT), "<strong>here</strong>"),
    "partnership": (lambda: make_partnership(about="Told **here**", **DRAFT), "<strong>here</strong>"),
    "presentsupport": (lambda: make_present_support(what="Told here", **DRAFT), "Told here"),
    "programme": (lambda: make_programme(description="Told here", **DRAFT), "Told here"),
    "publishedelsewhere": (lambda: make_elsewhere(description="Told here", **DRAFT), "Told here"),
    "question": (lambda: make_question(answer="Told **here**", **DRAFT), "<strong>here</strong>"),
    "resource": (lambda: make_resource(description="Told here", **DRAFT), "Told here"),
}
EVERY_KIND = pytest.mark.parametrize("name", KINDS)


def path_to(entry):
    """Return where the preview of `entry` is, without the site's own address."""
    return unquote(urlsplit(previews.preview_link(entry)).path)


@pytest.fixture
def plan(settings, tmp_path):
    """A draft whose document is there."""
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/hidden.pdf").write_bytes(PDF)
    return make_resource(document="documents/hidden.pdf", document_type="pdf", size=len(PDF), **DRAFT)


def test_every_kind_is_tried():
    # Working copies are tried of each kind, in the tests of the back office.
    assert set(KINDS) | {"workingcopy"} == set(previews.models())


@EVERY_KIND
def test_a_link_leads_to_the_whole_page_of_a_draft(client, name):
    draft = KINDS[name][0]()

    response = client.get(path_to(draft))

    assert response.status_code == 200
    assert "This is a preview. It is not published." in words_of(response)
    assert KINDS[name][1] in response.content.decode()
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex, nofollow", "private, no-store")
    assert dict(response.cookies) == {}


@EVERY_KIND
def test_links_that_were_ended_are_gone(client, name):
    draft = KINDS[name][0]()
    path = path_to(draft)

    previews.end_links(entry=draft, by=make_superuser())

    assert (client.get(path).status_code, client.get(path_to(draft)).status_code) == (410, 200)


def test_a_link_of_one_kind_opens_nothing_of_another(client):
    case_study = make_case_study(**DRAFT)
    event = make_event(pk=case_study.pk, **DRAFT)

    assert client.get(path_to(case_study)).context["case_study"] == case_study
    assert client.get(path_to(event)).context["item"] == event


def test_a_link_of_a_kind_that_has_no_page_is_not_ours(client):
    offer = make_support_offer(**DRAFT)

    assert client.get(path_to(offer)).status_code == 404


def test_the_document_of_a_draft_is_had_by_its_preview_alone(client, plan):
    page = client.get(path_to(plan))
    [address] = [part.split('"')[0] for part in page.content.decode().split('href="') if "/document/" in part]

    response = client.get(address)

    assert response.getvalue() == PDF
    assert response["Content-Disposition"] == f'attachment; filename="{plan.slug}.pdf"'
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex, nofollow", "private, no-store")
    assert client.post(address).status_code == 405
    assert client.get(plan.get_download_url()).status_code == 404
    assert client.get("/media/documents/hidden.pdf").status_code == 404
    previews.end_links(entry=plan, by=make_superuser())
    assert client.get(address).status_code == 410


def test_what_has_no_document_hands_out_none(client):
    for entry in (make_resource(**DRAFT), make_case_study(**DRAFT)):
        assert client.get(f"{path_to(entry)}document/").status_code == 404
    assert client.get("/preview/no-link/document/").status_code == 404


@pytest.mark.ignore_template_errors
def test_staff_find_the_link_on_the_page_of_a_draft_and_end_it_there(client):
    partnership = make_partnership()
    case_study = make_case_study(partnership=partnership, **DRAFT)
    path = path_to(case_study)
    end = reverse("admin:partnerships_casestudy_end_previews", args=[case_study.pk])
    client.force_login(make_officer(partnership.bridge, permissions=["view_casestudy"]))
    page = client.get(reverse("admin:partnerships_casestudy_change", args=[case_study.pk]))
    refused = client.post(end)
    client.force_login(make_officer(partnership.bridge, permissions=["change_casestudy"]))

    ended = client.post(end)

    assert "/preview/" in page.content.decode()
    assert (refused.status_code, client.get(end).status_code, ended.status_code) == (403, 405, 302)
    assert client.get(path).status_code == 410
    assert CaseStudy.objects.get().preview_key != case_study.preview_key
