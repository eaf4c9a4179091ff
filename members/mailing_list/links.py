"""The signed links in mails to subscribers. Whoever holds one has read a mail to that address.

A link is for one purpose and one address, expires, and stops working once the row is gone: a later subscription of the
same address is another row. Opening a link changes nothing; only the button on its page does.
"""

import datetime
import re
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.urls import reverse

from members.models import Subscriber

# Characters that no mail program takes for the end of an address.
_SHAPE = re.compile(r"^(\d{1,18})\.[0-9A-Za-z]{1,12}\.[\w-]{10,64}$", re.ASCII)


class Purpose(StrEnum):
    """What a link is for: also the name of its page."""

    CONFIRM = "subscription-confirm"
    CHOICES = "subscription-edit"
    END = "subscription-end"


GOOD_FOR = {
    Purpose.CONFIRM: datetime.timedelta(days=3),
    # News may be far between, and the link in the last mail must still work.
    Purpose.CHOICES: datetime.timedelta(days=730),
    Purpose.END: datetime.timedelta(days=730),
}
assert set(GOOD_FOR) == set(Purpose)


class BrokenLink(Exception):
    """A link that is not ours, is for something else, or was damaged on its way."""


class ExpiredLink(BrokenLink):
    """A link of ours that has expired."""


class NoSubscriber(BrokenLink):
    """A link whose subscriber is gone."""


def token(purpose: Purpose, subscriber: Subscriber) -> str:
    """Return the last part of a link's address."""
    return _signer(purpose, subscriber).sign(str(subscriber.pk))


def path(purpose: Purpose, subscriber: Subscriber) -> str:
    """Return the link's address without the site's, for the site's own pages."""
    return reverse(f"members:{purpose}", args=[token(purpose, subscriber)])


def link(purpose: Purpose, subscriber: Subscriber) -> str:
    """Return the whole address to put in a mail."""
    return f"{settings.SITE_URL}{path(purpose, subscriber)}"


def subscriber_of(purpose: Purpose, given: str) -> Subscriber:
    """Return the subscriber the token `given` is for. Raises NoSubscriber, ExpiredLink or BrokenLink."""
    shape = _SHAPE.match(given)
    if not shape:
        raise BrokenLink
    subscriber = Subscriber.objects.filter(pk=int(shape.group(1))).first()
    if subscriber is None:
        raise NoSubscriber
    try:
        _signer(purpose, subscriber).unsign(given, max_age=GOOD_FOR[purpose])
    except signing.SignatureExpired as error:
        raise ExpiredLink from error
    except signing.BadSignature as error:
        raise BrokenLink from error
    return subscriber


def _signer(purpose: Purpose, subscriber: Subscriber) -> signing.TimestampSigner:
    return signing.TimestampSigner(sep=".", salt=f"members.subscription_links {purpose} {subscriber.email}")
