"""What django-allauth does is written to the audit log, and sessions end as they must.

allauth tells of it by signals only. What our own rules do, they record themselves.
"""

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from lcep_site.accounts import guessing, second_factor, sessions
from partnerships import audit
from partnerships.views.staff_requests import StaffRequest
from partnerships.vocabulary import AuditAction


@receiver(account.user_logged_in)
def signed_in(request: HttpRequest, user: User, **kwargs: object) -> None:
    """Record the sign-in, and delete the sessions that have ended since the last one."""
    sessions.delete_ended()
    guessing.remember(request, user)
    by_link = {"by": "sign-in link"} if request.session.get(second_factor.CAME_BY_LINK) else {}
    audit.record(AuditAction.SIGNED_IN, by=user, details=by_link)


@receiver(user_login_failed)
def sign_in_failed(**kwargs: object) -> None:
    """Record that a sign-in failed: not whose, since what was typed may be anything, and not from where."""
    audit.record(AuditAction.SIGN_IN_FAILED)


@receiver(user_logged_out)
def signed_out(user: User | None, **kwargs: object) -> None:
    """Record the sign-out; `user` is None when nobody was signed in."""
    if user is not None:
        audit.record(AuditAction.SIGNED_OUT, by=user)


@receiver(account.password_changed)
@receiver(account.password_set)
@receiver(account.password_reset)
def password_changed(request: HttpRequest, user: User, **kwargs: object) -> None:
    """Record the change, and sign the user out everywhere else."""
    guessing.remember(request, user)
    audit.record(AuditAction.PASSWORD_CHANGED, by=user)
    sessions.end_all(user, by=user, keep=request.session.session_key)


@receiver(mfa.authenticator_added)
def factor_added(request: StaffRequest, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    """Record it. When it is the first, the other sessions end: they never asked for one."""
    audit.record(AuditAction.SECOND_FACTOR_ADDED, by=user, details={"type": authenticator.type})
    if authenticator.type in second_factor.FACTORS:
        sessions.renew_key(request)
        second_factor.mark_passed(request)
        if Authenticator.objects.filter(user=user, type__in=second_factor.FACTORS).count() == 1:
            sessions.end_all(user, by=user, keep=request.session.session_key)


@receiver(mfa.authenticator_used)
def factor_shown(request: HttpRequest, reauthenticated: bool, **kwargs: object) -> None:
    """Renew the key of a session that could do less until now; at a sign-in the session is a new one anyway."""
    if reauthenticated:
        sessions.renew_key(request)


@receiver(mfa.authenticator_removed)
def factor_removed(request: StaffRequest, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    """Record it. When it was the last, the back office asks for a new one."""
    audit.record(AuditAction.SECOND_FACTOR_REMOVED, by=user, details={"type": authenticator.type})
    if not second_factor.is_set_up(user):
        second_factor.forget(request)


@receiver(mfa.authenticator_reset)
def codes_renewed(user: User, **kwargs: object) -> None:
    audit.record(AuditAction.RECOVERY_CODES_RENEWED, by=user)


@receiver(mfa.authentication_failed)
def second_factor_failed(user: User, **kwargs: object) -> None:
    """Record that a wrong code was typed by somebody who knew the password."""
    audit.record(AuditAction.SECOND_FACTOR_FAILED, about=f"User {user.pk}")
