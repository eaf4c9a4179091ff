"""The account actions: what can be done to an account by pressing one button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.contrib.auth.models import User

from lcep_site.accounts import invitations, rights, second_factor, sessions


class AccountRule(Protocol):
    """The rule an action calls: it changes the account of `user`, or raises what REFUSAL_MESSAGES holds."""

    def __call__(self, user: User, *, by: User) -> object: ...


@dataclass(frozen=True)
class AccountAction:
    """A button: its label, the message afterwards, its rule, and whether it makes sense (user, by) at the moment.

    One with a `question` cannot be taken back, and asks that before it is done.
    """

    name: str
    label: str
    done_message: str
    rule: AccountRule
    makes_sense: Callable[[User, User], bool]
    owners_only: bool = False
    question: str = ""

    def is_for(self, by: User) -> bool:
        """Return whether `by` may ever do it, to whichever account."""
        return by.is_superuser or not self.owners_only


ACCOUNT_ACTIONS = (
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
        question="What they have written and not saved may be lost. They can sign in again at once.",
    ),
    AccountAction(
        "reset-second-factor",
        "Reset the second factor",
        "The second factor and the recovery codes are gone. They set up new ones when they sign in.",
        second_factor.reset,
        lambda user, by: second_factor.is_set_up(user),
        owners_only=True,
        question=(
            "Their app, passkeys and recovery codes stop working for good, and they are signed out everywhere. "
            "Until they set up new ones, their password alone lets in. Do it only if you know that it is they who ask."
        ),
    ),
    AccountAction(
        "close",
        "Close the account",
        "The account is closed.",
        invitations.close,
        lambda user, by: user.is_active and user != by,
        question="They are signed out everywhere at once, and cannot sign in. An account can be opened again.",
    ),
    AccountAction(
        "open-again",
        "Open the account again",
        "The account is open again.",
        invitations.open_again,
        lambda user, by: not user.is_active,
    ),
)
# Those that the list of accounts offers for several accounts at once.
LIST_ACTIONS = {"invite-again", "end-sessions", "close"}
REFUSAL_MESSAGES = {
    invitations.AlreadyAccepted: "They have accepted the invitation already.",
    invitations.IsClosed: "The account is closed. Open it again first.",
    rights.NotYourAccount: "That is for owners only.",
    invitations.OwnAccount: "Nobody closes their own account. Ask somebody else to.",
}


def available_actions(user: User, *, by: User) -> list[AccountAction]:
    """Return the actions that `by` can do to the account of `user` now."""
    return [action for action in ACCOUNT_ACTIONS if action.is_for(by) and action.makes_sense(user, by)]
