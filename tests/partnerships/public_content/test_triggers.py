"""The triggers are there whenever the tables are as the models are, and are the right ones."""

import pytest
from django.core.management import call_command
from django.db import connection, models

from members.models import Membership
from partnerships.models import ContentStamp, Region
from partnerships.public_content import changes, stamp, triggers, watched
from tests.factories import make_bridge, make_membership, make_region
from tests.partnerships.public_content.acts import is_stamped
from tests.partnerships.public_content.test_stamp import COMMITTED


def names():
    """Return the names of all triggers, each with its table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        return {row for row in cursor.fetchall() if row[0].startswith(triggers.PREFIX)}


@pytest.mark.django_db
def test_making_them_again_makes_no_other():
    before = names()

    triggers.install()

    assert names() == before
    assert {table for _, table in before} == {model._meta.db_table for model in watched.watched()}


@pytest.mark.django_db
def test_one_that_is_missing_is_made_again():
    before = names()
    with connection.cursor() as cursor:
        for name, table in before:
            if table == "partnerships_region":
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on_table}")
    assert not is_stamped(make_region)

    triggers.install()

    assert names() == before
    assert is_stamped(make_region)


@pytest.mark.django_db
def test_those_of_what_is_watched_no_more_go(monkeypatch):
    others = {model: touches for model, touches in watched.watched().items() if model is not Region}
    monkeypatch.setattr(triggers, "watched", lambda: others)

    triggers.install()

    assert not is_stamped(make_region)
    assert is_stamped(make_bridge)


@COMMITTED
def test_migrations_find_none_and_leave_them_made_anew():
    with connection.cursor() as cursor:
        before = names()
        call_command("migrate", "members", "0007", verbosity=0)
        while_behind = names(), {stamp.current(), stamp.current()}
        cursor.execute("SELECT 1 FROM members_membership")

        call_command("migrate", verbosity=0)

    assert while_behind[0] == set()
    assert len(while_behind[1]) == 2
    assert names() == before
    assert stamp.current() == stamp.current()
    assert is_stamped(make_membership)


@COMMITTED
def test_a_table_can_be_made_anew_that_a_trigger_of_another_one_reads():
    role = Membership._meta.get_field("role")
    longer = models.CharField(max_length=40)
    longer.set_attributes_from_name("role")
    triggers.remove(plan=["a migration"])

    # On SQLite that is making the table anew, which drops its triggers.
    with connection.schema_editor() as editor:
        editor.alter_field(Membership, role, longer)
    assert not is_stamped_by_hand(make_membership)
    triggers.install()

    assert is_stamped(make_membership)


def is_stamped_by_hand(act):
    """Return whether `act` writes a stamp, whatever it is just now."""
    rows = set(ContentStamp.objects.values_list("transaction", "weight"))
    act()
    return set(ContentStamp.objects.values_list("transaction", "weight")) != rows


@COMMITTED
def test_a_migration_is_a_change_of_everything():
    before, mark = stamp.current(), changes.mark()

    call_command("migrate", verbosity=0)

    assert stamp.current() != before
    assert changes.since(mark).is_everything


@COMMITTED
def test_emptying_the_database_is_a_change_and_they_are_there_after_it():
    make_membership()
    before, mark = stamp.current(), changes.mark()

    call_command("flush", verbosity=0, interactive=False)

    assert stamp.current() != before
    assert changes.since(mark).is_everything
    assert is_stamped(make_membership)


@COMMITTED
@pytest.mark.postgresql  # SQLite knows no TRUNCATE.
def test_truncating_a_table_is_a_change_of_everything():
    before, mark = stamp.current(), changes.mark()

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE partnerships_region CASCADE")

    assert stamp.current() != before
    assert changes.since(mark).is_everything
