"""Staff read what the next news by e-mail says before it goes: the same that is then sent."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from members.mailing_list import digest
from members.models import Digest
from partnerships.models import OutgoingMail
from tests.factories import make_authority, make_bridge, make_news, make_partnership, make_region, make_subscriber
from tests.partnerships.admin.editorial_forms import in_role
from tests.reading import words_of

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
PAGE = reverse("admin:digest-preview")


@pytest.fixture
def north():
    return make_region(name="North East", slug="north-east")


@pytest.fixture
def officer(client, north):
    bridge = make_bridge()
    make_authority(bridge=bridge, region=north)
    client.force_login(in_role("Bridge officer", bridge))


def publish(title, **fields):
    return make_news(title=title, publication_changed_at=timezone.now(), **fields)


def titles(response):
    return [story.title for section in response.context["sections"] for story in section["stories"]]


def test_it_shows_what_a_reader_of_a_region_and_of_everything_gets(client, officer, north):
    publish("For everybody")
    publish("In the north", partnership=make_partnership([make_authority(region=north)]))
    publish("In the south", partnership=make_partnership())

    everything, of_north = client.get(PAGE), client.get(PAGE, {"region": "north-east"})

    assert sorted(titles(everything)) == ["For everybody", "In the north", "In the south"]
    assert sorted(titles(of_north)) == ["For everybody", "In the north"]
    assert titles(client.get(PAGE, {"region": "atlantis"})) == titles(everything)


def test_what_is_shown_is_what_is_sent(client, officer):
    publish("Puppets in June")
    make_subscriber(confirmed_at=timezone.now() - datetime.timedelta(days=30))
    shown = titles(client.get(PAGE))
    mailing = digest.to_come(timezone.localdate())

    assert digest.due(mailing.until).until == mailing.until
    digest.send(Digest.objects.get())

    assert shown == ["Puppets in June"]
    assert "Puppets in June" in OutgoingMail.objects.get().text


def test_it_begins_where_the_last_one_ended_and_says_when_it_goes(client, officer):
    today = timezone.localdate()
    Digest.objects.create(since=today - datetime.timedelta(days=20), until=today - datetime.timedelta(days=1))

    page = client.get(PAGE)

    mailing = page.context["mailing"]
    assert mailing.since == today - datetime.timedelta(days=1)
    assert 0 < (mailing.until - today).days <= digest.FORTNIGHT_DAYS
    assert "Nothing new so far." in words_of(page)


def test_who_publishes_nothing_is_refused(client):
    client.force_login(in_role("Bridge viewer", make_bridge()))

    assert client.get(PAGE).status_code == 403
