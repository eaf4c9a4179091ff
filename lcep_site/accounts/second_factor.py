"""The second factor: who has one, whether this session has passed it, and taking it away from whoever lost it."""

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lcep_site.accounts import sessions
from lcep_site.accounts.rights import check_owner
from partnerships import audit
from partnerships.mail import outbox
from partnerships.vocabulary import AuditAction

METHOD = "mfa"
# In the session of somebody who came by a sign-in link, which there are in local mode only.
CAME_BY_LINK = "accounts_came_by_link"
# Recovery codes stand in for one of these; they are none themselves.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_set_up(user) -> bool:
    """Return whether `user` has an authenticator app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def is_first(authenticator) -> bool:
    """Return whether its person has no other second factor than `authenticator`."""
    others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
    return not others.exists()


def is_passed(request) -> bool:
    """Return whether whoever is signed in has shown a second factor in this session.

    It is kept in the session and not looked up: when the last factor of an account goes, `forget` and `reset` see to
    it that no session says so any more.
    """
    if settings.LCEP_MODE == "local" and request.session.get(CAME_BY_LINK):
        return True
    return any(record["method"] == METHOD for record in get_authentication_records(request, request.user))


def passed(request, authenticator) -> None:
    """Remember in the session that its person has just set up `authenticator`: the code they typed was right."""
    record_authentication(
        request, authenticator.user, METHOD, id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )


def forget(request) -> None:
    """Let the gate ask for a new factor in this session, and end the person's others. For who removed their last."""
    records = get_authentication_records(request, request.user)
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [one for one in records if one["method"] != METHOD]
    sessions.end_all(request.user, by=request.user, but=request.session.session_key)


@transaction.atomic
def reset(user, *, by) -> None:
    """Take every second factor and recovery code from `user`, who lost them; they are told, and sign in anew.

    Raises NotTheirs unless `by` is an owner.
    """
    check_owner(by)
    Authenticator.objects.filter(user=user).delete()
    sessions.end_all(user, by=by)
    audit.record(AuditAction.SECOND_FACTOR_RESET, by=by, about=f"User {user.pk}")
    outbox.write(
        key=f"account:{user.pk}:second-factor-reset:{timezone.now():%Y%m%d%H%M%S%f}",
        to=user.email,
        template="account_changed",
        context={"what": "Your second factor was reset by somebody who looks after accounts here."},
    )
