"""Rows made before a test need no versions in most tests, and writing them takes a sixth of all time."""

from contextlib import contextmanager
from functools import wraps

from django.conf import settings

_is_on = False


@contextmanager
def no_versions():
    """Let factories write no versions of what they make, as for rows written in bulk. What is tested writes its own."""
    global _is_on
    _is_on = True
    try:
        yield
    finally:
        _is_on = False


def quietly(make):
    """Return the factory `make`, which writes no versions within `no_versions`."""

    @wraps(make)
    def made(*args, **fields):
        before = getattr(settings, "SIMPLE_HISTORY_ENABLED", True)
        settings.SIMPLE_HISTORY_ENABLED = before and not _is_on
        try:
            return make(*args, **fields)
        finally:
            settings.SIMPLE_HISTORY_ENABLED = before

    return made
