"""On SQLite a list of postcodes comes in part by part, and one at a time."""

import fcntl

import pytest
from django.db import connection

from partnerships.geography.postcode_data import table
from tests.partnerships.management.test_import_postcodes import codes
from tests.postcode_lists import packed_list

pytestmark = pytest.mark.django_db


@pytest.mark.sqlite
def test_two_imports_into_one_file_do_not_meet(tmp_path, monkeypatch):
    (tmp_path / "lcep.sqlite3").touch()
    monkeypatch.setitem(connection.settings_dict, "NAME", str(tmp_path / "lcep.sqlite3"))
    with (tmp_path / "lcep.postcodes.lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(table.AnotherImportRuns, match="another import"):
            table.load(packed_list(tmp_path))
    assert codes() == []

    table.load(packed_list(tmp_path))

    assert len(codes()) == 6


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_others_write_between_the_parts_of_an_import(tmp_path, monkeypatch):
    monkeypatch.setattr(table, "CHUNK", 2)
    within = []

    table.load(packed_list(tmp_path), progress=lambda number: within.append(connection.in_atomic_block))

    assert within == [False, False, False]
    assert table.INCOMING not in connection.introspection.table_names()
