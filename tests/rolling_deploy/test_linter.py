"""What code of the release before could not live with is refused, on either database, and what it can is not."""

import importlib
import sys

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.rolling_deploy import linter as linting
from tests.rolling_deploy.linter import BEFORE_THE_FIRST_RELEASE, LET_THROUGH, RollingLinter

# SQLite writes no SQL of migrations inside a transaction.
pytestmark = pytest.mark.usefixtures("any_database")

HEAD = "from django.db import migrations, models\n\nclass Migration(migrations.Migration):\n"
FIRST = f"""{HEAD}
    initial = True
    operations = [migrations.CreateModel("Thing", [
        ("id", models.BigAutoField(primary_key=True)),
        ("name", models.CharField(max_length=20)),
        ("note", models.CharField(max_length=20, null=True)),
    ])]
"""
SECOND = f"""{HEAD}
    dependencies = [("humanize", "0001_initial")]
    operations = [OPERATIONS]
"""
UNSAFE = {
    "a column that must be filled": 'migrations.AddField("thing", "size", models.IntegerField(default=0))',
    "one that must be, beside one that need not": (
        'migrations.AddField("thing", "size", models.IntegerField(default=0)),'
        'migrations.AddField("thing", "width", models.IntegerField(db_default=0))'
    ),
    "no column any more": 'migrations.RemoveField("thing", "name")',
    "another name of a column": 'migrations.RenameField("thing", "name", "title")',
    "no table any more": 'migrations.DeleteModel("Thing")',
    "another name of a table": 'migrations.RenameModel("Thing", "Matter")',
    "no longer empty": (
        'migrations.AddConstraint("thing", models.CheckConstraint(condition=~models.Q(name=""), name="named"))'
    ),
    "SQL that drops": 'migrations.RunSQL("ALTER TABLE humanize_thing DROP COLUMN name", "SELECT 1")',
    "no way back": "migrations.RunPython(lambda apps, schema_editor: None)",
    "rows and tables at once": (
        'migrations.AddField("thing", "size", models.IntegerField(null=True)),'
        "migrations.RunPython(lambda apps, schema_editor: None, migrations.RunPython.noop)"
    ),
}
ON_POSTGRESQL = {
    "each once": 'migrations.AddConstraint("thing", models.UniqueConstraint(fields=["name"], name="once"))',
    "another type": 'migrations.AlterField("thing", "note", models.IntegerField(null=True))',
    "a column that must be filled from now on": (
        'migrations.AlterField("thing", "note", models.CharField(max_length=20, default=""))'
    ),
}
SAFE = {
    "a column that may be empty": 'migrations.AddField("thing", "size", models.IntegerField(null=True))',
    "one that the database fills": 'migrations.AddField("thing", "size", models.IntegerField(db_default=0))',
    "a table": (
        'migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True)),'
        ' ("thing", models.ForeignKey("humanize.thing", models.CASCADE)), ("name", models.CharField(unique=True))]),'
        'migrations.AddConstraint("other", models.CheckConstraint(condition=~models.Q(name=""), name="named"))'
    ),
    "an index": 'migrations.AddIndex("thing", models.Index(fields=["name"], name="by_name"))',
    "rows by themselves": "migrations.RunPython(lambda apps, schema_editor: None, migrations.RunPython.noop)",
    "other words of a form": (
        'migrations.AlterField("thing", "name", models.CharField(max_length=20, verbose_name="Title"))'
    ),
}


@pytest.fixture
def has_errors(tmp_path, settings, monkeypatch):
    """A function that says whether a migration of `operations` is refused: one of an app without any of its own."""
    folder = tmp_path / "linted_migrations"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "0001_initial.py").write_text(FIRST)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(linting.BEFORE_THE_FIRST_RELEASE, "humanize", "0001_initial")
    settings.MIGRATION_MODULES = {"humanize": "linted_migrations"}

    def ask(operations):
        (folder / "0002_second.py").write_text(SECOND.replace("OPERATIONS", operations))
        importlib.invalidate_caches()
        linter = RollingLinter()
        linter.lint_all_migrations(app_label="humanize")
        assert (linter.nb_total, linter.nb_ignored) == (2, 1)
        return linter.has_errors

    yield ask
    for name in [name for name in sys.modules if name.startswith("linted_migrations")]:
        del sys.modules[name]


@pytest.mark.parametrize("operations", UNSAFE.values(), ids=UNSAFE)
def test_what_the_code_before_cannot_live_with_is_refused(has_errors, operations):
    assert has_errors(operations)


@pytest.mark.postgresql
@pytest.mark.parametrize("operations", ON_POSTGRESQL.values(), ids=ON_POSTGRESQL)
def test_what_only_sql_of_postgresql_shows_is_refused_there(has_errors, operations):
    assert has_errors(operations)


@pytest.mark.parametrize("operations", SAFE.values(), ids=SAFE)
def test_what_the_code_before_can_live_with_is_not_refused(has_errors, operations, capsys):
    assert not has_errors(operations)
    assert capsys.readouterr().out == ""


def test_no_migration_of_ours_is_refused(capsys):
    linter = RollingLinter()
    linter.lint_all_migrations()

    assert not linter.has_errors, capsys.readouterr().out


def test_what_is_let_through_is_there():
    there = MigrationLoader(connection).disk_migrations

    named = {*BEFORE_THE_FIRST_RELEASE.items(), *LET_THROUGH}
    assert named - there.keys() == set()
