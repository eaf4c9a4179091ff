"""The mailing list in the back office: each sees their own region's, nobody changes one."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from members.models import Subscriber
from partnerships.models import AuditEntry
from tests.factories import (
    make_authority,
    make_bridge,
    make_officer,
    make_region,
    make_subscriber,
    make_superuser,
    make_user,
)
from tests.text_columns import mentions

pytestmark = [pytest.mark.django_db, pytest.mark.versions]

LIST = reverse("admin:members_subscriber_changelist")


@pytest.fixture
def region():
    return make_region()


@pytest.fixture
def officer_client(client, region):
    """A client signed in as an officer of a Bridge Organisation with an authority in the region."""
    bridge = make_bridge()
    make_authority(region=region, bridge=bridge)
    client.force_login(make_officer(bridge, permissions=["view_subscriber"]))
    return client


def change_page(subscriber):
    """Return the address of a subscriber's page."""
    return reverse("admin:members_subscriber_change", args=[subscriber.pk])


def test_an_officer_sees_those_who_chose_their_region_and_nobody_else(officer_client, region):
    ours = make_subscriber([region])
    others = [make_subscriber([make_region()]), make_subscriber(), make_subscriber([region], confirmed_at=None)]

    content = officer_client.get(LIST).content.decode()

    assert ours.email in content
    assert [subscriber for subscriber in others if subscriber.email in content] == []


def test_another_regions_subscriber_does_not_exist_for_an_officer(officer_client, region):
    assert officer_client.get(change_page(make_subscriber([region]))).status_code == 200
    assert officer_client.get(change_page(make_subscriber([make_region()])), follow=False).status_code == 404


def test_the_kinds_of_news_that_were_chosen_are_shown_and_not_changed(officer_client, region):
    subscriber = make_subscriber([region], kinds=["opportunities", "events"])

    pages = [officer_client.get(page) for page in (LIST, change_page(subscriber))]

    assert [page.text.count("Events, Opportunities") for page in pages] == [1, 1]
    assert 'name="kinds"' not in pages[1].text


def test_an_officer_of_two_bridges_sees_both_territories(client):
    regions, bridges = [make_region(), make_region()], [make_bridge(), make_bridge()]
    for region, bridge in zip(regions, bridges, strict=True):
        make_authority(region=region, bridge=bridge)
    subscribers = [make_subscriber([region]) for region in regions]

    assert set(Subscriber.objects.editable_by(make_officer(*bridges))) == set(subscribers)


def test_staff_of_no_bridge_and_who_is_no_staff_see_nobody(region):
    make_subscriber([region])

    assert [*Subscriber.objects.editable_by(make_officer())] == []
    assert [*Subscriber.objects.editable_by(make_user())] == []
    assert [*Subscriber.objects.editable_by(make_superuser(is_active=False))] == []


def test_without_the_permission_an_officer_sees_no_list(client):
    client.force_login(make_officer(make_bridge()))

    assert client.get(LIST).status_code == 403


def test_nobody_adds_or_changes_a_subscriber(staff_client):
    subscriber = make_subscriber(email="jo@reader.example")

    added = staff_client.post(reverse("admin:members_subscriber_add"), {"email": "new@reader.example"})
    changed = staff_client.post(change_page(subscriber), {"email": "other@reader.example"})

    assert (added.status_code, changed.status_code) == (403, 403)
    assert [*Subscriber.objects.values_list("email", flat=True)] == ["jo@reader.example"]


def test_an_officer_exports_only_their_own_even_if_others_are_named(officer_client, region):
    ours, other = make_subscriber([region]), make_subscriber([make_region()])

    response = officer_client.post(LIST, {"action": "export", "_selected_action": [ours.pk, other.pk]})

    sheet = response.content.decode()
    assert response["Content-Disposition"].startswith('attachment; filename="subscribers-')
    assert (ours.email in sheet, other.email in sheet) == (True, False)
    assert AuditEntry.objects.get().about == "1 subscriber"


def test_an_officer_cannot_delete_a_subscriber(officer_client, region):
    subscriber = make_subscriber([region])

    response = officer_client.post(reverse("admin:members_subscriber_delete", args=[subscriber.pk]), {"post": "yes"})

    assert response.status_code == 403
    assert Subscriber.objects.count() == 1


def test_deleting_leaves_the_address_in_no_history(staff_client):
    subscriber = make_subscriber(email="jo@reader.example")

    staff_client.post(reverse("admin:members_subscriber_delete", args=[subscriber.pk]), {"post": "yes"})

    assert LogEntry.objects.get().object_repr == f"Subscriber {subscriber.pk}"
    assert mentions("jo@reader.example") == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_the_same_for_any_number(officer_client, region, django_assert_num_queries, number):
    for _ in range(number):
        make_subscriber([region, make_region()])

    with django_assert_num_queries(11):
        officer_client.get(LIST)


def test_the_list_of_mailings_is_only_to_look_at(staff_client):
    assert staff_client.get(reverse("admin:members_digest_changelist")).status_code == 200
    assert staff_client.get(reverse("admin:members_digest_add")).status_code == 403
