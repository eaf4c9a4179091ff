"""Where uploads lie: on this machine, or in a store that all machines share; whichever, they are read and written here.

What is only worked on lies in `scratch`, on this machine, and may be lost.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.static import serve


class StoreAway(OSError):
    """The store that uploads lie in does not answer."""


def response_with(request: HttpRequest, name: str) -> FileResponse | HttpResponse:
    """Return the file `name` as the answer to `request`. Raises Http404 if there is none."""
    if is_here():
        return serve(request, name, document_root=str(settings.MEDIA_ROOT))
    try:
        return FileResponse(default_storage.open(name))
    except FileNotFoundError:
        raise Http404("There is no such file.") from None


def folders_in(parent: str) -> list[str]:
    """Return the names of the folders in the folder `parent`; none if that is not there."""
    try:
        return default_storage.listdir(parent)[0]
    except FileNotFoundError:
        return []


def scratch(name: str) -> Path:
    """Return the folder `name` of this machine to make a file in before it is put in place, made if need be."""
    folder = Path(settings.MEDIA_ROOT) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def put_in_place(path: Path, name: str) -> None:
    """Let the file at `path`, in a scratch folder, become the file `name`, in place of the one there is, all at once.

    Whoever reads that meanwhile gets the old one, whole. `path` is gone afterwards.
    """
    if is_here():
        os.replace(path, default_storage.path(name))
        return
    with path.open("rb") as file:
        # A store that others share replaces a file in one step: see s3_media.
        default_storage.replace(name, File(file))  # type: ignore[attr-defined]
    path.unlink()


def is_here() -> bool:
    """Return whether files lie on a disk of this machine."""
    return isinstance(default_storage, FileSystemStorage)
