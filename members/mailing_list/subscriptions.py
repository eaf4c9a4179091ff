"""The mailing list: asking for news, confirming, choosing, and leaving.

Only a mail to an address tells whether it is on the list, never a page.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from members.mailing_list import consent, links
from members.mailing_list.choices import in_words
from members.models.subscriptions import CHOICES, Subscriber
from partnerships.abuse import rate_limit, too_often
from partnerships.abuse.too_often import Sending, Wait
from partnerships.mail import outbox
from partnerships.models import OutgoingMail
from partnerships.privacy import anonymise

FORM = "subscription"
# Anybody can enter an address that is not theirs, so an address is sent no more mails than this.
PER_ADDRESS = rate_limit.Limit(3, datetime.timedelta(days=1))
# Enough for a training day behind one network.
PER_NETWORK = rate_limit.Limit(100, datetime.timedelta(hours=1))


# What somebody wants to hear of: rows by the names of CHOICES, what fits at least one; and "kinds" of news by their
# names, nothing else. Everything when there are none.
Choices = Mapping[str, Iterable[Any]]


def wait(network: str) -> Wait | None:
    """Return how long `network` has to wait before an address may be entered: None unless many come in a short time.

    It says nothing about the address. What is sent here is mail to strangers, and nothing that could be held back.
    """
    if too_often.is_ceiling_reached() or PER_NETWORK.is_reached(FORM, network):
        return Wait(too_often.HOUR // too_often.MINUTE)
    return Sending(FORM, network=network).wait()


@transaction.atomic
def ask(*, email: str, choices: Choices, network: str = "") -> None:
    """Keep that somebody wants news, and write the mail with which the owner of the address can go on.

    A new address, or one not confirmed yet, is sent a link to confirm it; one on the list a link to its choices, which
    stay as they are: somebody else may have asked. An address that has reached PER_ADDRESS is sent no more.
    """
    email = email.lower()
    is_flooded = PER_ADDRESS.is_reached(FORM, email)
    Sending(FORM, email, network).remember()
    if is_flooded:
        return
    subscriber, _ = Subscriber.objects.get_or_create(email=email, defaults={"consent_version": consent.CURRENT.version})
    if not subscriber.confirmed_at:
        subscriber.asked_at, subscriber.consent_version = timezone.now(), consent.CURRENT.version
        subscriber.save()
        choose(subscriber, choices)
    _write(subscriber)


@transaction.atomic
def choose(subscriber: Subscriber, choices: Choices) -> None:
    """Replace what `subscriber` chose by `choices`."""
    for name in CHOICES:
        getattr(subscriber, name).set(choices.get(name, ()))
    subscriber.kinds = [*choices.get("kinds", ())]
    Subscriber.objects.filter(pk=subscriber.pk).update(kinds=subscriber.kinds)


@transaction.atomic
def confirm(subscriber: Subscriber) -> None:
    """Put `subscriber` on the list. Confirming again changes nothing."""
    Subscriber.objects.filter(pk=subscriber.pk, confirmed_at__isnull=True).update(confirmed_at=timezone.now())
    subscriber.refresh_from_db()


@transaction.atomic
def leave(subscriber: Subscriber) -> None:
    """Erase `subscriber`, and the address and text of every mail to it but answers to enquiries.

    Mails that have not left yet never will.
    """
    anonymise.empty_mails(OutgoingMail.objects.filter(to__iexact=subscriber.email, enquiry__isnull=True))
    subscriber.delete()


def _write(subscriber: Subscriber) -> None:
    link = links.CHOICES if subscriber.confirmed_at else links.CONFIRM
    # One mail a minute at most: a button pressed twice is one request.
    key = f"subscriber:{subscriber.pk}:{link.page.removeprefix('members:')}:{timezone.now():%Y%m%d%H%M}"
    template = "subscription_known" if subscriber.confirmed_at else "subscription_confirm"
    context = {"link": link.url(subscriber), "end_link": links.END.url(subscriber)}
    context |= {"kept_for": str(links.UNCONFIRMED_KEPT), "choices": in_words(subscriber)}
    outbox.write(key=key, to=subscriber.email, template=template, context=context)
