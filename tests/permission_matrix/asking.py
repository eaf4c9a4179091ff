"""Sends every request of the matrix as one role."""

from tests.permission_matrix import walk
from tests.permission_matrix.makers import claim
from tests.permission_matrix.people import SIGNED_OUT, make_person
from tests.permission_matrix.world import make_both
from tests.signing_in import StaffClient


def ask(role: str) -> dict[str, dict[tuple[str, ...], str]]:
    """Make both worlds and a user of `role`, and return the answers they get, by table and by key."""
    worlds = make_both()
    user = make_person(role, worlds[0])
    client = StaffClient(raise_request_exception=False)
    if user:
        claim(worlds[0], user)
        client.force_login(user)
    offered = walk.actions_offered(user) if role != SIGNED_OUT else set()
    return {
        "answers": walk.answers(client, worlds),
        "actions": {(action,): "yes" if action in offered else "no" for action in walk.actions()},
        "choices": {(".".join(choice),): walk.choice_offered(client, choice, worlds) for choice in walk.choices()},
    }
