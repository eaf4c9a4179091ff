"""Acts of the log and replies of partnerships get keys in place of words, and their words back; nothing else of a row.

Of all migrations this one alone changes what the log says.
"""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.state import ProjectState

from partnerships.vocabulary import AuditAction
from tests.stored.literals import LITERALS
from tests.upgrades.dumps import PATHS, put_up

pytestmark = pytest.mark.django_db
MIGRATION = import_module("partnerships.migrations.0011_stable_keys")
NEWEST = [dump for dump in PATHS if dump.count("-") == 1][-1]
LOG, EVENTS = "partnerships_auditentry", "partnerships_enquiryevent"
STATEMENTS = LITERALS["names"]["statements"]
EARLIEST = {
    "personal data exported": "Personal data exported",
    "retention applied": "Retention applied",
    "subscribers exported": "Subscribers exported",
}


def migrate(to):
    call_command("migrate", "partnerships", to, verbosity=0)


def run(sql, *values):
    """Run `sql` and return its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


def write(acts):
    for act in acts:
        copied = f"SELECT at, %s, 'About', details FROM {LOG} WHERE id = 1"
        run(f"INSERT INTO {LOG} (at, action, about, details) {copied}", act)


def say(texts):
    for text in texts:
        copied = f"SELECT enquiry_id, at, 'opened', %s FROM {EVENTS} WHERE id = 1"
        run(f"INSERT INTO {EVENTS} (enquiry_id, at, kind, text) {copied}", text)


def in_the_log():
    """Return the acts, and all else of each row."""
    acts = [act for (act,) in run(f"SELECT action FROM {LOG} ORDER BY id")]
    return acts, run(f"SELECT id, at, about, details, by_id FROM {LOG} ORDER BY id")


def replies():
    return run(f"SELECT kind, text FROM {EVENTS} WHERE kind NOT IN ('received', 'routed', 'assigned') ORDER BY id")


def test_what_was_written_gets_its_keys_and_its_words_back(tmp_path):
    with put_up(NEWEST, tmp_path):
        migrate("0010")
        write(LITERALS["acts"])
        say([*STATEMENTS.values(), ""])
        words, said = in_the_log(), replies()

        migrate("0011")
        keys, kinds = in_the_log(), [kind for kind, _ in replies()]
        migrate("0010")

        labels = [AuditAction(key).label for key in keys[0]]
        # What the log called otherwise in its first days, it calls as ever since.
        assert labels == [EARLIEST.get(word, word) for word in words[0]]
        assert kinds == ["will_answer", "has_answered", "opened"]
        assert (in_the_log(), replies()) == ((labels, words[1]), said)
        assert keys[1] == words[1]


@pytest.fixture
def log():
    """The log as migrations see it, without the guard of today's model."""
    return ProjectState.from_apps(apps).apps.get_model("partnerships", "AuditEntry").objects


def test_a_log_with_an_act_that_nobody_knows_is_left_as_it_is(log):
    for act in ("Signed in", "Looked at"):
        log.create(action=act)

    with pytest.raises(ValueError, match="Looked at"), transaction.atomic():
        MIGRATION._rename(log, MIGRATION.KEY_OF_ACT)

    assert [*log.order_by("pk").values_list("action", flat=True)] == ["Signed in", "Looked at"]


def test_a_log_that_would_not_count_as_before_is_left_as_it_is(log):
    log.create(action="Signed in")
    log.create(action="signed_in")

    with pytest.raises(ValueError, match="should have"), transaction.atomic():
        # The two acts would become one another's.
        MIGRATION._rename(log, {"Signed in": "signed_in", "signed_in": "Signed in"})

    assert [*log.order_by("pk").values_list("action", flat=True)] == ["Signed in", "signed_in"]


def test_no_other_migration_changes_what_the_log_says():
    changing = [
        path.stem
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(settings.BASE_DIR) and ".venv" not in config.path
        for path in Path(config.path, "migrations").glob("*.py")
        if re.search(
            r"get_model\([^)]*AuditEntry|(UPDATE|DELETE FROM|INTO) \"?partnerships_auditentry", path.read_text()
        )
    ]

    assert changing == ["0011_stable_keys"]
