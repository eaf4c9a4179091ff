"""The signed links in mails to subscribers. Whoever holds one has read a mail to that address.

A link is for one purpose and one address, expires, and stops working once the row is gone: a later subscription of the
same address is another row. Opening a link changes nothing; only the button on its page does.
"""

import datetime

from members.models import Subscriber
from partnerships.privacy.stores import Period
from partnerships.signed_links import RowLink


def _link(page: str, days: int) -> RowLink[Subscriber]:
    return RowLink(
        salt=f"members.subscription_links {page}",
        max_age=datetime.timedelta(days=days),
        page=f"members:{page}",
        rows=Subscriber.objects.all(),
        bound_to=lambda subscriber: subscriber.email,
    )


# An address that nobody has confirmed is deleted on the day its link ends.
UNCONFIRMED_KEPT = Period(days=7)
CONFIRM = _link("subscription-confirm", days=UNCONFIRMED_KEPT.days)
# News may be far between, and the link in the last mail must still work.
CHOICES = _link("subscription-edit", days=730)
END = _link("subscription-end", days=730)
