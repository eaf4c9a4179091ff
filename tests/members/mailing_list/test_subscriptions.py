"""The mailing list: who is written to, what is kept, and that leaving leaves nothing."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from members.mailing_list import links, subscriptions
from members.mailing_list.consent import CURRENT
from members.mailing_list.subscriptions import PER_ADDRESS, PER_NETWORK
from members.models import Subscriber
from partnerships.abuse.too_often import Wait
from partnerships.models import FormSubmission, OutgoingMail
from partnerships.vocabulary import MailState
from tests.factories import make_enquiry, make_mail, make_partnership, make_priority, make_region, make_subscriber

pytestmark = pytest.mark.django_db

JO = "jo@reader.example"


def ask(email=JO, network="", **chosen):
    """Ask for news as a visitor does."""
    subscriptions.ask(email=email, choices=chosen, network=network)


def subjects():
    """Return the subjects of the mails written, by their addresses."""
    return [(mail.to, mail.subject) for mail in OutgoingMail.objects.order_by("pk")]


CONFIRM = "Confirm that you want news from the LCEP Directory"
KNOWN = "You get the news of the LCEP Directory already"


def test_a_new_address_is_kept_unconfirmed_with_its_choices_and_written_to():
    region, priority, partnership = make_region(), make_priority(), make_partnership()

    ask(regions=[region], priorities=[priority], partnerships=[partnership])

    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.confirmed_at, subscriber.consent_version) == (JO, None, CURRENT.version)
    assert [*subscriber.regions.all()] == [region]
    assert [*subscriber.priorities.all()] == [priority]
    assert [*subscriber.partnerships.all()] == [partnership]
    assert subjects() == [(JO, CONFIRM)]


def test_an_address_in_capitals_is_the_same_address():
    make_subscriber(email=JO)

    ask(email="Jo@Reader.Example")

    assert Subscriber.objects.count() == 1
    assert subjects() == [(JO, KNOWN)]


def test_asking_again_before_confirming_renews_choices_and_time():
    old, new = make_region(), make_region()
    last_week = timezone.now() - datetime.timedelta(days=6)
    subscriber = make_subscriber([old], email=JO, confirmed_at=None, asked_at=last_week)

    ask(regions=[new])

    subscriber.refresh_from_db()
    assert [*subscriber.regions.all()] == [new]
    assert subscriber.asked_at > last_week
    assert subjects() == [(JO, CONFIRM)]


def test_a_stranger_cannot_change_the_choices_of_a_subscriber():
    mine, theirs = make_region(), make_region()
    subscriber = make_subscriber([mine], email=JO)

    ask(regions=[theirs])

    assert [*subscriber.regions.all()] == [mine]
    assert subjects() == [(JO, KNOWN)]


def test_a_button_pressed_twice_writes_one_mail(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime.datetime(2026, 11, 24, 10, 0, 5, tzinfo=datetime.UTC))

    ask()
    ask()

    assert subjects() == [(JO, CONFIRM)]


def test_an_address_is_written_to_a_few_times_a_day_and_others_still_are(monkeypatch):
    start = timezone.now()
    for number in range(PER_ADDRESS.most + 2):
        monkeypatch.setattr(timezone, "now", lambda minutes=number: start + datetime.timedelta(minutes=minutes))
        ask()
    ask(email="other@reader.example")

    assert subjects() == [(JO, CONFIRM)] * PER_ADDRESS.most + [("other@reader.example", CONFIRM)]


def test_a_network_that_sends_very_many_is_stopped_and_others_are_not():
    FormSubmission.objects.bulk_create(
        FormSubmission(form=subscriptions.FORM, sender_hash=row.sender_hash)
        for row in _asked_once("203.0.113.7")
        for _ in range(PER_NETWORK.most - 1)
    )

    assert [subscriptions.wait(f"203.0.113.{number}") for number in (7, 8)] == [Wait(60), None]


def _asked_once(network):
    ask(email="", network=network)
    return [FormSubmission.objects.get(form=subscriptions.FORM)]


def test_no_address_and_no_network_is_kept_in_counting():
    ask(network="203.0.113.7")

    kept = [value for row in FormSubmission.objects.values_list() for value in map(str, row)]

    assert len(kept) == 12
    assert [value for value in kept if JO in value or "203.0.113.7" in value] == []


def test_confirming_twice_keeps_the_first_moment():
    subscriber = make_subscriber(confirmed_at=None)

    subscriptions.confirm(subscriber)
    first = subscriber.confirmed_at
    subscriptions.confirm(subscriber)

    assert first is not None
    assert subscriber.confirmed_at == first


def test_leaving_erases_the_row_and_the_address_in_mails_and_keeps_enquiries():
    subscriber = make_subscriber(email=JO)
    waiting = make_mail(to=JO, key="digest:1:1")
    answer = make_mail(to=JO, enquiry=make_enquiry(email=JO))

    subscriptions.leave(subscriber)

    waiting.refresh_from_db()
    answer.refresh_from_db()
    assert Subscriber.objects.count() == 0
    assert (waiting.to, waiting.text, waiting.state) == ("", "", MailState.FAILED)
    assert (answer.to, answer.state) == (JO, MailState.QUEUED)


def test_the_mail_to_a_new_address_names_its_link_and_its_times():
    ask()

    text = OutgoingMail.objects.get().text

    assert "http://127.0.0.1:8000/news-by-mail/confirm/" in text
    assert "works for 7 days" in text
    assert "deleted after 7 days" in text
    assert links.CONFIRM.max_age == datetime.timedelta(days=links.UNCONFIRMED_KEPT.days)


def test_mails_of_the_list_that_are_no_news_offer_no_button_to_stop():
    ask()

    assert OutgoingMail.objects.get().headers == {}


def test_the_kinds_that_were_chosen_are_kept_and_told_in_the_mail():
    ask(kinds=["opportunities", "events"], regions=[make_region(name="London")])

    assert Subscriber.objects.get().kinds == ["opportunities", "events"]
    [mail] = OutgoingMail.objects.all()
    assert "What was chosen: Events, Opportunities; London." in mail.text
    assert "What was chosen: Events, Opportunities; London." in mail.html


def test_who_chose_nothing_is_told_of_everything_they_asked_for():
    ask()

    assert "What was chosen: everything." in OutgoingMail.objects.get().text


def test_choosing_again_replaces_the_kinds():
    subscriber = make_subscriber(kinds=["events"])

    subscriptions.choose(subscriber, {"kinds": ["news"]})
    of_one_kind = Subscriber.objects.get().kinds
    subscriptions.choose(subscriber, {})

    assert (of_one_kind, Subscriber.objects.get().kinds) == (["news"], [])


def test_a_row_of_the_release_before_wants_all_kinds():
    row = {field.attname: field.value_from_object(make_subscriber()) for field in Subscriber._meta.concrete_fields}
    Subscriber.objects.all().delete()
    names = [name for name in row if name != "kinds"]
    with connection.cursor() as cursor:
        columns, places = ", ".join(names), ", ".join(["%s"] * len(names))
        cursor.execute(f"INSERT INTO members_subscriber ({columns}) VALUES ({places})", [row[name] for name in names])

    assert Subscriber.objects.get().kinds == []
