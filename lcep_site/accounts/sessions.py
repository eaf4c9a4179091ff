"""The sessions of an account, and how they are ended."""

import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.utils import timezone

from lcep_site.accounts.rights import check_owner
from partnerships import audit
from partnerships.vocabulary import AuditAction


@transaction.atomic
def end_all(user: User, *, by: User, keep: str | None = None) -> int:
    """Sign `user` out everywhere but in the session with the key `keep`; return how many sessions ended.

    The audit log names `by`. Sessions are few, since only staff have them: all are looked through, so that none is
    missed.
    """
    running = Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=keep)
    ended = [session.pk for session in running if session.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=ended).delete()
    UserSession.objects.filter(user=user).exclude(session_key=keep).delete()
    if ended:
        audit.record(AuditAction.SESSIONS_ENDED, by=by, about=f"User {user.pk}", details={"sessions": len(ended)})
    return len(ended)


def renew_key(request: HttpRequest) -> None:
    """Give the session of `request` another key: whoever knew the old one does not get what it may do from now on."""
    old_key = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old_key).update(session_key=request.session.session_key)
    rotate_token(request)


def end_of(session_key: str | None) -> datetime.datetime | None:
    """Return when the session of that key ends by itself, None if there is none."""
    return Session.objects.filter(pk=session_key).values_list("expire_date", flat=True).first()


def delete_ended() -> None:
    """Delete everybody's sessions that have ended, with the IP addresses and browsers of them."""
    running = Session.objects.filter(expire_date__gt=timezone.now())
    Session.objects.exclude(pk__in=running.values("pk")).delete()
    UserSession.objects.exclude(session_key__in=running.values("pk")).delete()


def end_for(user: User, *, by: User) -> int:
    """Sign `user` out everywhere; return how many sessions ended. Raises NotYourAccount unless `by` is an owner."""
    check_owner(by)
    return end_all(user, by=by)
