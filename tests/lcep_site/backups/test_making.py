"""Backups are of one moment, whole or not there, and hold every file that their rows name."""

import datetime
import errno
import io
import tarfile
from threading import Thread

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from lcep_site.backups import archive, folder, making, media, restoring, rows
from partnerships.files import pictures
from partnerships.models import Enquiry, Partnership
from partnerships.public_content import changes
from tests.factories import make_enquiry
from tests.lcep_site.backups.made import NEW_NAME, backed_up
from tests.pictures import upload


def test_an_encrypted_one_holds_nothing_that_can_be_read(site, settings):
    settings.BACKUP_PASSWORD = "correct horse battery staple"
    path = backed_up()

    assert not tarfile.is_tarfile(path)
    with restoring._unpacked(path) as unpacked:
        assert unpacked.manifest.parts["rows/partnerships.Enquiry"]["rows"] == 1


def test_rows_are_of_one_moment_though_others_write(site, monkeypatch):
    """An enquiry that comes while the tables are written is in none of them, or in all."""
    write, seen = rows.write, []

    def write_and_be_disturbed(model, file):
        if not seen:
            seen.append(elsewhere(make_enquiry))
        return write(model, file)

    monkeypatch.setattr(rows, "write", write_and_be_disturbed)
    path = backed_up()

    assert Enquiry.objects.count() == 2
    with restoring._unpacked(path) as unpacked:
        assert unpacked.manifest.parts["rows/partnerships.Enquiry"]["rows"] == 1


def elsewhere(act):
    """Do something over another connection."""

    def act_and_close():
        act()
        connection.close()

    thread = Thread(target=act_and_close)
    thread.start()
    thread.join()
    return True


def disturbed(monkeypatch, *disturbances):
    """Have something happen each time when rows begin to be read, after the files that were named before."""
    reading, waiting = changes.reading, [*disturbances]

    def reading_after_a_change():
        if waiting:
            waiting.pop(0)()
        return reading()

    monkeypatch.setattr(making.changes, "reading", reading_after_a_change)
    return waiting


def remove_the_logo():
    [logo] = Partnership.objects.exclude(logo="").values_list("logo", flat=True)
    default_storage.delete(logo)
    Partnership.objects.update(logo="")


def choose_another_logo():
    logo = pictures.keep(upload(), pictures.LOGOS)
    Partnership.objects.filter(name=NEW_NAME).update(logo=logo)


def test_a_picture_removed_while_the_backup_is_made_does_not_hold_it_up(site, monkeypatch):
    disturbed(monkeypatch, remove_the_logo)

    with restoring._unpacked(backed_up()) as unpacked:
        assert unpacked.manifest.missing == []


def test_a_picture_that_came_while_the_backup_is_made_is_in_it(site, monkeypatch):
    disturbed(monkeypatch, choose_another_logo)
    path = backed_up()

    with restoring._unpacked(path) as unpacked:
        assert {f"media/{name}" for name in media.names()} <= unpacked.paths.keys()


def test_a_picture_that_came_and_went_has_the_rows_read_again(site, monkeypatch):
    names, calls = media.names, []

    def names_before_it_goes():
        found = names()
        calls.append(len(found))
        if len(calls) == 2:
            elsewhere(remove_the_logo)
        return found

    disturbed(monkeypatch, choose_another_logo)
    monkeypatch.setattr(media, "names", names_before_it_goes)

    with restoring._unpacked(backed_up()) as unpacked:
        assert unpacked.manifest.missing == []
    # Named and copied, named again with the rows, looked for once more as they were gone; then all anew.
    assert calls == [3, 3, 0, 0, 0, 0]


def test_a_picture_that_was_lost_before_is_told_and_does_not_stop_it(site):
    logo = Partnership.objects.get(name=NEW_NAME).logo.name
    default_storage.delete(logo)
    warned = io.StringIO()

    call_command("backup", stdout=io.StringIO(), stderr=warned)

    assert f"An entry names the file {logo}, which is not there." in warned.getvalue()


def test_a_full_disk_is_told_and_leaves_nothing(site, monkeypatch):
    def full(*arguments, **options):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive.ArchiveWriter, "add", full)

    with pytest.raises(CommandError, match="There is no room left on the disk. Nothing was kept of the backup"):
        call_command("backup")
    assert [path.name for path in (site / "backups").iterdir()] == [".lock"]


def test_tables_of_another_release_are_not_backed_up_in_part(site, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('members', '9999_new', '2026-11-28')"
        )

    with pytest.raises(CommandError, match="not those of this release"):
        call_command("backup")


def test_without_a_folder_it_is_asked_for(settings):
    settings.BACKUP_FOLDER = ""

    with pytest.raises(CommandError, match="set BACKUP_FOLDER, or name a folder with --to"):
        call_command("backup")


def test_old_ones_go_where_the_scheduler_puts_them_and_nowhere_else(site, settings):
    settings.BACKUP_KEEP = (1, 0, 0)
    for to in (site / "backups", site / "elsewhere"):
        with folder.new_file(to, datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)) as file:
            file.write(b"old")

    call_command("backup", to=site / "elsewhere", stdout=io.StringIO())
    call_command("backup", stdout=io.StringIO())

    assert len(folder.moments(site / "elsewhere")) == 2
    assert len(folder.moments(site / "backups")) == 1
