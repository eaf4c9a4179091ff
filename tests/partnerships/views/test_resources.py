"""The resource library: by section, by words and kind, and its documents handed out safely."""

import re

import pytest
from django.core.files.base import ContentFile

from partnerships.models import Resource
from partnerships.search import text_index
from partnerships.vocabulary import DocumentType, ElsewhereKind, PublicationState, ResourceKind, ResourceSection
from tests.factories import make_partnership, make_resource
from tests.facts import make_elsewhere
from tests.reading import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(settings, tmp_path):
    """An action plan of a partnership, as a document."""
    settings.MEDIA_ROOT = tmp_path
    plan = Resource(
        title="Action plan",
        slug="plan",
        section=ResourceSection.DELIVER,
        kind=ResourceKind.ACTION_PLAN,
        partnership=make_partnership(slug="hub"),
        document_type=DocumentType.PDF,
        size=2048,
        publication=PublicationState.PUBLISHED,
    )
    plan.document.save("secret.pdf", ContentFile(b"%PDF-1.7"))
    return plan


def titles(response):
    """Return the titles in the library as shown."""
    return [resource.title for resource in response.context["resources"]]


def test_the_library_stands_in_sections(client, plan):
    make_resource(title="Guide", section=ResourceSection.DISCOVER)
    make_resource(title="Draft", publication=PublicationState.DRAFT)

    words = words_of(client.get("/resources/"))

    assert (
        words.index("Discover 1")
        < words.index("Guide")
        < words.index("Deliver 1")
        < words.index("Action plan Action plan,")
    )
    assert "Draft" not in words
    assert "(PDF, 2.0 KB)" in words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "toolkit"}, ["Guide"]),
        ({"q": "plans"}, ["Action plan"]),
        ({"partnership": "hub"}, ["Action plan"]),
        ({"q": "zzzz"}, []),
        ({"kind": "spell"}, ["Guide", "Action plan"]),
    ],
)
def test_the_library_is_narrowed(client, plan, query, expected):
    make_resource(title="Guide")
    text_index.rebuild()

    assert titles(client.get("/resources/", query)) == expected


def test_a_link_says_that_it_leads_elsewhere(client):
    resource = make_resource(url="https://library.example/plan")

    assert "Open it on another site https://library.example/plan" in words_of(client.get(resource.get_absolute_url()))


def test_a_document_is_handed_out_to_be_kept_under_a_telling_name(client, plan):
    response = client.get("/resources/plan/document/")

    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/pdf")
    assert b"".join(response.streaming_content) == b"%PDF-1.7"


def test_the_document_of_a_draft_is_not_there(client, plan):
    Resource.objects.update(publication=PublicationState.DRAFT)

    assert client.get("/resources/plan/document/").status_code == 404


def test_a_link_or_a_lost_document_has_nothing_to_hand_out(client, plan):
    link = make_resource()
    plan.document.storage.delete(plan.document.name)

    assert client.get(link.get_download_url()).status_code == 404
    assert client.get(plan.get_download_url()).status_code == 404


def test_the_action_plan_is_one_click_from_its_partnership(client, plan):
    assert f'href="{plan.get_absolute_url()}"' in client.get("/partnerships/hub/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_library_asks_the_database_the_same_for_any_number(client, django_assert_num_queries, count):
    for _ in range(count):
        make_resource(partnership=make_partnership())
        make_elsewhere(partnership=make_partnership(), kind=ElsewhereKind.TOOLKIT)

    with django_assert_num_queries(2):
        client.get("/resources/")
    with django_assert_num_queries(3):
        client.get("/resources/?kind=toolkit")


@pytest.fixture
def elsewhere():
    """An action plan of a theatre and a piece of news, published elsewhere, and an action plan nobody sees yet."""
    make_elsewhere(title="Plan of the theatre", kind=ElsewhereKind.ACTION_PLAN)
    make_elsewhere(title="News of the harbour", kind=ElsewhereKind.NEWS)
    make_elsewhere(title="Draft plan", kind=ElsewhereKind.ACTION_PLAN, publication=PublicationState.DRAFT)


def test_the_library_leads_to_what_was_published_elsewhere_by_kind(client, elsewhere):
    response = client.get("/resources/")

    assert "Published elsewhere 2" in words_of(response)
    html = response.content.decode()
    assert '<a href="/elsewhere/?kind=action+plan">Action plan</a> (1)' in html
    assert '<a href="/elsewhere/?kind=news">News</a> (1)' in html
    assert titles_in(client.get("/elsewhere/?kind=action+plan")) == ["Plan of the theatre"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=action+plan", ["Plan of the theatre"]),
        ("?q=harbour", ["News of the harbour"]),
        ("?q=theatre&kind=action+plan", ["Plan of the theatre"]),
        ("?kind=toolkit", []),
    ],
)
def test_who_looks_for_a_kind_in_the_library_finds_what_was_published_elsewhere(client, elsewhere, query, found):
    text_index.rebuild()

    response = client.get(f"/resources/{query}")

    assert titles_in(response) == found
    assert ("We keep nothing of that here ourselves." in words_of(response)) is bool(found)
    assert ("No resource matches all of that." in words_of(response)) is not bool(found)


def titles_in(response):
    return re.findall(r'class="row-title"><a href="https://herald[^>]*>(.*?)</a>', response.content.decode())
