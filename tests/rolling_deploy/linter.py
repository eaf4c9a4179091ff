"""What a migration may not do, because code of the release before still reads and writes the tables.

What its SQL shows, on the database that is connected, is looked for by django-migration-linter; ours looks at the
operations besides. CONTRIBUTING.md, "Migrations", says what to do instead.
"""

from collections.abc import Iterator

from django.db import connection
from django.db.migrations import AddConstraint, AddField, CreateModel, Migration, RunPython
from django.db.models import CheckConstraint, Field
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.base import Issue

# Before the first release nobody ran the code before: they are let through up to these.
BEFORE_THE_FIRST_RELEASE = {
    "lcep_site": "0002_drop_task_queue",
    "members": "0014_who_looks_after_organisations",
    "partnerships": "0038_writers_of_working_copies",
}
# (app, name) → why it may all the same: such as a column that the release before does not know any more.
LET_THROUGH = {
    ("partnerships", "0040_checks_any_tool_knows"): "its constraints ask for the same as before",
    ("members", "0015_import_in_slices"): "its constraint allows more than the one before",
}
# SQLite makes a whole table anew for a column with a default of the database, which the linter takes for one without.
NOT_ASKED_OF = {"sqlite": ["NOT_NULL"], "postgresql": []}
# Whoever goes back a release goes back its migrations.
AS_BAD = ["RUNPYTHON_REVERSIBLE", "RUNSQL_REVERSIBLE"]


class RollingLinter(MigrationLinter):
    """Prints what is wrong with each of our migrations since the first release; `has_errors` says whether there is."""

    def __init__(self) -> None:
        super().__init__(
            no_cache=True,
            include_apps=list(BEFORE_THE_FIRST_RELEASE),
            quiet=["ok", "ignore", "warning"],
            exclude_migration_tests=NOT_ASKED_OF[connection.vendor],
            warnings_as_errors_tests=AS_BAD,
        )

    def should_ignore_migration(self, app_label, migration_name, *args, **kwargs) -> bool:
        """Return whether it is another's migration, one before the first release, or one that is let through."""
        if super().should_ignore_migration(app_label, migration_name, *args, **kwargs):
            return True
        last = BEFORE_THE_FIRST_RELEASE[app_label]
        return migration_name <= last or (app_label, migration_name) in LET_THROUGH

    def analyse_data_migration(self, migration):
        """Add what the operations themselves show."""
        errors, ignored, warnings = super().analyse_data_migration(migration)
        return [*errors, *_refused(migration)], ignored, warnings

    def print_errors(self, errors):
        """Print what is wrong, and not what this database is not asked."""
        super().print_errors([issue for issue in errors if issue.code not in self.exclude_migration_tests])


def _refused(migration: Migration) -> Iterator[Issue]:
    new = {operation.name_lower for operation in migration.operations if isinstance(operation, CreateModel)}
    for operation in migration.operations:
        if isinstance(operation, RunPython) and len(migration.operations) > 1:
            yield Issue("DATA_APART", "rows are changed by a migration of its own, or the tables stay locked meanwhile")
        if getattr(operation, "model_name_lower", None) in new:
            continue
        if isinstance(operation, AddField) and _must_be_filled_by_us(operation.field):
            where = f"{operation.model_name}.{operation.name}"
            yield Issue("ADD_COLUMN", f"{where}: the code before writes rows without it; give it db_default or null")
        if isinstance(operation, AddConstraint) and isinstance(operation.constraint, CheckConstraint):
            yield Issue("ADD_CHECK", f"{operation.constraint.name}: the code before writes rows that it may refuse")


def _must_be_filled_by_us(field: Field) -> bool:
    return not (field.many_to_many or field.null or field.has_db_default())
