"""What an officer publishes in the back office comes to subscribers with the next digest."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from members.mailing_list import digest
from members.models import Digest
from partnerships.models import OutgoingMail
from partnerships.vocabulary import PublicationState
from tests.factories import (
    make_case_study,
    make_event,
    make_opportunity,
    make_partnership,
    make_resource,
    make_subscriber,
    make_superuser,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def test_a_subscriber_is_told_of_what_was_published_by_the_buttons(client):
    partnership = make_partnership(name="Hub")
    draft = {"partnership": partnership, "publication": PublicationState.DRAFT}
    things = [
        make_case_study(title="A summer of puppets", **draft),
        make_event(title="Puppet parade", **draft),
        make_resource(title="The plan", description="Until 2099.", **draft),
    ]
    make_event(title="Never published", **draft)
    today = timezone.localdate()
    reader = make_subscriber(partnerships=[partnership], confirmed_at=timezone.now() - datetime.timedelta(days=1))
    client.force_login(make_superuser())

    for thing in things:
        client.post(reverse(f"admin:partnerships_{thing._meta.model_name}_publication", args=[thing.pk, "publish"]))
    told = digest.send(Digest.objects.create(since=today, until=today + datetime.timedelta(days=1)))

    mail = OutgoingMail.objects.get(to=reader.email)
    assert told == 1
    assert [title in mail.text for title in ("A summer of puppets", "Puppet parade", "The plan")] == [True] * 3
    assert "Never published" not in mail.text


def test_who_chose_kinds_of_news_hears_of_no_other_and_only_of_what_they_chose_there():
    north, south = (make_partnership(name=name) for name in ("North", "South"))
    today = timezone.localdate()
    for partnership in (north, south):
        make_event(title=f"Parade in the {partnership}", partnership=partnership, publication_changed_at=timezone.now())
        make_opportunity(
            title=f"Work in the {partnership}", partnership=partnership, publication_changed_at=timezone.now()
        )
    confirmed = {"confirmed_at": timezone.now() - datetime.timedelta(days=1)}
    everywhere = make_subscriber(kinds=["opportunities"], **confirmed)
    in_the_north = make_subscriber(partnerships=[north], kinds=["events", "opportunities"], **confirmed)
    make_subscriber(kinds=["news"], **confirmed)

    told = digest.send(Digest.objects.create(since=today, until=today + datetime.timedelta(days=1)))

    mails = {mail.to: mail.text for mail in OutgoingMail.objects.all()}
    titles = ("Parade in the North", "Work in the North", "Parade in the South", "Work in the South")
    assert told == 2
    assert [title in mails[everywhere.email] for title in titles] == [False, True, False, True]
    assert [title in mails[in_the_north.email] for title in titles] == [True, True, False, False]
    assert "Your choices: Opportunities\n" in mails[everywhere.email]
    assert "Your choices: Events, Opportunities; North\n" in mails[in_the_north.email]
