"""How often forms that send mail may be sent. Nobody who writes by hand comes to these limits.

Counted is each enquiry: what somebody asks of ten partnerships in one go are ten. The first go passes whatever its
number, which the form itself limits. One form, as it was opened, sends few; then it is opened anew. An address and a
network do not send in bursts. Mails to strangers have a ceiling for the whole site, and who asks several gets one mail:
so there each sending counts as one. What is sent beyond it is held back, or waits.
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
class Wait:
    """How many minutes a form has to wait before it may be sent. One that `is_used_up` need only be opened anew."""

    minutes: int
    is_used_up: bool = False


@dataclass(frozen=True)
class Sending:
    """That a `form` is sent: from which `email` address and `network`, and the `id` of the form as it was opened.

    What is not known is "". `enquiries` says how many are in it.
    """

    form: str
    email: str = ""
    network: str = ""
    id: str = ""
    enquiries: int = 1

    def wait(self) -> Wait | None:
        """Return what it has to wait for before it may be sent; None if for nothing. One query."""
        limits = (PER_FORM, self.id), (PER_ADDRESS, self.email), (PER_NETWORK, self.network)
        reached = rate_limit.are_reached(self.form, *limits)
        if reached[0]:
            return Wait(PER_FORM.span // MINUTE, is_used_up=True)
        spans = [limit.span for (limit, _), is_reached in zip(limits, reached, strict=True) if is_reached]
        return Wait(max(spans) // MINUTE) if spans else None

    def remember(self) -> None:
        """Note that it was sent now."""
        senders = [(self.form, sender) for sender in (self.email, self.network, self.id)]
        rate_limit.remember_all([*senders * self.enquiries, (ANY_FORM, EVERYBODY)])


def is_ceiling_reached() -> bool:
    """Return whether so many forms came within an hour that mails to strangers must stop: see FORMS_AN_HOUR."""
    most = settings.FORMS_AN_HOUR
    return most > 0 and Limit(most, HOUR).is_reached(ANY_FORM, EVERYBODY)
