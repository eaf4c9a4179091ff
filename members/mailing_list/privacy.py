"""What the mailing list holds about people: how long, and where it is found when somebody asks."""

from members.mailing_list.subscriptions import UNCONFIRMED_KEPT, leave
from members.models import Subscriber
from partnerships.privacy.retention import Rule
from partnerships.privacy.subject_requests import DataStore, HeldItem

UNCONFIRMED = Rule(
    name="unconfirmed subscribers",
    what="An e-mail address entered for news that nobody has confirmed",
    keep=UNCONFIRMED_KEPT,
    since="from the day it was entered",
    why="Its owner needs some days to open the mail and confirm.",
    expired=lambda before: Subscriber.objects.unconfirmed().filter(asked_at__lt=before),
)


def _find(address: str) -> list[HeldItem]:
    return [
        {
            "email": subscriber.email,
            "asked_at": subscriber.asked_at,
            "confirmed_at": subscriber.confirmed_at,
            "consent": subscriber.consent_version,
            "regions": [str(region) for region in subscriber.regions.all()],
            "priorities": [str(priority) for priority in subscriber.priorities.all()],
            "partnerships": [str(partnership) for partnership in subscriber.partnerships.all()],
        }
        for subscriber in Subscriber.objects.filter(email__iexact=address).with_choices()
    ]


def _erase(address: str) -> int:
    subscribers = list(Subscriber.objects.filter(email__iexact=address))
    for subscriber in subscribers:
        leave(subscriber)
    return len(subscribers)


SUBSCRIPTIONS = DataStore("News by e-mail", _find, _erase, order=25)
