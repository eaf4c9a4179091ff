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

from lcep_site.backups import archive, folder, media, restoring, rows
from partnerships.models import Enquiry, Partnership
from tests.factories import make_enquiry
from tests.lcep_site.backups.made import NEW_NAME, backed_up


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
            seen.append(somebody_else_writes())
        return write(model, file)

    monkeypatch.setattr(rows, "write", write_and_be_disturbed)
    path = backed_up()

    assert Enquiry.objects.count() == 2
    with restoring._unpacked(path) as unpacked:
        assert unpacked.manifest.parts["rows/partnerships.Enquiry"]["rows"] == 1


def somebody_else_writes():
    """Keep an enquiry over another connection."""
    thread = Thread(target=_write_and_close)
    thread.start()
    thread.join()
    return True


def _write_and_close():
    make_enquiry()
    connection.close()


def test_a_picture_removed_meanwhile_has_the_rows_read_again(site, monkeypatch):
    copies, tries = media.copies, []

    def copies_after_a_change(wanted, *arguments):
        if not tries:
            partnership = Partnership.objects.get(name=NEW_NAME)
            default_storage.delete(partnership.logo.name)
            Partnership.objects.update(logo="")
        tries.append(wanted)
        return copies(wanted, *arguments)

    monkeypatch.setattr(media, "copies", copies_after_a_change)
    path = backed_up()

    assert [len(wanted) for wanted in tries] == [3, 0]
    with restoring._unpacked(path) as unpacked:
        assert not [name for name in unpacked.paths if name.startswith("media/")]


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
