"""Asking everything as one role."""

from tests.permission_matrix import walk
from tests.permission_matrix.makers import claim
from tests.permission_matrix.people import SIGNED_OUT, person
from tests.permission_matrix.world import make_both
from tests.signing_in import StaffClient


def ask(role: str) -> dict[str, dict[tuple[str, ...], str]]:
    """Make both worlds and somebody of `role`, and return their answers by table and by what is asked."""
    worlds = make_both()
    somebody = person(role, worlds[0])
    client = StaffClient(raise_request_exception=False)
    if somebody:
        claim(worlds[0], somebody)
        client.force_login(somebody)
    offered = walk.actions_offered(somebody) if role != SIGNED_OUT else set()
    return {
        "answers": walk.answers(client, worlds),
        "actions": {(action,): "yes" if action in offered else "no" for action in walk.actions()},
        "choices": {(".".join(choice),): walk.choice_offered(client, choice, worlds) for choice in walk.choices()},
    }
