"""Signed links in mails, for people who have no account here.

Opening one only shows something; mail scanners open every link. It says which enquiry and, as a keyed hash, to which
address it went: so no address stands in it, and it can be refused once that address has nothing to do with the enquiry
any more.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from partnerships.models import Enquiry

SALT = "partnerships.links.enquiry"
GOOD_FOR = datetime.timedelta(days=30)


class LinkExpired(Exception):
    """The link was ours, but it is too old."""


class NotOurLink(Exception):
    """The link was never made by this site, or something of it is missing."""


@dataclass(frozen=True)
class EnquiryLink:
    """What a link says: which enquiry, and who it went to."""

    enquiry_pk: int
    fingerprint: str

    def went_to(self, address: str) -> bool:
        """Return whether the link was mailed to `address`."""
        return constant_time_compare(self.fingerprint, fingerprint(address))


def enquiry_link(enquiry: Enquiry, address: str) -> str:
    """Return the full address of the page that shows `enquiry` to whoever reads the mail to `address`, for 30 days."""
    token = signing.dumps([enquiry.pk, fingerprint(address)], salt=SALT)
    return settings.SITE_URL + reverse("partnerships:enquiry-by-link", args=[token])


def read_enquiry_link(token: str) -> EnquiryLink:
    """Return what `token` says. Raises LinkExpired after 30 days and NotOurLink for anything we did not sign."""
    try:
        return EnquiryLink(*signing.loads(token, salt=SALT, max_age=GOOD_FOR))
    except signing.SignatureExpired:
        raise LinkExpired from None
    except signing.BadSignature:
        raise NotOurLink from None


def fingerprint(address: str) -> str:
    """Return a short keyed hash that stands for a mail `address`, whatever the case of its letters."""
    return salted_hmac(SALT, address.strip().casefold(), algorithm="sha256").hexdigest()[:16]
