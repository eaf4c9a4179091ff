"""Sends every request of the matrix as one role, and follows the links of what is answered."""

from contextlib import ExitStack
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser

from tests.drawing import drawn_if
from tests.permission_matrix import walk
from tests.permission_matrix.looking import Look
from tests.permission_matrix.makers import claim
from tests.permission_matrix.people import OF_ONE_BRIDGE, OWNER, SIGNED_OUT, known, make_person
from tests.permission_matrix.world import make_both, snapshot
from tests.signing_in import StaffClient

# What would do something to a row, if it were one's own.
TO_THEIRS = {"post": "yes", "words": "x", "reason": "x", "_save": "Save"}
# Whose pages are drawn whole: theirs who may not read a word of the other Bridge.
DRAWN = OF_ONE_BRIDGE
# Who follows every link as well. The officers read no more than one with every right (tests/test_another_bridge.py).
FOLLOWING = ["Coordinator"]


@dataclass
class Asked:
    """The answers a role gets, by table and by key; whether a row of theirs changed; what was seen.

    The latter two are known for those of one Bridge Organisation.
    """

    look: Look
    answers: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)
    theirs_changed: bool = False


def ask(role: str) -> Asked:
    """Make both worlds and a user of `role`, send every request, and return what was found.

    Worlds of its own: hundreds of requests rolled back in one transaction make each further one slower.
    """
    worlds = make_both()
    user = make_person(role, worlds[0])
    client = StaffClient(raise_request_exception=False)
    if user:
        claim(worlds[0], user)
        client.force_login(user)
    asked, before = Asked(Look(worlds[1])), snapshot(worlds[1])
    if role in OF_ONE_BRIDGE:
        sent = walk.Walk(to_theirs=TO_THEIRS, look=asked.look.at)
    else:
        sent = walk.Walk(alike=walk.alike_to(user or AnonymousUser(), worlds))
    offered = walk.actions_offered(user) if role != SIGNED_OUT else set()
    with ExitStack() as walking:
        walking.enter_context(known(user))
        walking.enter_context(drawn_if(drawn_once() if role in DRAWN else is_the_owners_alone(role)))
        asked.answers = {
            "answers": sent.answers(client, worlds),
            "actions": {(action,): "yes" if action in offered else "no" for action in walk.actions()},
            "choices": {(".".join(choice),): walk.choice_offered(client, choice, worlds) for choice in walk.choices()},
        }
    asked.theirs_changed = snapshot(worlds[1]) != before
    if role in FOLLOWING:
        with known(user):
            asked.look.follow(client)
    return asked


def drawn_once():
    """Return what wants a page drawn, but not again for a post that found nothing wrong to say."""
    drawn = set()

    def is_wanted(template, context, request):
        if request is None:
            # A part of a page, or a mail.
            return True
        key = (template.template.name, request.path)
        is_new = key not in drawn
        drawn.add(key)
        return is_new or context.get("errors") or any(getattr(value, "errors", None) for value in context.values())

    return is_wanted


def is_the_owners_alone(role):
    """Return what wants those pages drawn that are drawn nowhere else: the owner's, but a post's once an address.

    Those that are opened about a row: tests/lcep_site/test_query_counts.py.
    """
    posted = set()

    def is_wanted(template, context, request):
        if role != OWNER or request is None:
            return role == OWNER
        match = request.resolver_match
        if request.method == "GET":
            return not walk.names_a_row(match.kwargs if match else {})
        key = (template.template.name, match and match.view_name)
        is_new = key not in posted
        posted.add(key)
        return is_new

    return is_wanted
