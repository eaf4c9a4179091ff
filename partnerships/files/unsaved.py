"""Files that are kept before the row which names them: where the request breaks off in between, they go again.

A form that is shown again with its mistakes has not broken off: it names what was kept for it.
"""

import threading

from django.core.files.storage import default_storage
from django.db import DatabaseError

from partnerships.files import documents, pictures
from partnerships.files.pictures import Picture


class _OfRequest(threading.local):
    """The names of the files that this thread has kept since the request began that it answers."""

    def __init__(self) -> None:
        self.names: set[str] = set()


_of_request = _OfRequest()


def note(name: str) -> None:
    """Note that the file `name`, or the largest of a picture, is kept for a row that is not saved yet."""
    _of_request.names.add(name)


def forget(**signal: object) -> None:
    """Begin anew: a receiver of `request_started`."""
    _of_request.names.clear()


def remove(**signal: object) -> None:
    """Remove what was noted and no row names: a receiver of `got_request_exception`.

    What the database cannot be asked about now is left for `remove_unused_pictures`.
    """
    names = set(_of_request.names)
    forget()
    if not names:
        return
    try:
        unused = names - pictures.names_in_use() - documents.names_in_use()
    except DatabaseError:
        return
    for name in unused:
        picture = Picture.named(name)
        if picture is None:
            default_storage.delete(name)
        else:
            picture.delete()
