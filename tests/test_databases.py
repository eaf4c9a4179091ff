"""What is kept between two test runs is whole, made once, and forgotten when it is made of something else."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from partnerships.models import Postcode
from tests import databases
from tests.postcode_lists import LEEDS, make_postcode


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    """The folder of what is kept."""
    monkeypatch.setattr(databases, "KEPT", tmp_path)
    return tmp_path


def keep(name: str) -> bool:
    """Keep `name` unless it is kept; return whether it was there."""
    with databases.kept(name) as (path, is_there):
        if not is_there:
            time.sleep(0.01)
            path.write_text("whole")
    return is_there


def test_of_several_who_come_at_once_one_makes_it():
    with ThreadPoolExecutor(4) as pool:
        were_there = list(pool.map(keep, ["database"] * 4))

    assert sorted(were_there) == [False, True, True, True]


def test_what_breaks_off_is_made_by_the_next(folder):
    with pytest.raises(KeyboardInterrupt), databases.kept("database") as (path, _):
        path.with_suffix(".unfinished").write_text("half")
        raise KeyboardInterrupt

    assert keep("database") is False


def test_what_nobody_has_used_for_days_goes_when_something_new_is_made(folder):
    long_ago = time.time() - 2 * databases.MAX_AGE_SECONDS
    for name in ("old", "new"):
        keep(name)
    os.utime(folder / "old", (long_ago, long_ago))

    keep("newer")

    assert {path.name for path in folder.iterdir()} == {"lock", "new", "newer"}


def test_another_migration_makes_another_database(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "FOLDER", tmp_path)
    (folder := tmp_path / "members" / "migrations").mkdir(parents=True)
    before = databases.digest()

    (folder / "0002_more.py").write_text("")

    assert databases.digest() != before


@pytest.mark.django_db
def test_the_copy_has_had_every_migration():
    call_command("migrate", check_unapplied=True, verbosity=0)

    assert "cache" in connection.introspection.table_names()


def test_only_what_is_known_stays_when_django_flushes_the_database(any_database):
    """What stays is cleared after a test that commits: a new such table goes to `clear_what_flush_leaves`."""
    flushed = connection.introspection.django_table_names(only_existing=True, include_views=False)
    stays = {*connection.introspection.table_names()}.difference(flushed)

    # SQLite's index of words is several tables, which the triggers of others keep.
    index = {name for name in stays if name.startswith("partnerships_searchwords")}
    assert stays - index == {"django_migrations", "cache", "partnerships_postcode"}


@pytest.fixture(scope="module")
def finds_it_empty(django_db_setup, django_db_blocker):
    """Fail after the tests of this module if one of them left what it had committed."""
    yield
    with django_db_blocker.unblock():
        assert not Postcode.objects.exists()
        assert cache.get("asked") is None


@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_goes_whatever_django_leaves(finds_it_empty):
    make_postcode("LS1 3AB", LEEDS, 429_000, 433_000)
    cache.set("asked", 1)

    assert Postcode.objects.exists()
    assert cache.get("asked")
