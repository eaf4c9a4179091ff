"""Links that open an account, each good once: to accept an invitation, and to look around in local mode.

A link carries no secret of its own. It is signed, and bound to the account as it is now: as soon as a password is set
or somebody signs in, it fits no longer. Opening it only shows a page; the page's button acts.
"""

import datetime
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "lcep_site.accounts.links"


class Purpose(StrEnum):
    """What a link is for. The value is the name of its page."""

    INVITATION = "invitation"
    SIGN_IN = "sign-in-link"


GOOD_FOR = {Purpose.INVITATION: datetime.timedelta(days=7), Purpose.SIGN_IN: datetime.timedelta(days=1)}
assert set(GOOD_FOR) == set(Purpose)


class LinkEnded(Exception):
    """The link was ours, but it is too old, was used, or its account has changed or been closed since."""


class NotOurLink(Exception):
    """The link was never made by this site, or something of it is missing."""


def link(purpose: Purpose, user: User) -> str:
    """Return the full address of the page for `purpose` that belongs to `user`."""
    token = signing.dumps([user.pk, _state(user)], salt=f"{SALT}.{purpose}")
    return settings.SITE_URL + reverse(purpose, args=[token])


def user_of(purpose: Purpose, token: str, *, lock: bool = False) -> User:
    """Return whose link `token` is; with `lock` nobody else can use it until the transaction ends.

    Raises LinkEnded when it was ours and works no longer, and NotOurLink for anything we did not sign.
    """
    try:
        pk, state = signing.loads(token, salt=f"{SALT}.{purpose}", max_age=GOOD_FOR[purpose])
    except signing.SignatureExpired:
        raise LinkEnded from None
    except signing.BadSignature:
        raise NotOurLink from None
    accounts = User.objects.filter(pk=pk, is_active=True, is_staff=True)
    user = (accounts.select_for_update() if lock else accounts).first()
    if user is None or not constant_time_compare(state, _state(user)):
        raise LinkEnded
    return user


def _state(user: User) -> str:
    """Return what the account is like: another password, address or sign-in makes it another."""
    signed_in = user.last_login.isoformat() if user.last_login else ""
    known = "\n".join([str(user.pk), user.password, user.email, signed_in])
    return salted_hmac(SALT, known, algorithm="sha256").hexdigest()[:32]
