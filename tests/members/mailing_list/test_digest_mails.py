"""What the news looks like in the mailbox: both parts, what is named, and how to stop it."""

import datetime
import re

import pytest

from members.mailing_list import digest
from members.mailing_list.digest import MAX_STORIES
from members.mailing_list.links import CHOICES, END
from members.models import Subscriber
from partnerships.models import OutgoingMail, Partnership
from partnerships.publishing import public_changes
from partnerships.vocabulary import Stage
from tests.factories import make_partnership, make_subscriber

pytestmark = pytest.mark.django_db

BEFORE, IN_PERIOD, AFTER = (datetime.date(2026, 11, day) for day in (2, 10, 23))


@pytest.fixture
def newcomer():
    """A new partnership in a region of its own, noticed in the period that ended on AFTER."""
    make_partnership()
    public_changes.take_snapshots(BEFORE)
    partnership = make_partnership(name="Newcomer & Friends")
    public_changes.take_snapshots(IN_PERIOD)
    return partnership


def send():
    """Write the mailing that is due."""
    digest.send(digest.due(AFTER))


def test_the_mail_tells_in_text_and_html_what_is_new_and_where(newcomer):
    region = newcomer.authorities.get().region
    make_subscriber([region])

    send()

    mail = OutgoingMail.objects.get()
    assert mail.subject == "LCEP Directory: one piece of news, 22 November 2026"
    assert "News from 9 November to 22 November 2026" in mail.text
    assert "Newcomer & Friends\n" in mail.text
    assert f"A partnership new to the directory, in {region.name}." in mail.text
    assert f"http://127.0.0.1:8000{newcomer.get_absolute_url()}" in mail.text
    assert "Newcomer &amp; Friends" in mail.html
    assert f'href="http://127.0.0.1:8000{newcomer.get_absolute_url()}"' in mail.html


def test_the_mail_names_the_parts_that_changed(newcomer):
    changed = make_partnership(name="Leeds33")
    public_changes.take_snapshots(BEFORE)
    Partnership.objects.filter(pk=changed.pk).update(summary="Something new.", stage=Stage.EMERGING)
    public_changes.take_snapshots(IN_PERIOD)
    make_subscriber(partnerships=[changed])

    send()

    assert "Leeds33\nWhat changed: what it says of itself and its stage." in OutgoingMail.objects.get().text


def test_a_proposed_partnership_is_called_one(newcomer):
    proposed = make_partnership(name="Maybe", stage=Stage.PROPOSED)
    public_changes.take_snapshots(IN_PERIOD)
    make_subscriber(partnerships=[proposed])

    send()

    assert "Maybe\nA proposed partnership new to the directory" in OutgoingMail.objects.get().text


def test_the_mail_can_be_stopped_by_one_click(newcomer, client):
    subscriber = make_subscriber()
    send()
    headers = OutgoingMail.objects.get().headers

    address = re.fullmatch(r"<http://127\.0\.0\.1:8000(/.*)>", headers["List-Unsubscribe"]).group(1)
    client.post(address, {"List-Unsubscribe": "One-Click"})

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert not Subscriber.objects.filter(pk=subscriber.pk).exists()
    assert OutgoingMail.objects.get().to == ""


@pytest.mark.parametrize(("link", "section"), [(CHOICES, "choices"), (END, "stop")])
@pytest.mark.parametrize("part", ["text", "html"])
def test_both_parts_lead_to_the_choices_and_to_the_end(newcomer, link, section, part):
    subscriber = make_subscriber()
    send()

    [found] = re.findall(rf"/news-by-mail/{section}/([^/\s]+)/", getattr(OutgoingMail.objects.get(), part))

    assert link.read(found) == subscriber


def test_very_many_entries_are_cut_to_what_a_mail_can_hold(newcomer):
    for _ in range(MAX_STORIES + 4):
        make_partnership()
    public_changes.take_snapshots(IN_PERIOD)
    make_subscriber()

    send()

    mail = OutgoingMail.objects.get()
    assert mail.text.count("new to the directory") == MAX_STORIES
    assert "And 5 more:" in mail.text
    assert "25 pieces of news" in mail.subject
