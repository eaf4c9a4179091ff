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
    """Return what the mail tells that is written next, without one that is overdue."""
    _, sections = response.context["mailings"][-1]
    return [story.title for section in sections for story in section["stories"]]


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
    _, mailing = digest.to_come(timezone.localdate())

    assert digest.due(mailing.until).until == mailing.until
    digest.send(Digest.objects.get())

    assert shown == ["Puppets in June"]
    assert "Puppets in June" in OutgoingMail.objects.get().text


def test_what_is_overdue_stands_apart_from_what_is_written_next(client, officer):
    today = timezone.localdate()
    begins = digest.FIRST_DAY + datetime.timedelta(days=(today - digest.FIRST_DAY).days // 14 * 14)
    Digest.objects.create(
        since=begins - datetime.timedelta(days=40),
        until=begins - datetime.timedelta(days=20),
        finished_at=timezone.now(),
    )
    late = timezone.make_aware(datetime.datetime.combine(begins - datetime.timedelta(days=1), datetime.time(12)))
    make_news(title="Late", publication_changed_at=late)
    publish("Soon")

    page = client.get(PAGE)

    (overdue, first), (following, second) = page.context["mailings"]
    told = [[story.title for section in each for story in section["stories"]] for each in (first, second)]
    assert told == [["Late"], ["Soon"]]
    assert (overdue.since, overdue.until) == (begins - datetime.timedelta(days=20), begins)
    assert (following.since, following.until) == (begins, begins + datetime.timedelta(days=14))
    assert f"Overdue since {begins:%-d %B %Y}" in words_of(page)
    assert not Digest.objects.filter(until__gte=begins).exists()
    # What is then written is that, whole.
    assert (digest.due(today).since, digest.due(today).until) == (overdue.since, overdue.until)
    assert digest.to_come(today)[0].pk


def test_nothing_is_overdue_once_it_is_written(client, officer):
    today = timezone.localdate()
    digest.send(digest.due(today))

    page = client.get(PAGE)

    [(mailing, _)] = page.context["mailings"]
    assert mailing.since == Digest.objects.get().until
    assert 0 < (mailing.until - today).days <= digest.FORTNIGHT_DAYS
    assert "Nothing new so far." in words_of(page) and "Overdue" not in words_of(page)


def test_who_publishes_nothing_is_refused(client):
    client.force_login(in_role("Bridge viewer", make_bridge()))

    assert client.get(PAGE).status_code == 403
