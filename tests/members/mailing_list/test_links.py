"""The signed links in mails to subscribers: for one act, one address and a time."""

import datetime
import time

import pytest

from members.mailing_list.links import (
    GOOD_FOR,
    BrokenLink,
    ExpiredLink,
    NoSubscriber,
    Purpose,
    link,
    subscriber_of,
    token,
)
from members.models import Subscriber
from tests.factories import make_subscriber

pytestmark = pytest.mark.django_db


def later(monkeypatch, span):
    """Let `span` pass, after whatever was let pass before."""
    now = time.time() + span.total_seconds()
    monkeypatch.setattr(time, "time", lambda: now)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_leads_to_its_subscriber_as_often_as_it_is_opened(purpose):
    subscriber = make_subscriber()
    given = token(purpose, subscriber)

    assert [subscriber_of(purpose, given), subscriber_of(purpose, given)] == [subscriber, subscriber]


def test_a_link_is_a_whole_address_with_nothing_of_the_subscribers_in_it():
    subscriber = make_subscriber(email="jo@reader.example")

    address = link(Purpose.CONFIRM, subscriber)

    assert address.startswith("http://127.0.0.1:8000/news-by-mail/confirm/")
    assert "jo" not in address.removeprefix("http://127.0.0.1:8000/news-by-mail/confirm/").split(".")


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_for_one_act_is_good_for_no_other(purpose):
    given = token(purpose, make_subscriber())

    for other in set(Purpose) - {purpose}:
        with pytest.raises(BrokenLink):
            subscriber_of(other, given)


def test_a_link_is_good_for_no_other_address():
    subscriber = make_subscriber()
    given = token(Purpose.END, subscriber)
    Subscriber.objects.update(email="other@reader.example")

    with pytest.raises(BrokenLink):
        subscriber_of(Purpose.END, given)


def test_a_link_is_worth_nothing_once_its_row_is_gone_even_if_the_address_comes_back():
    subscriber = make_subscriber(email="jo@reader.example")
    given = token(Purpose.END, subscriber)
    subscriber.delete()
    make_subscriber(email="jo@reader.example")

    with pytest.raises(NoSubscriber):
        subscriber_of(Purpose.END, given)


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_works_until_its_time_is_over_and_no_longer(purpose, monkeypatch):
    subscriber = make_subscriber()
    given = token(purpose, subscriber)

    later(monkeypatch, GOOD_FOR[purpose] - datetime.timedelta(minutes=1))
    before = subscriber_of(purpose, given)
    later(monkeypatch, datetime.timedelta(minutes=2))

    assert before == subscriber
    with pytest.raises(ExpiredLink):
        subscriber_of(purpose, given)


def test_a_confirmation_is_good_for_three_days():
    assert GOOD_FOR[Purpose.CONFIRM] == datetime.timedelta(days=3)


@pytest.mark.parametrize(
    "given",
    ["", "x", "1", "1.2", "1.2.3", "\0.1aaaaa.aaaaaaaaaaaa", "9" * 40 + ".1aaaaa.aaaaaaaaaaaa", "٣.1a.aaaaaaaaaaaa"],
)
def test_nonsense_is_a_broken_link(given):
    make_subscriber()

    with pytest.raises(BrokenLink):
        subscriber_of(Purpose.END, given)


def test_a_link_with_one_letter_changed_is_broken():
    given = token(Purpose.END, make_subscriber())
    changed = given[:-1] + ("A" if given[-1] != "A" else "B")

    with pytest.raises(BrokenLink):
        subscriber_of(Purpose.END, changed)
