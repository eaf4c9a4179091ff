"""Files that are kept before the row which names them: where the request breaks off in between, they go again.

A form that is shown again with its mistakes has not broken off: it names what was kept for it.
"""

import logging
import threading

from django.core.files.storage import default_storage
from django.db import Error as DatabaseTrouble

from partnerships.files import documents, pictures
from partnerships.files.pictures import Picture

logger = logging.getLogger(__name__)


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

    What database or store cannot be asked about now is left for `remove_unused_pictures`: the request that broke off
    has to be answered all the same.
    """
    names = set(_of_request.names)
    forget()
    try:
        _remove(names)
    except (DatabaseTrouble, OSError):
        pass
    except Exception:
        logger.exception("Files that were kept for a form that broke off could not be removed")


def _remove(names: set[str]) -> None:
    unused = names - pictures.names_in_use() - documents.names_in_use() if names else names
    for name in unused:
        picture = Picture.named(name)
        if picture is None:
            default_storage.delete(name)
        else:
            picture.delete()
