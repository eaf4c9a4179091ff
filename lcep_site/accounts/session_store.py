"""Sessions in the database, of which a database that could not take one is not mistaken for one that was ended."""

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import OperationalError


class SessionStore(DatabaseSessionStore):
    """Django's own, which says of any error of the database that the session was deleted meanwhile."""

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError if the session was ended, OperationalError if the database was locked, full or away."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError):
                raise error.__context__ from None
            raise
