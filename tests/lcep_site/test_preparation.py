"""What `make run` does before the first page, what it leaves for later, and what it need not do again."""

import gc
import os
import time

import pytest
from django.test import override_settings

from lcep_site import preparation
from lcep_site.preparation import collect_static_files, load_the_rest, prepare
from partnerships.files.whole_files import StaticFiles
from partnerships.models import LoadedRecord


@pytest.fixture
def commands(monkeypatch):
    """The commands that are called, in order, instead of what they do."""
    called = []
    monkeypatch.setattr(preparation, "call_command", lambda name, **options: called.append(name))
    monkeypatch.setattr(preparation, "collect_static_files", lambda: None)
    return called


@pytest.fixture
def collecting(monkeypatch, tmp_path):
    """A folder of our own to collect files into, and how often that was done."""
    done = []

    def collect(name, **options):
        done.append(name)
        (tmp_path / "static").mkdir(exist_ok=True)
        (tmp_path / "static" / StaticFiles.manifest_name).touch()

    monkeypatch.setattr(preparation, "call_command", collect)
    with override_settings(DATA_DIR=tmp_path, STATIC_ROOT=tmp_path / "static"):
        yield done


@pytest.mark.django_db
def test_an_empty_folder_gets_tables_roles_and_the_directory_before_the_first_page(commands):
    assert prepare() is True
    assert commands == ["migrate", "sync_roles", "load_directory", "print_sign_in_links"]


@pytest.mark.django_db
def test_a_directory_that_is_there_is_served_as_it_is_and_brought_up_to_date_beside(commands):
    LoadedRecord.objects.create(kind="regions", key="london", object_id=1, values={})

    assert prepare() is False
    load_the_rest(is_new=False)

    assert commands == [
        *("migrate", "sync_roles", "print_sign_in_links"),
        *("load_directory", "import_postcodes", "import_schools", "export_open_data"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("static", "ours"), [("static", ["collected"]), ("collected", [])])
def test_a_public_site_is_prepared_while_it_is_served_and_needs_no_static_files_of_an_image(
    commands, monkeypatch, tmp_path, static, ours
):
    done = []
    monkeypatch.setattr(preparation, "collect_static_files", lambda: done.append("collected"))
    (tmp_path / "collected").mkdir()
    # Root may write everywhere.
    monkeypatch.setattr(preparation.os, "access", lambda path, mode: False)
    with override_settings(STATIC_ROOT=tmp_path / static):
        preparation.prepare_public_site()

    assert commands == ["check", "migrate", "sync_roles", "load_directory", "import_postcodes", "import_schools"]
    assert done == ours


def test_what_was_loaded_just_now_is_not_loaded_again_beside_the_server(commands):
    load_the_rest(is_new=True)

    assert commands == ["import_postcodes", "import_schools", "export_open_data"]


@pytest.mark.django_db
def test_a_failure_to_collect_the_files_is_not_hidden(commands, monkeypatch):
    def fail():
        raise OSError("No space left on device")

    monkeypatch.setattr(preparation, "collect_static_files", fail)
    before = gc.get_threshold()

    with pytest.raises(OSError, match="No space left"):
        prepare()
    assert gc.get_threshold() == before


def test_files_are_collected_once_and_again_when_one_has_changed(collecting, tmp_path):
    collect_static_files()
    collect_static_files()
    once = len(collecting)
    sheet = tmp_path / "style-sheets" / "css" / "site.css"
    os.utime(sheet, ns=(time.time_ns(), time.time_ns() + 10**9))
    collect_static_files()

    assert (once, len(collecting)) == (1, 2)


def test_files_that_somebody_removed_are_collected_again(collecting, tmp_path):
    collect_static_files()
    (tmp_path / "static" / StaticFiles.manifest_name).unlink()
    collect_static_files()

    assert len(collecting) == 2


def test_files_kept_in_another_way_are_collected_again(collecting, settings):
    collect_static_files()
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "another.Storage"}}
    collect_static_files()

    assert len(collecting) == 2


def test_collecting_that_was_cut_off_is_begun_again(collecting, monkeypatch):
    collect_static_files()

    def die(name, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(preparation, "call_command", die)
        patch.setattr(preparation, "_fingerprint", lambda: "files of a later day")
        collect_static_files()
    collect_static_files()

    assert len(collecting) == 2
