"""Let the database index the search documents."""

from django.db import migrations

from partnerships.migrations import _own_tables


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0001_initial")]

    operations = [_own_tables.make_search_index()]
