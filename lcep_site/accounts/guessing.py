"""How often a password may be tried: so that nobody guesses one, and nobody keeps somebody else out by guessing.

Tries are counted by the account together with where they come from: the browser, if somebody has signed in to that
account in it before, and else the network. All tries from browsers that are not known are also counted together, by
account. So wrong passwords from elsewhere never keep out the owner's own browser. Another one of theirs is let in once
a new password is set in it by a link in a mail.
"""

import datetime
import uuid

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from lcep_site.accounts import messages
from partnerships.abuse import networks
from partnerships.signed_links import ExpiredLink, NotOurLink, SignedToken

# In the cookie: a number for the browser, and the accounts that were signed in to in it, the latest first.
KNOWN = SignedToken(salt="lcep_site.accounts.guessing.known", max_age=datetime.timedelta(days=180))
MAX_ACCOUNTS = 5
# The names of limits in ACCOUNT_RATE_LIMITS.
FROM_A_KNOWN_BROWSER, FROM_A_NETWORK, FROM_ANYWHERE = "login_known_browser", "login_failed", "login_anywhere"


def count_try(request: HttpRequest, login: str) -> bool:
    """Count a try to sign in as `login`, and return whether it may be made.

    If not, whoever signs in by that address is told, once a day.
    """
    for action, key in _limits(request, login):
        if not ratelimit.consume(request, action=action, key=key):
            messages.mail_late(login.lower(), f"guessed:{timezone.localdate():%Y%m%d}", "account_guessed")
            return False
    return True


def forget_tries(request: HttpRequest, login: str) -> None:
    """Forget the tries as `login` from there, since the password was right at last; those from anywhere stay."""
    for action, key in _limits(request, login):
        if action != FROM_ANYWHERE:
            ratelimit.clear(request, action=action, key=key)


def _limits(request: HttpRequest, login: str) -> list[tuple[str, str]]:
    """Return the limits that a try as `login` counts for, each with what it is counted by."""
    login = login.lower()
    browser, accounts = _known_in(request)
    if accounts and User.objects.filter(pk__in=accounts, email__iexact=login).exists():
        return [(FROM_A_KNOWN_BROWSER, f"{login} {browser}")]
    return [(FROM_A_NETWORK, f"{login} {networks.network_of(request.META)}"), (FROM_ANYWHERE, login)]


def remember(request: HttpRequest, user: User) -> None:
    """Let the browser of `request` be known from now on as one of `user`: it gets the cookie with the answer."""
    request.META["lcep.known_browser_of"] = user.pk


def set_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the browser the cookie by which it is known, if `remember` said so."""
    pk = request.META.get("lcep.known_browser_of")
    if pk is None:
        return
    browser, accounts = _known_in(request)
    known = [pk, *(other for other in accounts if other != pk)][:MAX_ACCOUNTS]
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        KNOWN.token([browser or uuid.uuid4().hex, known]),
        max_age=KNOWN.max_age,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _known_in(request: HttpRequest) -> tuple[str, list[int]]:
    """Return the number of the browser and the accounts it is known for; "" and none without our cookie."""
    try:
        browser, accounts = KNOWN.read(request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, ""))
    except (ExpiredLink, NotOurLink):
        return "", []
    return browser, accounts
