from django.db import migrations, models


def name_writers(apps, schema_editor):
    """Of what is being written already, who began it and who saved it last are known to have written it."""
    for copy in apps.get_model("partnerships", "WorkingCopy").objects.all():
        copy.writers = sorted({key for key in (copy.author_id, copy.saved_by_id) if key})
        copy.save(update_fields=["writers"])


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0037_working_copies_compared")]

    operations = [
        migrations.AddField(model_name="workingcopy", name="writers", field=models.JSONField(default=list)),
        migrations.RunPython(name_writers, migrations.RunPython.noop),
    ]
