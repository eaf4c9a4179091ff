"""Let the database index the search documents."""

from django.db import migrations

from partnerships.migrations import _own_tables
from partnerships.migrations._mending import mend


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0001_initial")]

    operations = [
        # First, because 0005 cannot go over two national offers of one name on SQLite; for later databases, see 0009.
        migrations.RunPython(mend, migrations.RunPython.noop, elidable=True),
        _own_tables.make_search_index(),
    ]
