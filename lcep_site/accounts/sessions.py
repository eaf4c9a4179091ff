"""The sessions of an account: where somebody is signed in, and ending that."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from lcep_site.accounts.rights import check_owner
from partnerships import audit
from partnerships.vocabulary import AuditAction


@transaction.atomic
def end_all(user, *, by=None, but: str | None = None) -> int:
    """Sign `user` out everywhere, in the name of `by`; return of how many sessions.

    The session with the key `but` goes on. Sessions are few, since only staff have them: all are looked through, so
    that none is missed.
    """
    running = Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but)
    ended = [one.pk for one in running if one.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=ended).delete()
    UserSession.objects.filter(user=user).exclude(session_key=but).delete()
    if ended:
        audit.record(AuditAction.SESSIONS_ENDED, by=by, about=f"User {user.pk}", details={"sessions": len(ended)})
    return len(ended)


def forget_ended() -> None:
    """Delete the sessions that have ended, anybody's, and from where they were: it is kept for no longer."""
    running = Session.objects.filter(expire_date__gt=timezone.now())
    Session.objects.exclude(pk__in=running.values("pk")).delete()
    UserSession.objects.exclude(session_key__in=running.values("pk")).delete()


def end_for(user, *, by) -> int:
    """Sign `user` out everywhere; return of how many sessions. Raises NotTheirs unless `by` is an owner."""
    check_owner(by)
    return end_all(user, by=by)
