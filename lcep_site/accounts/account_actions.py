"""The account actions: what can be done to an account by pressing one button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.contrib.auth.models import User

from lcep_site.accounts import invitations, second_factor, sessions
from lcep_site.accounts.invitations import AlreadyAccepted, IsClosed, OwnAccount
from lcep_site.accounts.rights import NotYourAccount


class AccountRule(Protocol):
    """The rule an action calls: it changes the account of `user`, or raises one of REFUSALS when `by` may not."""

    def __call__(self, user: User, *, by: User) -> object: ...


@dataclass(frozen=True)
class AccountAction:
    """A button: its label, the message afterwards, its rule, and whether it makes sense (user, by) at the moment."""

    name: str
    label: str
    done_message: str
    rule: AccountRule
    makes_sense: Callable[[User, User], bool]
    owners_only: bool = False

    def is_for(self, by: User) -> bool:
        """Return whether `by` may ever do it, to whichever account."""
        return by.is_superuser or not self.owners_only


ACCOUNT_ACTIONS = {
    action.name: action
    for action in (
        AccountAction(
            "invite-again",
            "Send the invitation again",
            "A new invitation is on its way.",
            invitations.send_again,
            lambda user, by: user.is_active and not user.has_usable_password(),
        ),
        AccountAction(
            "end-sessions",
            "Sign out everywhere",
            "They are signed out everywhere.",
            sessions.end_for,
            lambda user, by: user.is_active,
            owners_only=True,
        ),
        AccountAction(
            "reset-second-factor",
            "Reset the second factor",
            "The second factor and the recovery codes are gone. They set up new ones when they sign in.",
            second_factor.reset,
            lambda user, by: second_factor.is_set_up(user),
            owners_only=True,
        ),
        AccountAction(
            "close",
            "Close the account",
            "The account is closed.",
            invitations.close,
            lambda user, by: user.is_active and user != by,
        ),
        AccountAction(
            "open-again",
            "Open the account again",
            "The account is open again.",
            invitations.open_again,
            lambda user, by: not user.is_active,
        ),
    )
}
# Those that the list of accounts offers for several accounts at once.
LIST_ACTIONS = ("invite-again", "end-sessions", "close")
REFUSAL_MESSAGES = {
    AlreadyAccepted: "They have accepted the invitation already.",
    IsClosed: "The account is closed. Open it again first.",
    NotYourAccount: "That is for owners only.",
    OwnAccount: "Nobody closes their own account. Ask somebody else to.",
}
REFUSALS = tuple(REFUSAL_MESSAGES)


def available_actions(user: User, *, by: User) -> list[AccountAction]:
    """Return the actions that `by` can do to the account of `user` now."""
    return [action for action in ACCOUNT_ACTIONS.values() if action.is_for(by) and action.makes_sense(user, by)]
