"""A database that is away, for tests: every statement fails as it does then."""

from contextlib import contextmanager

from django.db import OperationalError, connection

from partnerships.database import outage

WORDS = "server closed the connection unexpectedly"


@contextmanager
def database_away(words=WORDS, *, but_for=0):
    """Let every statement fail while the context lasts, but for so many that come first."""
    left = [but_for]

    def fail(execute, sql, params, many, context):
        if left[0]:
            left[0] -= 1
            return execute(sql, params, many, context)
        raise OperationalError(words)

    try:
        with connection.execute_wrapper(fail):
            yield
    finally:
        outage.mine.since, outage.mine.from_kept, outage.mine.refused = None, 0, 0
