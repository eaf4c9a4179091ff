"""The look at the disk: how much is free, and whether anything can be written."""

import errno
import os
import shutil
import tempfile

import pytest
from django.core.files.storage import Storage

from lcep_site.health import disk
from lcep_site.health.findings import HealthState

GOOD, ATTENTION, BROKEN = HealthState
Usage = type(shutil.disk_usage("/"))
MEGABYTE = 2**20


@pytest.fixture
def free(monkeypatch):
    """A function that says how many megabytes are free of every disk."""

    def set_to(megabytes):
        monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**12, 0, megabytes * MEGABYTE))

    return set_to


@pytest.fixture
def folders(monkeypatch, tmp_path):
    """Folders of which one is needed."""
    needed = disk.WrittenFolder("Uploads", tmp_path / "media" / "later", True)
    other = disk.WrittenFolder("Kept", tmp_path, False)
    monkeypatch.setattr(disk, "places", lambda: [other, needed])
    return needed, other


@pytest.mark.parametrize(
    ("megabytes", "state"), [(600, GOOD), (500, GOOD), (499, ATTENTION), (50, ATTENTION), (49, BROKEN), (0, BROKEN)]
)
def test_by_how_much_is_free(settings, folders, free, megabytes, state):
    settings.DISK_FREE_MB = 500
    free(megabytes)

    assert disk.disk().state == state


def test_whoever_runs_the_site_may_want_none_to_be_free(settings, folders, free):
    settings.DISK_FREE_MB = 0
    free(0)

    assert disk.disk().state == GOOD


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
def test_a_folder_that_takes_nothing_is_not_working_though_much_is_free(monkeypatch, folders, free, code):
    free(10_000)
    monkeypatch.setattr(tempfile, "TemporaryFile", _failing(code))

    found = disk.disk()

    assert found.state == BROKEN and "would be lost" in found.words
    assert os.strerror(code) in dict(found.figures)["Uploads"] and "/" not in found.words


def test_one_that_is_not_needed_is_told(monkeypatch, folders, free):
    free(10_000)
    monkeypatch.setattr(disk, "places", lambda: [folders[1]])
    monkeypatch.setattr(tempfile, "TemporaryFile", _failing(errno.EROFS))

    assert disk.disk().state == ATTENTION


def test_a_little_is_written_to_each_folder_and_nothing_left(monkeypatch, folders, tmp_path):
    written, make = [], tempfile.TemporaryFile

    def noted(*, dir, buffering):
        file = make(dir=dir, buffering=buffering)
        written.append((dir, file))
        return file

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    disk.disk()

    # The folder that is not there yet is made in the other.
    assert [folder for folder, _ in written] == [tmp_path, tmp_path]
    assert all(file.closed for _, file in written) and list(tmp_path.iterdir()) == []


def test_uploads_that_are_kept_elsewhere_need_no_folder_here(monkeypatch):
    assert {"Uploads", "Uploads while they arrive", "Files that are kept"} <= {place.what for place in disk.places()}

    monkeypatch.setattr(disk, "default_storage", Storage())
    assert "Uploads" not in {place.what for place in disk.places()}


def _failing(code):
    def make(**options):
        raise OSError(code, os.strerror(code))

    return make
