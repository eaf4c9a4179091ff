"""Links that open an account, each good once: to accept an invitation, and to look around in local mode.

A link carries no secret of its own. It is signed, and bound to the account as it is now: as soon as a password is set
or somebody signs in, it fits no longer. Opening it only shows a page; the page's button acts.
"""

import datetime

from django.contrib.auth.models import User

from partnerships.signed_links import ExpiredLink, SignedLink, is_one_of, keyed_hashes

_SALT = "lcep_site.accounts.links"
INVITATION = SignedLink(salt=f"{_SALT}.invitation", max_age=datetime.timedelta(days=7), page="invitation")
SIGN_IN = SignedLink(salt=f"{_SALT}.sign-in-link", max_age=datetime.timedelta(days=1), page="sign-in-link")


def url_for(user: User, link: SignedLink) -> str:
    """Return the full address of the page of `link` that belongs to `user`."""
    return link.url([user.pk, _states(user)[0]])


def user_of(token: str, link: SignedLink, *, lock: bool = False) -> User:
    """Return whose `token` of `link` it is; with `lock` nobody else can use it until the transaction ends.

    Raises ExpiredLink when it was ours and works no longer, and NotOurLink for anything we did not sign.
    """
    pk, state = link.read(token)
    accounts = User.objects.filter(pk=pk, is_active=True, is_staff=True)
    user = (accounts.select_for_update() if lock else accounts).first()
    if user is None or not is_one_of(state, _states(user)):
        raise ExpiredLink
    return user


def _states(user: User) -> list[str]:
    """Return what the account is like, by each key: another password, address or sign-in makes it another."""
    signed_in = user.last_login.isoformat() if user.last_login else ""
    known = "\n".join([str(user.pk), user.password, user.email, signed_in])
    return keyed_hashes(_SALT, known, 32)
