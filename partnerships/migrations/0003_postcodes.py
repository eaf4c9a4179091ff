from django.db import migrations, models

from partnerships.migrations import _own_tables


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0002_text_search")]

    operations = [
        migrations.CreateModel(
            name="PostcodeEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="As shown: ONS Postcode Directory, November 2025.", max_length=120)),
                ("source", models.CharField(help_text="The package or file it was read from.", max_length=200)),
                ("fingerprint", models.CharField(help_text="The same for the same data.", max_length=100)),
                ("attribution", models.TextField()),
                ("rows", models.PositiveIntegerField()),
                ("imported_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={"ordering": ["-pk"], "default_permissions": ("view",)},
        ),
        migrations.CreateModel(
            name="Postcode",
            fields=[
                ("code", models.CharField(help_text="Without a space.", max_length=7, primary_key=True, serialize=False)),
                ("area", models.CharField(blank=True, help_text="GSS code of the local authority if English; else W, S, N, L (Channel Islands) or M (Isle of Man). Blank if the source gives it no place.", max_length=9)),
                ("easting", models.IntegerField(blank=True, help_text="Metres on the British National Grid, if known.", null=True)),
                ("northing", models.IntegerField(blank=True, null=True)),
                ("terminated", models.CharField(blank=True, help_text="Year and month it went out of use.", max_length=7)),
            ],
            options={"db_table": "partnerships_postcode", "managed": False, "default_permissions": ()},
        ),
        _own_tables.make_postcodes(),
    ]
