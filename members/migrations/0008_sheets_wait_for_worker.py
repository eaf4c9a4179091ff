"""Let imports of sheets wait for the worker in their own rows."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("members", "0007_names"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.AddField(
            "SheetImport",
            "waits_for_worker_as",
            models.ForeignKey(
                settings.AUTH_USER_MODEL,
                blank=True,
                help_text="Who began it, until the worker takes it up.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
            ),
        ),
    ]
