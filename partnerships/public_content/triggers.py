"""The triggers that write stamps and changes: taken away before migrations, and made anew after them.

In between, SQLite would refuse to make a table anew that a trigger of another one reads, and either database a row of
which a trigger expects other columns. While there are none, nothing counts as known (see `stamp.current`).

Each trigger is named after a hash of all that it does, so one by the right name is the right one.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from partnerships.models import ContentStamp
from partnerships.public_content import changes
from partnerships.public_content.statements import STAMPS, UNWATCHED
from partnerships.public_content.trigger_bodies import BODIES
from partnerships.public_content.watched import watched

PREFIX = "content_change_"
# PostgreSQL's triggers each call a function, which is called like them and takes them along when it is dropped.
NAMES = {
    "postgresql": """
        SELECT proname, EXISTS (SELECT FROM pg_trigger WHERE tgfoid = pg_proc.oid) FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace
    """,
    "sqlite": "SELECT name, true FROM sqlite_master WHERE type = 'trigger'",
}
DROP = {"postgresql": "DROP FUNCTION {name}() CASCADE", "sqlite": "DROP TRIGGER {name}"}


def remove(plan: Sequence[Any], **signal: object) -> None:
    """Take all triggers away if migrations are to be made, those of `plan`. A receiver of `pre_migrate`."""
    names = _names_there() if plan else {}
    if names:
        with transaction.atomic(), connection.cursor() as cursor:
            for name in names:
                cursor.execute(DROP[connection.vendor].format(name=name))
            ContentStamp.objects.get_or_create(transaction=UNWATCHED, defaults={"weight": 0})


def install(plan: Sequence[Any] = (), **signal: object) -> None:
    """Make the triggers that are missing, and say that everything changed: a receiver of `post_migrate`.

    Only if the tables are as the models are, which they are not after migrations to an earlier day.
    """
    if plan and _is_behind() or STAMPS not in connection.introspection.table_names():
        return
    wanted = dict(_wanted())
    there = _names_there()
    with transaction.atomic():
        with connection.cursor() as cursor:
            for name in there.keys() - wanted.keys():
                cursor.execute(DROP[connection.vendor].format(name=name))
            for name, statements in wanted.items():
                if not there.get(name):
                    for statement in statements:
                        cursor.execute(statement)
        ContentStamp.objects.filter(transaction=UNWATCHED).delete()
        changes.everything()


def _is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _names_there() -> dict[str, bool]:
    """Return the names of our triggers, each with whether it is whole."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES[connection.vendor])
        return {name: is_whole for name, is_whole in cursor.fetchall() if name.startswith(PREFIX)}


def _wanted() -> Iterator[tuple[str, list[str]]]:
    """Give the name of each trigger, and the statements that make it."""
    for model, touches in watched().items():
        for event, templates in BODIES[connection.vendor](model, touches).items():
            digest = hashlib.sha256("".join([event, *templates]).encode()).hexdigest()[:16]
            name = f"{PREFIX}{event}_{digest}"
            yield name, [template.replace("{name}", name) for template in templates]
