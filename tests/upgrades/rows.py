"""What must outlast an upgrade: every row, the numbers of kinds of rows and permissions, and who holds which."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection

# What a later migration calls otherwise: the old name of a table, and the old label of a model, with its new one.
RENAMED_TABLES = {
    "partnerships_askedbefore": "partnerships_formsubmission",
    "partnerships_noticedfacts": "partnerships_publishedsnapshot",
}
RENAMED_MODELS = {
    "partnerships.askedbefore": "partnerships.formsubmission",
    "partnerships.noticedfacts": "partnerships.publishedsnapshot",
}

# What a library kept that is not used any more.
DROPPED_TABLES = {"django_tasks_database_dbtaskresult"}
DROPPED_APPS = {"django_tasks_database"}

# An upgrade adds to these.
GROWING = {"django_migrations", "django_content_type", "auth_permission"}
# SQLite's own, behind the index of words.
BEHIND_AN_INDEX = "partnerships_searchwords_"


def numbers_of_rows() -> dict[str, int]:
    """Return how many rows each table has, by what it is called today; without those an upgrade adds to."""
    numbers = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in GROWING | DROPPED_TABLES and not table.startswith(BEHIND_AN_INDEX):
                cursor.execute(f'SELECT COUNT(*) FROM "{table}"')
                numbers[RENAMED_TABLES.get(table, table)] = cursor.fetchone()[0]
    return numbers


def kinds_of_rows() -> set[tuple]:
    """Return each content type's number and label of today."""
    found = ContentType.objects.exclude(app_label__in=DROPPED_APPS).values_list("pk", "app_label", "model")
    return {(pk, todays_label(app, model)) for pk, app, model in found}


def permissions() -> set[tuple]:
    """Return each permission's number and what it is called today."""
    kept = Permission.objects.exclude(content_type__app_label__in=DROPPED_APPS)
    return {(pk, *_named(*what)) for pk, *what in _permissions(kept, "pk", "")}


def rights() -> set[tuple]:
    """Return who holds which permission, as it is called today: the names of groups, and of people."""
    groups = _permissions(Group.objects.all(), "name", "permissions__")
    people = _permissions(get_user_model().objects.all(), "username", "user_permissions__")
    return {(holder, *_named(*what)) for holder, *what in [*groups, *people] if all(what)}


def todays_label(app: str, model: str) -> str:
    """Return the label of a model as it is today: "partnerships.partnership"."""
    return RENAMED_MODELS.get(f"{app}.{model}", f"{app}.{model}")


def _permissions(rows, first, path):
    return rows.values_list(
        first, f"{path}content_type__app_label", f"{path}content_type__model", f"{path}codename"
    ).order_by("pk")


def _named(app, model, codename):
    label = todays_label(app, model)
    action, _, about = codename.partition("_")
    if action in {"add", "change", "delete", "view"} and about == model:
        codename = f"{action}_{label.partition('.')[2]}"
    return label, codename
