"""Who may look after whose account. Owners are superusers; national editors look after everybody but owners."""

from django.contrib.auth.models import User
from django.db.models import QuerySet


class NotYourAccount(Exception):
    """The user may not do that to this account."""


def may_invite(user: User) -> bool:
    """Return whether `user` may invite people and look after accounts at all."""
    return user.is_active and user.is_staff and user.has_perm("auth.add_user")


def looked_after_by(user: User) -> QuerySet[User]:
    """Return the accounts that `user` may look after: none, all but owners', or all."""
    accounts = User.objects.all()
    if not may_invite(user):
        return accounts.none()
    return accounts if user.is_superuser else accounts.filter(is_superuser=False)


def check_looks_after(user: User, *, by: User) -> None:
    """Raise NotYourAccount unless `by` may look after `user`."""
    if not looked_after_by(by).filter(pk=user.pk).exists():
        raise NotYourAccount


def check_owner(by: User) -> None:
    """Raise NotYourAccount unless `by` is an owner."""
    if not (by.is_active and by.is_staff and by.is_superuser):
        raise NotYourAccount
