"""How often forms that send mail may be sent. Nobody who writes by hand comes to these limits.

Counted is each sending, not what is in it: what somebody asks of several partnerships in one go is sent once. One form,
as it was opened, may be sent a few times; an address and a network not in bursts. Mails to strangers have a ceiling for
the whole site: what is sent beyond it is held back, or waits.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings

from partnerships.abuse import rate_limit
from partnerships.abuse.rate_limit import Limit

MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)
PER_FORM = Limit(3, HOUR)
PER_ADDRESS = Limit(4, MINUTE)
# A class behind one network does not press the button within the same minute.
PER_NETWORK = Limit(20, MINUTE)
# Under which all forms together are counted, whoever sends them.
ANY_FORM, EVERYBODY = "any", "everybody"
VERY_MANY = "Very many forms came from everywhere within an hour."


@dataclass(frozen=True)
class Sending:
    """That a `form` is sent: from which `email` address and `network`, and the `id` of the form as it was opened.

    What is not known is "".
    """

    form: str
    email: str = ""
    network: str = ""
    id: str = ""

    def minutes_to_wait(self) -> int:
        """Return how long its sender has to wait before it may be sent; 0 if not at all."""
        limits = {PER_FORM: self.id, PER_ADDRESS: self.email, PER_NETWORK: self.network}
        reached = [limit.span for limit, sender in limits.items() if limit.is_reached(self.form, sender)]
        return max(reached, default=datetime.timedelta()) // MINUTE

    def remember(self) -> None:
        """Note that it was sent now."""
        senders = [(self.form, sender) for sender in (self.email, self.network, self.id)]
        rate_limit.remember_all([*senders, (ANY_FORM, EVERYBODY)])


def is_ceiling_reached() -> bool:
    """Return whether so many forms came within an hour that mails to strangers must stop: see FORMS_AN_HOUR."""
    most = settings.FORMS_AN_HOUR
    return most > 0 and Limit(most, HOUR).is_reached(ANY_FORM, EVERYBODY)
