"""Asking another partnership after one: who asks is known from what was just sent, for an hour, without a cookie.

The page of what was sent holds a token that names the enquiry, and nothing of the person. With it the form is opened
with their details filled in.
"""

import datetime

from partnerships.models import Enquiry
from partnerships.signed_links import ExpiredLink, NotOurLink, SignedToken

SENT = SignedToken(salt="partnerships.enquiry.sent", max_age=datetime.timedelta(hours=1))
# Which answers are filled in again; the message and the consent are new each time.
_DETAILS = ("topic", "enquirer", "name", "email", "organisation")


def details_of(token: str) -> dict[str, str]:
    """Return who sent the enquiry of `token` and what they wanted, by field; nothing if that is too long ago."""
    enquiry = Enquiry.objects.filter(pk=_key_in(token) or 0, anonymised_at=None).first()
    return {name: getattr(enquiry, name) for name in _DETAILS} if enquiry else {}


def is_of(token: str, enquiry: Enquiry) -> bool:
    """Return whether `token` still opens the form for whoever sent `enquiry`."""
    return _key_in(token) == enquiry.pk and not enquiry.anonymised_at


def _key_in(token: str) -> int | None:
    try:
        [key] = SENT.read(token)
    except (ExpiredLink, NotOurLink):
        return None
    return int(key)
