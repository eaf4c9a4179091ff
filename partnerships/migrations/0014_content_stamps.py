"""Know when what the public sees has changed, and what of it: written by triggers, which are made after migrations."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0013_one_queue_of_mail")]

    operations = [
        migrations.CreateModel(
            "ContentStamp",
            [
                ("transaction", models.BigIntegerField(primary_key=True, serialize=False)),
                ("weight", models.BigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            "ContentChange",
            [
                ("pk", models.CompositePrimaryKey("number", "kind", "key", blank=True, editable=False, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("everything", "Everything"), ("partnership", "Partnership"), ("organisation", "Organisation")],
                        max_length=12,
                    ),
                ),
                ("key", models.BigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
    ]
