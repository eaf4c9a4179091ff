"""Let the imports wait for the worker that until now waited as tasks of a library's queue.

A task was called by the place in the code where it once lay; its arguments are the keys of the import and of the
attempt, and for undoing that of the user who asked for it. What a worker had begun when it was ended counts as
interrupted, as it always did.
"""

import json

from django.db import migrations

TABLE = "django_tasks_database_dbtaskresult"
PATHS = "members.sheet_tasks.%"


def take_up(apps, schema_editor):
    connection = schema_editor.connection
    imports = apps.get_model("members", "SheetImport").objects.using(connection.alias)
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        cursor.execute(f"SELECT args_kwargs FROM {TABLE} WHERE status = 'READY' AND task_path LIKE %s", [PATHS])
        for (arguments,) in cursor.fetchall():
            pk, attempt, *by = json.loads(arguments)["args"]
            sheet = imports.filter(pk=pk, attempt=attempt, state__in=["reading", "applying", "undoing"]).first()
            if sheet:
                sheet.waits_for_worker_as_id = by[0] if by else sheet.by_id
                sheet.save(update_fields=["waits_for_worker_as"])


class Migration(migrations.Migration):

    dependencies = [("members", "0008_sheets_wait_for_worker")]

    operations = [migrations.RunPython(take_up, migrations.RunPython.noop)]
