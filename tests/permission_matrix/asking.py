"""Sends every request of the matrix as one role."""

from contextlib import nullcontext
from dataclasses import dataclass, field

from tests.permission_matrix import walk
from tests.permission_matrix.makers import claim
from tests.permission_matrix.people import OF_ONE_BRIDGE, OWNER, SIGNED_OUT, known, make_person
from tests.permission_matrix.world import SECRET, make_both, snapshot
from tests.signing_in import StaffClient

# What would do something to a row, if it were one's own.
TO_THEIRS = {"post": "yes", "words": "x", "reason": "x", "_save": "Save"}
# Whose pages are drawn: the owner's, who sees all there is, and theirs who may not read a word of the other Bridge.
DRAWN = {OWNER, *OF_ONE_BRIDGE}


@dataclass
class Asked:
    """The answers a role gets, by table and by key; the addresses that told a secret; whether a row of theirs changed.

    The latter two are known for those of one Bridge Organisation.
    """

    answers: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    theirs_changed: bool = False


def ask(role: str) -> Asked:
    """Make both worlds and a user of `role`, send every request, and return what was found."""
    worlds = make_both()
    user = make_person(role, worlds[0])
    client = StaffClient(raise_request_exception=False)
    if user:
        claim(worlds[0], user)
        client.force_login(user)
    asked, before = Asked(), snapshot(worlds[1])

    def look(address, response):
        if SECRET.search(walk.text_of(response)):
            asked.leaks.append(address)

    of_one_bridge = {"look": look, "to_theirs": TO_THEIRS} if role in OF_ONE_BRIDGE else {}
    offered = walk.actions_offered(user) if role != SIGNED_OUT else set()
    with known(user), nullcontext() if role in DRAWN else walk.undrawn():
        asked.answers = {
            "answers": walk.answers(client, worlds, **of_one_bridge),
            "actions": {(action,): "yes" if action in offered else "no" for action in walk.actions()},
            "choices": {(".".join(choice),): walk.choice_offered(client, choice, worlds) for choice in walk.choices()},
        }
    asked.theirs_changed = snapshot(worlds[1]) != before
    return asked
