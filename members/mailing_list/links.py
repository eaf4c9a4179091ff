"""The signed links in mails to subscribers. Whoever holds one has read a mail to that address.

A link is for one purpose and one address, expires, and stops working once the row is gone: a later subscription of the
same address is another row. Opening a link changes nothing; only the button on its page does.
"""

import datetime

from members.models import Subscriber
from partnerships.signed_links import RowLink


def _link(page: str, days: int) -> RowLink[Subscriber]:
    return RowLink(
        salt=f"members.subscription_links {page}",
        max_age=datetime.timedelta(days=days),
        page=f"members:{page}",
        rows=Subscriber.objects.all(),
        bound_to=lambda subscriber: subscriber.email,
    )


CONFIRM = _link("subscription-confirm", days=3)
# News may be far between, and the link in the last mail must still work.
CHOICES = _link("subscription-edit", days=730)
END = _link("subscription-end", days=730)
