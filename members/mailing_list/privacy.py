"""What the mailing list holds about people: how long, and where it is found when somebody asks."""

from django.db.models import QuerySet

from members.mailing_list.choices import headings_of
from members.mailing_list.links import UNCONFIRMED_KEPT
from members.mailing_list.subscriptions import leave
from members.models import Subscriber
from partnerships.privacy.stores import DataStore, HeldItem, Rule


def _describe(subscriber: Subscriber) -> HeldItem:
    return {
        "email": subscriber.email,
        "asked_at": subscriber.asked_at,
        "confirmed_at": subscriber.confirmed_at,
        "consent": subscriber.consent_version,
        "kinds": headings_of(subscriber.kinds),
    } | {name: [str(row) for row in rows] for name, rows in subscriber.choices.items()}


def _erase(subscribers: QuerySet[Subscriber]) -> int:
    for subscriber in subscribers:
        leave(subscriber)
    return len(subscribers)


SUBSCRIPTIONS = DataStore(
    "News by e-mail",
    rules=[
        Rule(
            name="unconfirmed subscribers",
            what="An e-mail address entered for news that nobody has confirmed",
            keep=UNCONFIRMED_KEPT.since("from the day it was entered"),
            why="Its owner needs some days to open the mail and confirm.",
            expired=lambda before: Subscriber.objects.filter(confirmed_at__isnull=True, asked_at__lt=before),
        )
    ],
    rows=lambda address: [Subscriber.objects.filter(email__iexact=address).with_choices()],
    describe=_describe,
    erase_rows=_erase,
    order=25,
)
