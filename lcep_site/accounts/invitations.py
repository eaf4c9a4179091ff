"""Who works in the back office: inviting people, saying what each may do, and letting them go again.

Nobody is made an owner here: only `manage.py create_owner` does that.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from lcep_site import roles
from lcep_site.accounts import sessions
from lcep_site.accounts.links import GOOD_FOR, Purpose, link, user_of
from lcep_site.accounts.rights import NotYourAccount, check_looks_after, may_invite
from partnerships import audit
from partnerships.enquiries.desk import name_of
from partnerships.mail import outbox
from partnerships.models import BridgeOrganisation
from partnerships.vocabulary import AuditAction

ROLE_NAMES = [role.name for role in roles.ROLES]


class AddressTaken(Exception):
    """The address has an account already."""


class AlreadyAccepted(Exception):
    """They have set a password, so there is nothing to send again."""


class IsClosed(Exception):
    """The account is closed, so nothing is sent to it."""


class TheirOwn(Exception):
    """Nobody closes their own account."""


@dataclass(frozen=True)
class Appointment:
    """What somebody is in the back office: their role, and the Bridge Organisations they are an officer of."""

    role: str
    bridges: Iterable[BridgeOrganisation] = field(default=())


@transaction.atomic
def invite(*, email: str, name: tuple[str, str], place: Appointment, by):
    """Make an account for `email` (first and last `name`) and mail its owner how to open it; return the account.

    Raises NotTheirs when `by` may invite nobody, and AddressTaken.
    """
    if not may_invite(by):
        raise NotYourAccount
    user = new_account(email, *name)
    appoint(user, place)
    audit.record(AuditAction.INVITED, by=by, about=f"User {user.pk}", details=_in_words(place))
    _write_invitation(user, by)
    return user


def new_account(email: str, first_name: str = "", last_name: str = "", **fields):
    """Make an account of staff, without a password, and return it. Raises AddressTaken."""
    email = email.strip().lower()
    if has_account(email):
        raise AddressTaken
    names = {"first_name": first_name, "last_name": last_name, "email": email, "is_staff": True}
    try:
        with transaction.atomic():
            return get_user_model().objects.create_user(email, **names | fields)
    except IntegrityError:
        raise AddressTaken from None


def has_account(email: str) -> bool:
    """Return whether somebody signs in with `email`."""
    return get_user_model().objects.filter(Q(username__iexact=email) | Q(email__iexact=email)).exists()


@transaction.atomic
def accept(token: str, *, password: str):
    """Open the account of the invitation `token` with `password`; return it. Raises what `user_of` does."""
    user = user_of(Purpose.INVITATION, token, lock=True)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(AuditAction.INVITATION_ACCEPTED, by=user)
    return user


@transaction.atomic
def send_again(user, *, by) -> None:
    """Mail `user` a new link. Raises NotTheirs, IsClosed, and AlreadyAccepted."""
    check_looks_after(user, by=by)
    if not user.is_active:
        raise IsClosed
    if user.has_usable_password():
        raise AlreadyAccepted
    audit.record(AuditAction.INVITED_AGAIN, by=by, about=f"User {user.pk}")
    _write_invitation(user, by)


@transaction.atomic
def change(user, *, name: tuple[str, str], place: Appointment, by) -> None:
    """Change what `user` is called and what they are in the back office. Raises NotTheirs."""
    check_looks_after(user, by=by)
    user.first_name, user.last_name = name
    user.save(update_fields=["first_name", "last_name"])
    before, after = _appointment_of(user), _in_words(place)
    appoint(user, place)
    if before != after:
        details = {"from": before, "to": after}
        audit.record(AuditAction.ROLE_CHANGED, by=by, about=f"User {user.pk}", details=details)


@transaction.atomic
def close(user, *, by) -> None:
    """Close the account of `user`: they are signed out, and no link or password lets them in. What they did stays.

    Raises NotTheirs, and TheirOwn.
    """
    check_looks_after(user, by=by)
    if user == by:
        raise TheirOwn
    get_user_model().objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    audit.record(AuditAction.ACCOUNT_CLOSED, by=by, about=f"User {user.pk}")
    sessions.end_all(user, by=by)


@transaction.atomic
def open_again(user, *, by) -> None:
    """Let `user` in again, as they were. Raises NotTheirs."""
    check_looks_after(user, by=by)
    get_user_model().objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    audit.record(AuditAction.ACCOUNT_OPENED_AGAIN, by=by, about=f"User {user.pk}")


def appoint(user, place: Appointment) -> None:
    """Give `user` exactly one role. Other groups are not ours to touch."""
    user.groups.remove(*user.groups.filter(name__in=ROLE_NAMES).exclude(name=place.role))
    if place.role:
        user.groups.add(Group.objects.get(name=place.role))
    user.bridges.set(place.bridges)


def role_of(user) -> str:
    """Return the name of the role of `user`, or "". Asks nothing of the database when groups were fetched before."""
    return next((group.name for group in user.groups.all() if group.name in ROLE_NAMES), "")


def _appointment_of(user) -> dict:
    return _in_words(Appointment(role_of(user), user.bridges.all()))


def _in_words(place: Appointment) -> dict:
    return {"role": place.role, "bridges": sorted(bridge.pk for bridge in place.bridges)}


def _write_invitation(user, by) -> None:
    outbox.write(
        key=f"account:{user.pk}:invitation:{timezone.now():%Y%m%d%H%M}",
        to=user.email,
        template="account_invitation",
        context={"link": link(Purpose.INVITATION, user), "days": GOOD_FOR[Purpose.INVITATION].days, "by": name_of(by)},
    )
