"""One user of every role, who belongs to the first of the two Bridge Organisations."""

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

from django.contrib.auth import middleware
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.backends.db import SessionStore

from lcep_site import roles
from partnerships.models.rights import SEE_EVERY_BRIDGE
from tests.factories import make_officer, make_superuser

OWNER, NO_ROLE, SIGNED_OUT = "Owner", "No role", "Signed out"
ROLES = [*(role.name for role in roles.ROLES), OWNER, NO_ROLE, SIGNED_OUT]
# To these the rows of the other Bridge Organisation do not exist.
OF_ONE_BRIDGE = [role.name for role in roles.ROLES if SEE_EVERY_BRIDGE not in role.permissions]
# Not a role: an officer given every right by hand but those that make national staff.
EVERY_RIGHT = "Officer with every right"
NATIONAL = {SEE_EVERY_BRIDGE.partition(".")[2], "answer_for_national_desk", "add_user"}


def make_person(role: str, world) -> User | None:
    """Make a user of `role` who belongs to the Bridge Organisation of `world`; None for SIGNED_OUT."""
    if role == SIGNED_OUT:
        return None
    if role == OWNER:
        return make_superuser()
    if role == EVERY_RIGHT:
        rights = Permission.objects.exclude(codename__in=NATIONAL).values_list("codename", flat=True)
        return make_officer(world.bridge, permissions=list(rights))
    user = make_officer() if role in {NO_ROLE, "Coordinator"} else make_officer(world.bridge)
    if role == "Coordinator":
        world.draft.editors.add(user)
        world.partnership.editors.add(user)
    if role != NO_ROLE:
        user.groups.add(Group.objects.get(name=role))
    return user


@contextmanager
def known(user: User | None) -> Iterator[None]:
    """Let every request while the context lasts be that of `user`, whose rights and session are read only once.

    For walks on which nobody signs in and no right changes. None is nobody in particular. Refusals, of which such a
    walk meets hundreds, are not logged.
    """
    sessions = {}
    read, write = SessionStore.load, SessionStore.save

    def load(store):
        if store.session_key not in sessions:
            sessions[store.session_key] = read(store)
        return dict(sessions[store.session_key])

    def save(store, must_create=False):
        sessions.clear()
        write(store, must_create)

    with ExitStack() as patched:
        patched.enter_context(mock.patch.object(logging.getLogger("django.request"), "level", logging.ERROR))
        patched.enter_context(mock.patch.multiple(SessionStore, load=load, save=save))
        if user:
            patched.enter_context(mock.patch.object(middleware, "get_user", lambda request: user))
        yield
