"""Let mails leave in the order of their rows, and know from a row when the mail server is in trouble."""

import django.utils.timezone
from django.db import migrations, models


def note_mailing_list(apps, schema_editor):
    """Mark the mails to a mailing list that have not left, which until now had tasks of a lower priority."""
    mails = apps.get_model("partnerships", "OutgoingMail").objects.using(schema_editor.connection.alias)
    mails.filter(state="queued", headers__has_key="List-Unsubscribe").update(for_mailing_list=True)


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0012_recipients_of_enquiries")]

    operations = [
        migrations.CreateModel(
            "MailServerTrouble",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RemoveIndex("OutgoingMail", "mail_state_next_try"),
        migrations.AddField(
            "OutgoingMail",
            "for_mailing_list",
            models.BooleanField(default=False, help_text="It leaves after those that somebody waits for."),
        ),
        migrations.AddIndex(
            "OutgoingMail",
            models.Index(fields=["state", "for_mailing_list", "next_try_at"], name="mail_in_order_of_leaving"),
        ),
        migrations.RunPython(note_mailing_list, migrations.RunPython.noop),
    ]
