"""Saving a working copy into its entry, for good or only to look at it.

It goes through the form of its entry, by the back office, which registers here: with the same checks, the same merging
of what others changed meanwhile, and in one version.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction

from partnerships.models import WorkingCopy
from partnerships.models.versions import revising
from partnerships.vocabulary import RevisionKind

# Saves a copy into the rows of its entry as a user, strictly with their rights or not; returns why it could not.
Saver = Callable[[WorkingCopy, User, bool], list[str]]
_savers: list[Saver] = []


class _TakenBack(Exception):
    """Ends a transaction of which nothing is to stay."""


def register(saver: Saver) -> None:
    """Let copies be saved into their entries by `saver`."""
    _savers[:] = [saver]


def save(copy: WorkingCopy, by: User, *, is_strict: bool) -> list[str]:
    """Save `copy` into its entry as `by`, in the open transaction; return in sentences why it could not be.

    `is_strict` asks for the right to change what is public, too. If it is refused, the transaction must be taken back.
    """
    return _savers[0](copy, by, is_strict)


@contextmanager
def as_published(copy: WorkingCopy, *, by: User, is_strict: bool = False) -> Iterator[list[str]]:
    """Let the entry be, inside, what it would be once `copy` was published by `by`; afterwards it is as it was.

    Yields why it could not be published, in sentences. `is_strict` asks for the right to publish, too. Nobody else
    sees anything of it: it is a transaction that is taken back, and inside of one nothing is kept of what is made.
    """
    with taken_back():
        yield save(copy, by, is_strict=is_strict)


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back whatever is written inside, once it was looked at."""
    try:
        # As a publication, which it would be: a second person looks before it is one.
        with transaction.atomic(), revising(kind=RevisionKind.PUBLICATION):
            yield
            raise _TakenBack
    except _TakenBack:
        pass
