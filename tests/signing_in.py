"""A test client that signs people in as the account pages do: password given, second factor shown.

The pages and the gate themselves are tested with Django's plain client.
"""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client


def record_of(*methods: str) -> list[dict]:
    """Return the record a session has of `methods` ("password", "mfa") shown just now."""
    return [{"method": method, "at": time.time()} for method in methods]


class StaffClient(Client):
    """A client whose `force_login` leaves the session as signing in by the pages would."""

    methods = ("password", "mfa")

    def force_login(self, user, backend=None):
        super().force_login(user, backend)
        session = self.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = record_of(*self.methods)
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
        session.save()


class PasswordOnlyClient(StaffClient):
    """A client for somebody who has given a password, and no second factor."""

    methods = ("password",)
