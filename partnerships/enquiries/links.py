"""Signed links in mails, for people who have no account here.

Opening one only shows something; mail scanners open every link. It says which enquiry and, as a keyed hash, to which
address it went: so no address stands in it, and it can be refused once that address has nothing to do with the enquiry
any more.
"""

import datetime

from django.utils.crypto import salted_hmac

from partnerships.models import Enquiry
from partnerships.signed_links import SignedLink

ENQUIRY_LINK = SignedLink(
    salt="partnerships.links.enquiry", max_age=datetime.timedelta(days=30), page="partnerships:enquiry-by-link"
)


def enquiry_link(enquiry: Enquiry, address: str) -> str:
    """Return the full address of the page that shows `enquiry` to whoever reads the mail to `address`, for 30 days."""
    return ENQUIRY_LINK.url([enquiry.pk, fingerprint(address)])


def fingerprint(address: str) -> str:
    """Return a short keyed hash that stands for a mail `address`, whatever the case of its letters."""
    return salted_hmac(ENQUIRY_LINK.salt, address.strip().casefold(), algorithm="sha256").hexdigest()[:16]
