"""Published items in the back office: who owns them, who publishes them, and what becomes of them."""

import pytest
from django.apps import apps
from django.utils import timezone

from partnerships.models import LinkCheck
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_bridge,
    make_case_study,
    make_event,
    make_news,
    make_partnership,
    make_programme,
    make_resource,
)
from tests.filling import left_as_it_is, opened
from tests.partnerships.admin.editorial_forms import (
    DRAFT,
    EVERY_KIND,
    MAKERS,
    case_study_values,
    errors_of,
    in_role,
    send,
    url_of,
    values_for,
)
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors, pytest.mark.versions]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Keep uploads in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@EVERY_KIND
def test_only_national_staff_publish_for_nobody_in_particular(client, publisher, name):
    refused = send(client, url_of(name, "add"), **values_for(name))
    client.force_login(in_role("National editor"))
    taken = send(client, url_of(name, "add"), **values_for(name))

    assert errors_of(refused) == {
        "partnership": ["Choose whose it is: one of your partnerships, or your Bridge Organisation"]
    }
    assert taken.status_code == 302


@EVERY_KIND
def test_it_has_one_owner(client, publisher, partnership, bridge, name):
    response = send(client, url_of(name, "add"), **values_for(name), partnership=partnership.pk, bridge=bridge.pk)

    assert errors_of(response) == {"bridge": ["Choose a partnership or a Bridge Organisation, not both"]}


@EVERY_KIND
def test_nothing_is_given_to_another_bridge(client, publisher, partnership, name):
    item = MAKERS[name](partnership=partnership)

    taken = [
        send(client, url_of(item), **{"partnership": make_partnership().pk}),
        send(client, url_of(item), **{"partnership": "", "bridge": make_bridge().pk}),
    ]

    assert [list(errors_of(response)) for response in taken] == [["partnership"], ["bridge"]]
    item.refresh_from_db()
    assert item.partnership == partnership


@EVERY_KIND
def test_what_is_national_or_another_s_is_not_there_for_an_officer(client, publisher, name):
    national, other = MAKERS[name](), MAKERS[name](partnership=make_partnership())

    assert [client.get(url_of(item)).status_code for item in (national, other)] == [404, 404]


@pytest.mark.parametrize("name", ["casestudy", "newsitem", "resource"])
def test_a_coordinator_writes_for_their_partnership_and_hands_in(client, coordinator, partnership, name):
    response = send(client, url_of(name, "add"), **values_for(name), partnership=partnership.pk)

    item = apps.get_model("partnerships", name).objects.get()
    page = client.get(url_of(item))
    published = client.post(url_of(item, "publication", "publish"))
    client.post(url_of(item, "publication", "hand_in"))

    assert response.status_code == 302
    assert [button["label"] for button in page.context["publication"]["buttons"]] == ["Hand in for review"]
    assert "bridge" not in page.context["adminform"].form.fields
    assert published.status_code == 403
    item.refresh_from_db()
    assert item.publication == PublicationState.IN_REVIEW


def test_a_coordinator_cannot_edit_what_is_public(client, coordinator, partnership):
    case_study = make_case_study(partnership=partnership)

    response = client.post(url_of(case_study), case_study_values(title="Other"))

    assert response.status_code == 403
    assert "This entry is public, so you cannot change it here." in words_of(client.get(url_of(case_study)))


@EVERY_KIND
def test_it_is_published_archived_and_published_again(client, publisher, partnership, name):
    item = MAKERS[name](partnership=partnership, **DRAFT | ({"description": "D"} if name == "resource" else {}))

    states = []
    for step in ("publish", "archive", "publish_again"):
        client.post(url_of(item, "publication", step))
        item.refresh_from_db()
        states.append(item.publication)

    assert states == ["published", "archived", "published"]


@EVERY_KIND
def test_it_is_planned_to_be_published(client, publisher, partnership, name):
    item = MAKERS[name](partnership=partnership, **DRAFT | ({"description": "D"} if name == "resource" else {}))

    client.post(url_of(item, "publication", "schedule"), {"at": "2099-03-02T10:00"})

    item.refresh_from_db()
    assert item.publish_at.year == 2099
    assert client.get(url_of(name, "changelist"), {"box": "scheduled"}).context["cl"].result_count == 1


def test_what_it_lacks_is_said_before_it_is_published(client, publisher, partnership):
    resource = make_resource(partnership=partnership, **DRAFT)

    response = client.post(url_of(resource, "publication", "publish"))

    assert response.context["missing"] == ["a description"]


@EVERY_KIND
def test_an_older_version_is_put_back(client, publisher, partnership, name):
    item = MAKERS[name](partnership=partnership, title="Before")
    first = item.versions.earliest().revision_id
    send(client, url_of(item), title="After")

    shown = client.get(url_of(item, "restore", first))
    client.post(url_of(item, "restore", first))

    item.refresh_from_db()
    assert (shown.status_code, item.title) == (200, "Before")


def test_a_picture_that_was_removed_comes_back_with_its_version(client, publisher, partnership):
    case_study = make_case_study(partnership=partnership)
    case_study.pictures.create(image="case-studies/x/10x10.webp", alternative="A puppet")
    before = case_study.pictures.get().versions.latest().revision_id
    send(client, url_of(case_study), **{"pictures-0-DELETE": "on"})
    gone = case_study.pictures.count()

    client.post(url_of(case_study, "restore", before))

    assert (gone, case_study.pictures.get().alternative) == (0, "A puppet")


@EVERY_KIND
def test_another_s_edit_is_not_written_over(client, publisher, partnership, name):
    item = MAKERS[name](partnership=partnership, title="Before")
    form = opened(client, url_of(item))
    mine = left_as_it_is(form) | {"seen": form.context_data["seen"]}
    send(client, url_of(item), title="Theirs")

    response = client.post(url_of(item), mine | {"title": "Mine"})

    item.refresh_from_db()
    assert (response.status_code, item.title) == (200, "Theirs")
    assert "Nothing of yours is saved yet" in words_of(response)


def test_a_dead_link_is_told_on_the_form_and_in_the_list(client, publisher, partnership):
    now = timezone.now()
    LinkCheck.objects.create(url="https://gone.example/", status=404, checked_at=now, first_failed_at=now)
    rows = [
        make_case_study(partnership=partnership, source="https://gone.example/"),
        make_event(partnership=partnership, link="https://gone.example/"),
        make_resource(partnership=partnership, url="https://gone.example/"),
        make_programme(bridge=partnership.bridge, website="https://gone.example/"),
    ]
    make_news(partnership=partnership, link="https://there.example/")

    for item in rows:
        assert client.get(url_of(item)).context["dead_links"] == ["https://gone.example/"]
        changelist = client.get(url_of(item._meta.model_name, "changelist"), {"box": "dead-links"}).context["cl"]
        assert list(changelist.result_list) == [item]
