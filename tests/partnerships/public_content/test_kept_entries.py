"""The page of a partnership, whose parts are kept while the public content stays, shows what is so now."""

import datetime

import pytest
from django.utils import timezone

from partnerships.models import Partnership
from partnerships.public_content.kept import Kept
from partnerships.views import directory
from partnerships.vocabulary import LinkKind, NameKind, PublicationState
from tests.factories import (
    make_authority,
    make_event,
    make_membership,
    make_organisation,
    make_partnership,
    make_priority,
    make_programme,
    make_resource,
)

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def leeds():
    return make_partnership([make_authority(name="Leeds")], name="Leeds33", slug="leeds33")


def page(client):
    return client.get("/partnerships/leeds33/").content.decode()


def test_a_page_seen_before_costs_one_query_and_is_the_same(client, leeds, django_assert_num_queries):
    make_membership(partnership=leeds)
    first = page(client)

    # The stamp.
    with django_assert_num_queries(1):
        assert page(client) == first


def test_a_page_of_which_nothing_is_kept_costs_five_queries_at_most(
    client, leeds, monkeypatch, django_assert_num_queries
):
    for number in range(3):
        make_membership(partnership=leeds)
        leeds.authorities.add(make_authority())
        leeds.names.create(name=f"Name {number}", kind=NameKind.FORMER)
        leeds.stated_priorities.create(priority=make_priority(), wording="Listen")
        make_programme().participations.create(partnership=leeds)
        make_resource(partnership=leeds)
        make_event(partnership=leeds)
        make_partnership(leeds.authorities.all())
    # The snapshot and the cards of its neighbours are at hand then.
    page(client)
    monkeypatch.setattr(directory, "_entries", Kept(1))

    # The stamp, it, its details, its resources and its events.
    with django_assert_num_queries(5):
        page(client)


def change_a_member(leeds):
    make_membership(partnership=leeds, organisation=make_organisation(name="Changed"))


def change_a_neighbour(leeds):
    make_partnership([leeds.authorities.get()], name="Changed")


def change_what_it_grew_out_of(leeds):
    before = make_partnership(name="Before")
    leeds.predecessors.add(before)
    Partnership.objects.filter(pk=before.pk).update(name="Changed")


def change_a_place(leeds):
    leeds.authorities.update(name="Changed")


def change_its_bridge(leeds):
    type(leeds.bridge).objects.update(name="Changed")


def change_a_link(leeds):
    leeds.links.create(kind=LinkKind.PAGE, label="Changed", url="https://example.org/")


def change_a_programme(leeds):
    leeds.programme_participations.create(programme=make_programme(name="Changed"))


@pytest.mark.parametrize(
    "change",
    [
        change_a_member,
        change_a_neighbour,
        change_what_it_grew_out_of,
        change_a_place,
        change_its_bridge,
        change_a_link,
        change_a_programme,
    ],
)
def test_a_page_shows_what_has_changed_since_it_was_seen(client, leeds, change):
    before = page(client)
    change(leeds)

    assert "Changed" not in before
    assert "Changed" in page(client)


def test_a_partnership_that_is_published_no_more_has_no_page(client, leeds):
    page(client)
    Partnership.objects.update(publication=PublicationState.ARCHIVED)

    assert client.get("/partnerships/leeds33/").status_code == 404


def test_an_address_of_before_leads_on_however_often_it_is_asked_for(client, leeds):
    leeds.slug = "leeds"
    leeds.save()

    asked = [client.get("/partnerships/leeds33/") for _ in range(2)]

    assert [(answer.status_code, answer["Location"]) for answer in asked] == [(301, "/partnerships/leeds/")] * 2


def test_an_event_leaves_the_page_once_it_is_over(client, leeds, monkeypatch):
    noon = timezone.make_aware(datetime.datetime(2026, 11, 27, 12))
    monkeypatch.setattr(timezone, "now", lambda: noon)
    hour = datetime.timedelta(hours=1)
    make_event(title="Soon over", partnership=leeds, starts_at=noon + hour, ends_at=noon + 2 * hour)
    before = page(client)
    monkeypatch.setattr(timezone, "now", lambda: noon + 3 * hour)

    assert "Soon over" in before
    assert "Soon over" not in page(client)
