"""Drop what the library of a former queue of tasks left in the database: its table could hold addresses of people.

To go back, install the code of then: its own migrations make the table anew.
"""

from django.db import migrations
from django.db.migrations.recorder import MigrationRecorder

LABEL = "django_tasks_database"


def forget(apps, schema_editor):
    alias = schema_editor.connection.alias
    apps.get_model("contenttypes", "ContentType").objects.using(alias).filter(app_label=LABEL).delete()
    MigrationRecorder(schema_editor.connection).migration_qs.filter(app=LABEL).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("lcep_site", "0001_cache_table"),
        ("members", "0009_take_up_waiting_tasks"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunSQL("DROP TABLE IF EXISTS django_tasks_database_dbtaskresult", migrations.RunSQL.noop),
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
