"""An enquiry about a Bridge Organisation's former area says so itself: until now only the desk it lay on did."""

import django.db.models.deletion
from django.db import migrations, models


def say_whose_area(apps, _):
    """Write down what was read from the desk until now, where an enquiry names neither a partnership nor a place."""
    without_place = apps.get_model("partnerships", "Enquiry").objects.filter(partnership=None, authority=None)
    without_place.update(bridge=models.F("desk"))


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0024_one_truth_about_support")]

    operations = [
        migrations.AddField(
            "enquiry",
            "bridge",
            models.ForeignKey(
                blank=True,
                help_text="Whose former area it is about, if no partnership or place was named.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="enquiries_about",
                to="partnerships.bridgeorganisation",
                verbose_name="Bridge Organisation",
            ),
        ),
        migrations.AlterField(
            "enquiry",
            "topic",
            models.CharField(
                choices=[
                    ("join", "Join a partnership"),
                    ("start", "Start a partnership where there is none"),
                    ("support", "Get support for a partnership"),
                    ("correct", "Correct something in this directory"),
                    ("press", "Press or research"),
                    ("other", "Something else"),
                ],
                max_length=8,
            ),
        ),
        migrations.RunPython(say_whose_area, migrations.RunPython.noop),
    ]
