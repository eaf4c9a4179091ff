"""What can be done about somebody's account by pressing one button: the words, the rule, and when it is offered."""

from collections.abc import Callable
from dataclasses import dataclass

from lcep_site.accounts import invitations, second_factor, sessions
from lcep_site.accounts.invitations import AlreadyAccepted, IsClosed, TheirOwn
from lcep_site.accounts.rights import NotYourAccount


@dataclass(frozen=True)
class AccountAction:
    """A button: what it says, what is said afterwards, the rule (user, by=), and whether it makes sense (user, by)."""

    name: str
    label: str
    done: str
    rule: Callable
    makes_sense: Callable
    owners_only: bool = False

    def is_for(self, by) -> bool:
        """Return whether `by` may do it at all."""
        return by.is_superuser or not self.owners_only


ACCOUNT_ACTIONS = {
    deed.name: deed
    for deed in (
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
IN_THE_LIST = ("invite-again", "end-sessions", "close")
WHY_NOT = {
    AlreadyAccepted: "They have accepted the invitation already.",
    IsClosed: "The account is closed. Open it again first.",
    NotYourAccount: "That is for owners only.",
    TheirOwn: "Nobody closes their own account. Ask somebody else to.",
}
REFUSALS = tuple(WHY_NOT)


def possible(user, *, by) -> list[AccountAction]:
    """Return what `by` can do about the account of `user` now."""
    return [deed for deed in ACCOUNT_ACTIONS.values() if deed.is_for(by) and deed.makes_sense(user, by)]
