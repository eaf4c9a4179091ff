"""When the next event is over: with it menus and lists change, though nobody has changed anything."""

import datetime

from django.utils import timezone

from partnerships.models import NewsItem
from partnerships.public_content.settled import Settled


def _next_end(now: datetime.datetime | None = None) -> datetime.datetime | None:
    return NewsItem.objects.published().next_end(now or timezone.now())


# None if there is no event to come that has an end.
next_end = Settled(_next_end, of_publications=True, until=_next_end)
