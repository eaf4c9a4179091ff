"""Mend the tables of a database that was made before 0001 was changed and had passed 0002 before that could."""

from django.db import migrations

from partnerships.migrations._mending import mend


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0001_squashed_0008_content")]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop, elidable=True)]
