"""What django-allauth does is written to the audit log, and what must follow from it is done.

allauth tells of it by signals only. What our own rules do, they write down themselves.
"""

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver

from lcep_site.accounts import second_factor, sessions
from partnerships import audit
from partnerships.vocabulary import AuditAction


@receiver(account.user_logged_in)
def signed_in(request, user, **kwargs):
    """Keep that somebody signed in, and forget whatever sessions have ended since somebody last did."""
    sessions.forget_ended()
    by_link = {"by": "sign-in link"} if request.session.get(second_factor.CAME_BY_LINK) else {}
    audit.record(AuditAction.SIGNED_IN, by=user, details=by_link)


@receiver(user_login_failed)
def sign_in_failed(**kwargs):
    """Keep that a sign-in failed: not whose, since what was typed may be anything, and not from where."""
    audit.record(AuditAction.SIGN_IN_FAILED)


@receiver(user_logged_out)
def signed_out(user, **kwargs):
    """Keep that somebody signed out."""
    if user is not None:
        audit.record(AuditAction.SIGNED_OUT, by=user)


@receiver(account.password_changed)
@receiver(account.password_set)
@receiver(account.password_reset)
def password_changed(request, user, **kwargs):
    """Keep that a password was changed, set or reset, and sign its owner out everywhere else."""
    audit.record(AuditAction.PASSWORD_CHANGED, by=user)
    sessions.end_all(user, by=user, but=request.session.session_key)


@receiver(mfa.authenticator_added)
def factor_added(request, user, authenticator, **kwargs):
    """Keep that a second factor was added. With the first one, sessions that never asked for any end."""
    audit.record(AuditAction.SECOND_FACTOR_ADDED, by=user, details={"type": authenticator.type})
    if authenticator.type in second_factor.FACTORS:
        second_factor.passed(request, authenticator)
        if second_factor.is_first(authenticator):
            sessions.end_all(user, by=user, but=request.session.session_key)


@receiver(mfa.authenticator_removed)
def factor_removed(request, user, authenticator, **kwargs):
    """Keep that a second factor was removed. Without any, the back office asks for a new one."""
    audit.record(AuditAction.SECOND_FACTOR_REMOVED, by=user, details={"type": authenticator.type})
    if not second_factor.is_set_up(user):
        second_factor.forget(request)


@receiver(mfa.authenticator_reset)
def codes_renewed(user, **kwargs):
    """Keep that somebody made new recovery codes."""
    audit.record(AuditAction.RECOVERY_CODES_RENEWED, by=user)


@receiver(mfa.authentication_failed)
def second_factor_failed(user, **kwargs):
    """Keep that a wrong code was typed by whoever knew the password."""
    audit.record(AuditAction.SECOND_FACTOR_FAILED, about=f"User {user.pk}")
