"""What must be there before the site can be served from an empty folder, and what can come while it is served."""

import gc
import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from partnerships.database import giving_way
from partnerships.files.whole_files import StaticFiles
from partnerships.models import LoadedRecord

# What a public site needs beside its tables, before its first visitor and with every new version, in this order.
FIRST = ("sync_roles", "load_directory", "import_postcodes", "import_schools")
# What brings the rest, in this order: commands that are safe to stop and to run again.
COMING = ("import_postcodes", "import_schools", "export_open_data")


def prepare() -> bool:
    """Make or bring up to date what the first page needs: tables, roles, the directory, files, a way in for staff.

    Return whether the directory was loaded just now. A directory that is there is served as it is.
    """
    with little_search_for_garbage(), ThreadPoolExecutor() as other_thread:
        files = other_thread.submit(collect_static_files)
        call_command("migrate", verbosity=0)
        call_command("sync_roles")
        is_new = not LoadedRecord.objects.exists()
        if is_new:
            call_command("load_directory")
        call_command("print_sign_in_links", first_start=True)
        files.result()
    return is_new


def prepare_public_site() -> None:
    """Check the settings, and make or bring up to date what visitors need of a site that may already be served to them.

    Static files that cannot be written, as in an image, are there.
    """
    with little_search_for_garbage():
        call_command("check", deploy=True)
        giving_way.to_visitors(lambda: call_command("migrate"))
        for command in FIRST:
            call_command(command)
        if os.access(settings.STATIC_ROOT, os.W_OK) or not settings.STATIC_ROOT.exists():
            collect_static_files()


@contextmanager
def little_search_for_garbage() -> Iterator[None]:
    """Look for garbage seldom: migrations make classes by the thousand, and looking at them takes a fifth of all."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def load_the_rest(*, is_new: bool) -> None:
    """Bring the directory up to date unless it `is_new`, and load what the first page does not need."""
    for command in COMING if is_new else ("load_directory", *COMING):
        call_command(command)


def collect_static_files() -> None:
    """Collect the static files, unless they are those that were collected last."""
    mark, fingerprint = settings.DATA_DIR / "static.collected", _fingerprint()
    is_there = (settings.STATIC_ROOT / StaticFiles.manifest_name).is_file()
    if is_there and mark.is_file() and mark.read_text() == fingerprint:
        return
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(fingerprint)


def _fingerprint() -> str:
    """Return what changes with any file that would be collected, and with how they are kept."""
    paths = sorted(storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    files = [(path, (found := os.stat(path)).st_size, found.st_mtime_ns) for path in paths]
    return hashlib.sha256(repr((files, settings.STORAGES, settings.STATIC_ROOT)).encode()).hexdigest()
