"""The news: to whom it concerns, once a period, and after a crash to the rest."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone

from members.mailing_list import digest
from members.mailing_list.digest import DigestSource, Story
from members.models import Digest, Subscriber
from partnerships.mail import outbox
from partnerships.models import OutgoingMail
from partnerships.publishing import public_changes
from tests.factories import (
    make_authority,
    make_partnership,
    make_priority,
    make_region,
    make_subscriber,
)

pytestmark = pytest.mark.django_db

BEFORE = datetime.date(2026, 11, 2)
IN_PERIOD = datetime.date(2026, 11, 10)
# A Monday 23 weeks of two after the first day of all.
AFTER = datetime.date(2026, 11, 23)


@pytest.fixture
def newcomer():
    """A new partnership in a region of its own, noticed in the period that ended on AFTER."""
    make_partnership()
    public_changes.take_snapshots(BEFORE)
    partnership = make_partnership(name="Newcomer & Friends")
    public_changes.take_snapshots(IN_PERIOD)
    return partnership


def send(today=AFTER):
    """Write the mailing that is due; return how many were told, or None when none is due."""
    mailing_due = digest.due(today)
    return None if mailing_due is None else digest.send(mailing_due)


def told():
    """Return to whom a mail was written, each as often as it was."""
    return sorted(OutgoingMail.objects.values_list("to", flat=True))


def test_who_chose_nothing_hears_of_everything(newcomer):
    subscriber = make_subscriber()

    assert send() == 1
    assert told() == [subscriber.email]


def test_who_chose_hears_of_what_fits_one_choice_at_least(newcomer):
    priority = make_priority()
    newcomer.stated_priorities.create(priority=priority, wording="Listen")
    region = newcomer.authorities.get().region
    fitting = [
        make_subscriber([region, make_region()]),
        make_subscriber(priorities=[priority]),
        make_subscriber(partnerships=[newcomer]),
        make_subscriber([make_region()], priorities=[priority]),
    ]
    make_subscriber([make_region()])
    make_subscriber(priorities=[make_priority()])
    make_subscriber(partnerships=[make_partnership()])

    send()

    assert told() == sorted(subscriber.email for subscriber in fitting)


def test_who_did_not_confirm_hears_nothing(newcomer):
    make_subscriber(confirmed_at=None)

    assert send() == 0
    assert told() == []


def test_who_confirmed_after_the_period_hears_of_the_next_one(newcomer):
    make_subscriber(confirmed_at=datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC))

    assert send() == 0


def test_nothing_to_tell_is_no_mail():
    make_partnership()
    public_changes.take_snapshots(BEFORE)
    make_subscriber()

    assert send() == 0
    assert Digest.objects.get().finished_at is not None


def test_however_often_it_runs_each_subscriber_gets_one_mail(newcomer):
    subscriber = make_subscriber()

    results = [send(), send(), send(AFTER + datetime.timedelta(days=13))]

    assert results == [1, None, None]
    assert told() == [subscriber.email]


def test_after_a_crash_in_the_middle_the_rest_get_their_mail_and_nobody_gets_two(newcomer, monkeypatch):
    subscribers = [make_subscriber() for _ in range(5)]
    write, written = outbox.write, []

    def write_two_and_crash(**mail):
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(write(**mail))

    monkeypatch.setattr(outbox, "write", write_two_and_crash)
    with pytest.raises(KeyboardInterrupt):
        send()
    after_crash = told()
    monkeypatch.setattr(outbox, "write", write)
    later = send(AFTER + datetime.timedelta(days=3))

    assert len(after_crash) == 2
    assert later == 5
    assert told() == sorted(subscriber.email for subscriber in subscribers)
    assert Digest.objects.get().finished_at is not None


def test_two_runs_at_once_write_one_mail(newcomer):
    make_subscriber()
    both = digest.due(AFTER), digest.due(AFTER)

    for mailing_due in both:
        digest.send(mailing_due)

    assert both[0] == both[1]
    assert OutgoingMail.objects.count() == 1


def test_who_left_while_it_was_written_gets_no_mail(newcomer, monkeypatch):
    leaving = make_subscriber()
    readers = digest._readers

    def leave_after_reading(mailing_due):
        for subscriber in readers(mailing_due):
            Subscriber.objects.filter(pk=leaving.pk).delete()
            yield subscriber

    monkeypatch.setattr(digest, "_readers", leave_after_reading)

    assert send() == 0
    assert told() == []


def test_periods_are_fortnights_from_monday_to_sunday():
    due = digest.due(datetime.date(2026, 11, 29))

    assert (due.since, due.until) == (datetime.date(2026, 11, 9), AFTER)
    assert [due.since.weekday(), due.until.weekday()] == [0, 0]


def test_a_missed_period_is_made_up_for_in_the_next_mail(newcomer):
    make_subscriber()
    Digest.objects.create(
        since=datetime.date(2026, 10, 12), until=datetime.date(2026, 10, 26), finished_at=timezone.now()
    )

    due = digest.due(datetime.date(2026, 12, 8))

    assert (due.since, due.until) == (datetime.date(2026, 10, 26), datetime.date(2026, 12, 7))
    assert digest.send(due) == 1


def test_another_source_of_news_is_one_more_section(newcomer, monkeypatch):
    story = Story("A fair in York", "/events/fair/", about=frozenset([make_region()]))
    everywhere = Story("A grant for all", "/news/grant/")
    more = DigestSource("fairs", "News and events", "home", lambda since, until: [story, everywhere])
    sources = [*digest.sources(), more]
    monkeypatch.setattr(digest, "sources", lambda: sources)
    make_subscriber(partnerships=[newcomer])

    send()

    text = OutgoingMail.objects.get().text
    assert "NEWS AND EVENTS" in text
    assert "A grant for all" in text
    assert "A fair in York" not in text


@pytest.mark.parametrize("number", [1, 3])
def test_reading_asks_the_database_the_same_for_any_number_of_subscribers(newcomer, django_assert_num_queries, number):
    for _ in range(number):
        make_subscriber([make_region()], [make_priority()], [make_partnership()])
    mailing_due = digest.due(AFTER)

    with django_assert_num_queries(17):
        assert digest.send(mailing_due) == 0


def test_the_command_notices_and_writes_once(newcomer, capsys, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: AFTER)
    make_subscriber()
    make_partnership([make_authority()])

    call_command("send_digest")
    call_command("send_digest")

    assert capsys.readouterr().out.splitlines() == [
        "Entries new or changed since the last look: 1.",
        "Figures of the month kept of 3 Bridge Organisations.",
        "News of 2026-11-09 to 2026-11-23: 1 mails.",
        "Entries new or changed since the last look: 0.",
        "Figures of the month kept of 3 Bridge Organisations.",
        "The last period has been written already.",
    ]


def test_the_command_takes_a_week_as_its_period(newcomer, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: datetime.date(2026, 11, 17))

    call_command("send_digest", "--every", "week", verbosity=0)

    assert str(Digest.objects.get()) == "2026-11-09 to 2026-11-16"
