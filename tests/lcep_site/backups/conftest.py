"""For each test of backups a site of its own: its database, its media, and a folder for backups."""

import shutil
from contextlib import contextmanager

import pytest
from django.db import connection

from partnerships.files import pictures
from tests import databases, postcode_lists
from tests.factories import make_enquiry, make_mail, make_partnership
from tests.lcep_site.backups.made import NEW_NAME
from tests.pictures import upload


@contextmanager
def database_in(path):
    """Connect to a database of our own while the context lasts."""
    if connection.vendor == "sqlite":
        with databases.connected_to(shutil.copy(databases.empty_file(), str(path / "lcep.sqlite3"))):
            yield
        return
    with databases.on_the_server(f"backups_{connection.settings_dict['NAME']}") as name, databases.connected_to(name):
        yield


@pytest.fixture
def site(any_database, tmp_path, settings, monkeypatch):
    """A site with two partnerships, one with a logo, an enquiry and a mail that waits."""
    settings.MEDIA_ROOT, settings.DATA_DIR = tmp_path / "media", tmp_path
    settings.BACKUP_FOLDER = str(tmp_path / "backups")
    few = postcode_lists.packed_list(tmp_path)
    monkeypatch.setattr("partnerships.management.commands.import_postcodes.installed_source", lambda: few)
    with database_in(tmp_path):
        make_partnership(name=NEW_NAME, logo=pictures.keep(upload(), pictures.LOGOS), logo_alt="Logo")
        make_partnership(name="Another")
        make_enquiry(email="jo@school.example", name="Jo")
        make_mail()
        yield tmp_path
