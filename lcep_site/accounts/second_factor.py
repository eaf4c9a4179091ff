"""The second factor: whether a user has one, whether this session has passed it, and the reset for who lost it."""

import time

from allauth.account import app_settings
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from lcep_site.accounts import messages, rights, sessions
from partnerships import audit
from partnerships.views.staff_requests import StaffRequest
from partnerships.vocabulary import AuditAction

# What allauth calls a second factor in its own notes in the session, which it makes of those it asks for one.
METHOD = "mfa"
# In the session of somebody who set up a second factor in it: the code they typed was right.
SET_UP_HERE = "accounts_set_up_here"
# In the session: when its user showed, at the last step but a sign-in in full, that it is still them.
SHOWN_AT = "accounts_shown_at"
# In the session of somebody who came by a sign-in link, which there are in local mode only.
CAME_BY_LINK = "accounts_came_by_link"
# Recovery codes stand in for one of these; they are none themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_set_up(user: User) -> bool:
    """Return whether `user` has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def is_passed(request: HttpRequest) -> bool:
    """Return whether the user has shown a second factor in this session.

    The session itself says so: when the last factor of an account goes, `forget` and `reset` take that back or end
    the session.
    """
    if settings.LCEP_MODE == "local" and request.session.get(CAME_BY_LINK):
        return True
    records = get_authentication_records(request, request.user)
    return SET_UP_HERE in request.session or any(record["method"] == METHOD for record in records)


def mark_passed(request: HttpRequest) -> None:
    """Note in the session that its user has just set up a second factor."""
    request.session[SET_UP_HERE] = True
    mark_shown(request)


def mark_shown(request: HttpRequest) -> None:
    """Note in the session that its user has just shown who they are, so that they are not asked again at once."""
    request.session[SHOWN_AT] = time.time()


def is_just_shown(request: HttpRequest) -> bool:
    """Return whether the user was noted so recently that allauth would not ask again either."""
    return time.time() - request.session.get(SHOWN_AT, 0) < app_settings.REAUTHENTICATION_TIMEOUT


def forget(request: StaffRequest) -> None:
    """Make the gate ask for a second factor again, and end the user's other sessions: their last factor is removed."""
    request.session.pop(SET_UP_HERE, None)
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [record for record in records if record["method"] != METHOD]
    sessions.end_all(request.user, by=request.user, keep=request.session.session_key)


@transaction.atomic
def reset(user: User, *, by: User) -> None:
    """Delete every second factor and recovery code of `user`, who lost them. They are told by mail and sign in anew.

    Raises NotYourAccount unless `by` is an owner.
    """
    rights.check_owner(by)
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user, by=by)
    audit.record(AuditAction.SECOND_FACTOR_RESET, by=by, about=f"User {user.pk}")
    change = "Your second factor was reset by somebody who looks after accounts here."
    messages.mail(user, f"second-factor-reset:{timezone.now():%Y%m%d%H%M%S%f}", "account_changed", {"change": change})
