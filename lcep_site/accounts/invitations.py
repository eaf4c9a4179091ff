"""The accounts of the back office: inviting people, choosing what each may do, and closing accounts.

Nobody is made an owner here: only `manage.py create_owner` does that.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from lcep_site import roles
from lcep_site.accounts import links, rights, sessions
from partnerships import audit
from partnerships.mail import outbox
from partnerships.models import BridgeOrganisation, Partnership
from partnerships.text.sentences import name_of
from partnerships.vocabulary import AuditAction

ROLE_NAMES = [role.name for role in roles.ROLES]


class AddressTaken(Exception):
    """The address has an account already."""


class AlreadyAccepted(Exception):
    """The user has set a password, so there is no invitation to send again."""


class IsClosed(Exception):
    """The account is closed, so nothing is sent to it."""


class OwnAccount(Exception):
    """Nobody closes their own account."""


@dataclass(frozen=True)
class Appointment:
    """What somebody is in the back office: their role, the Bridge Organisations they are an officer of, and the
    partnerships they coordinate, None for those they coordinate already.
    """

    role: str
    bridges: Iterable[BridgeOrganisation] = ()
    partnerships: Iterable[Partnership] | None = None


@transaction.atomic
def invite(*, email: str, name: tuple[str, str], appointment: Appointment, by: User) -> User:
    """Make an account for `email` (first and last `name`) and mail its owner how to open it; return the account.

    Raises NotYourAccount when `by` may invite nobody, and AddressTaken.
    """
    if not rights.may_invite(by):
        raise rights.NotYourAccount
    user = new_account(email, *name)
    appoint(user, appointment)
    audit.record(AuditAction.INVITED, by=by, about=f"User {user.pk}", details=_details_of(appointment))
    _write_invitation(user, by)
    return user


def new_account(email: str, first_name: str = "", last_name: str = "", *, is_superuser: bool = False) -> User:
    """Make an account of staff, without a password, and return it. Raises AddressTaken."""
    email = email.strip().lower()
    if has_account(email):
        raise AddressTaken
    try:
        with transaction.atomic():
            return User.objects.create_user(
                email, email, first_name=first_name, last_name=last_name, is_staff=True, is_superuser=is_superuser
            )
    except IntegrityError:
        raise AddressTaken from None


def has_account(email: str) -> bool:
    """Return whether somebody signs in with `email`."""
    return User.objects.filter(Q(username__iexact=email) | Q(email__iexact=email)).exists()


@transaction.atomic
def accept(token: str, *, password: str) -> User:
    """Set `password` for the account of the invitation `token`; return it. Raises ExpiredLink and NotOurLink."""
    user = links.user_of(token, links.INVITATION, lock=True)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(AuditAction.INVITATION_ACCEPTED, by=user)
    return user


@transaction.atomic
def send_again(user: User, *, by: User) -> None:
    """Mail `user` a new link. Raises NotYourAccount, IsClosed, and AlreadyAccepted."""
    rights.check_looks_after(user, by=by)
    if not user.is_active:
        raise IsClosed
    if user.has_usable_password():
        raise AlreadyAccepted
    audit.record(AuditAction.INVITED_AGAIN, by=by, about=f"User {user.pk}")
    _write_invitation(user, by)


@transaction.atomic
def change(user: User, *, name: tuple[str, str], appointment: Appointment, by: User) -> None:
    """Change the name of `user`, and their role and Bridge Organisations. Raises NotYourAccount."""
    rights.check_looks_after(user, by=by)
    user.first_name, user.last_name = name
    user.save(update_fields=["first_name", "last_name"])
    details = {"from": _details_of(Appointment(role_of(user), user.bridges.all())), "to": _details_of(appointment)}
    appoint(user, appointment)
    if details["from"] != details["to"]:
        audit.record(AuditAction.ROLE_CHANGED, by=by, about=f"User {user.pk}", details=details)


@transaction.atomic
def close(user: User, *, by: User) -> None:
    """Close the account of `user`: they are signed out, and no link or password lets them in. What they did stays.

    Raises NotYourAccount, and OwnAccount.
    """
    rights.check_looks_after(user, by=by)
    if user == by:
        raise OwnAccount
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    audit.record(AuditAction.ACCOUNT_CLOSED, by=by, about=f"User {user.pk}")
    sessions.end_all(user, by=by)


@transaction.atomic
def open_again(user: User, *, by: User) -> None:
    """Let `user` in again, as they were. Raises NotYourAccount."""
    rights.check_looks_after(user, by=by)
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    audit.record(AuditAction.ACCOUNT_OPENED_AGAIN, by=by, about=f"User {user.pk}")


def appoint(user: User, appointment: Appointment) -> None:
    """Give `user` that role and no other, Bridge Organisations and partnerships. Groups that are no roles stay."""
    user.groups.remove(*user.groups.filter(name__in=ROLE_NAMES).exclude(name=appointment.role))
    if appointment.role:
        user.groups.add(Group.objects.get(name=appointment.role))
    user.bridges.set(appointment.bridges)
    if appointment.partnerships is not None:
        user.coordinated_partnerships.set(appointment.partnerships)


def role_of(user: User) -> str:
    """Return the name of the role of `user`, or "". No query when groups were prefetched."""
    return next((group.name for group in user.groups.all() if group.name in ROLE_NAMES), "")


def _details_of(appointment: Appointment) -> dict[str, object]:
    """Return `appointment` as the audit log keeps it."""
    return {"role": appointment.role, "bridges": sorted(bridge.pk for bridge in appointment.bridges)}


def _write_invitation(user: User, by: User) -> None:
    key = f"account:{user.pk}:invitation:{timezone.now():%Y%m%d%H%M}"
    outbox.write_late(key=key, to=user.email, template="account_invitation", about={"by": name_of(by)})
