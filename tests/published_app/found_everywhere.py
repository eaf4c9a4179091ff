"""Walks are everywhere by one declaration. Run by tests/partnerships/published_kinds/test_another_app.py."""

import datetime
import json
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from lcep_site import navigation, roles
from members.mailing_list import digest
from partnerships.curation import link_check
from partnerships.open_data import dump
from partnerships.publishing import previews, workflow
from partnerships.publishing.workflow import Incomplete
from partnerships.search import text_index
from partnerships.vocabulary import PublicationState
from tests.factories import make_officer, make_partnership, make_superuser
from tests.published_app.models import Walk
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def leeds():
    return make_partnership(slug="leeds", name="Leeds33")


@pytest.fixture
def canal(leeds):
    """A published walk."""
    walk = Walk.objects.create(
        title="Along the canal",
        summary="Six mills that became galleries",
        partnership=leeds,
        map_link="https://made.example/canal",
        publication=PublicationState.PUBLISHED,
        publication_changed_at=timezone.now(),
    )
    text_index.rebuild()
    return walk


@pytest.fixture
def draft(leeds):
    """A walk nobody has published."""
    return Walk.objects.create(title="Hidden walk", summary="Not yet", partnership=leeds)


def test_the_list_and_the_page_show_what_is_published_alone(client, canal, draft):
    listed = words_of(client.get("/walks/"))
    page = words_of(client.get("/walks/along-the-canal/"))

    assert ("Along the canal" in listed, "Hidden walk" in listed) == (True, False)
    assert "Six mills that became galleries" in page
    assert client.get(f"/walks/{draft.slug}/").status_code == 404
    assert "Along the canal" in words_of(client.get("/walks/?partnership=leeds"))


def test_the_page_of_its_owner_has_it_on_a_shelf(client, canal):
    assert "Along the canal" in words_of(client.get("/partnerships/leeds/"))


def test_feeds_and_files_hold_it(client, canal, draft):
    for path in ("/walks.atom", "/partnerships/leeds/walks.atom", "/walks.csv", "/walks.geojson"):
        response = client.get(path)
        text = b"".join(response).decode()
        assert (response.status_code, "Along the canal" in text, "Hidden walk" in text) == (200, True, False), path


def test_programs_find_it(client, canal):
    records = client.get("/api/v1/walks/?partnership=leeds").json()
    document = client.get("/api/v1/openapi.json").json()

    assert "Six mills that became galleries" in json.dumps(records)
    assert "/api/v1/walks/" in document["paths"]
    assert "Walks from one place of art to the next." in words_of(client.get("/open-data/"))
    assert "walks.csv" in {sheet.file for kind in dump.every_kind() for sheet in dump.sheets_of(kind)}


def test_the_search_of_everything_finds_it_by_its_words(client, canal):
    page = client.get("/search/?q=mills").content.decode()

    assert "Six <mark>mills</mark>" in page
    assert 'href="/walks/along-the-canal/"' in page


def test_search_engines_and_visitors_are_led_to_it(client, canal):
    assert "/walks/</loc>" in client.get("/sitemap-lists.xml").content.decode()
    assert "/sitemap-walks-1.xml</loc>" in client.get("/sitemap.xml").content.decode()
    assert "/walks/along-the-canal/</loc>" in client.get("/sitemap-walks-1.xml").content.decode()
    assert "Walks" in [item.label for item in navigation.all_items()]
    assert '"@type": "Article"' in client.get("/walks/along-the-canal/").content.decode()


def test_a_draft_is_read_by_its_preview(client, draft):
    response = client.get(urlsplit(previews.preview_link(draft)).path)

    assert response.status_code == 200
    assert {"Hidden", "preview."} <= set(words_of(response).split())


def test_the_news_by_e_mail_tells_of_it(canal, draft):
    today = timezone.localdate()
    [walks] = [source for source in digest.sources() if source.heading == "Walks"]

    [story] = walks.stories(today, today + datetime.timedelta(days=1))

    assert (story.title, story.path) == ("Along the canal", "/walks/along-the-canal/")
    assert story.text == "Six mills that became galleries (Leeds33)"


def test_the_front_page_of_the_back_office_counts_drafts_and_leads_to_them(client, draft):
    client.force_login(make_superuser())
    front = client.get("/back-office/")
    url = "/back-office/published_app/walk/?box=drafts"

    assert "Walks: drafts" in words_of(front)
    assert url in front.content.decode()
    assert "Hidden walk" in words_of(client.get(url))


def test_it_needs_what_was_declared_before_it_is_public(draft):
    draft.summary = " "
    draft.save()

    with pytest.raises(Incomplete, match="It lacks a summary"):
        workflow.move(draft, to=PublicationState.PUBLISHED, by=make_superuser())


def test_its_links_are_checked_and_its_versions_shown(client, canal):
    client.force_login(make_superuser())

    assert "https://made.example/canal" in link_check.due()
    assert client.get(f"/back-office/published_app/walk/{canal.pk}/history/").status_code == 200
    assert client.get(f"/back-office/published_app/walk/{canal.pk}/change/").status_code == 200


def test_roles_may_do_with_it_what_they_may_do_with_its_like():
    roles.sync()
    held = {role.name: {name for name in role.permissions if name.endswith("_walk")} for role in roles.ROLES}

    write = {f"published_app.{action}_walk" for action in ("view", "add", "change")}
    assert held == {
        "Bridge officer": write,
        "Bridge viewer": {"published_app.view_walk"},
        "Coordinator": write,
        "National editor": write,
        "Developer": {"published_app.view_walk"},
    }


def test_an_officer_works_with_their_own_alone(client, draft, leeds):
    permissions = ["view_walk"]
    client.force_login(make_officer(leeds.bridge, permissions=permissions))
    ours = client.get(f"/back-office/published_app/walk/{draft.pk}/change/")
    client.force_login(make_officer(make_partnership().bridge, permissions=permissions))
    theirs = client.get(f"/back-office/published_app/walk/{draft.pk}/change/")

    assert (ours.status_code, theirs.status_code) == (200, 404)
