"""Words for staff who type what a constraint refuses; nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0011_schools'),
        ('partnerships', '0026_words_of_constraints'),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name='membership',
            name='membership_ends_after_it_begins',
            constraint=models.CheckConstraint(condition=models.Q(('until', ''), ('since', ''), ('until__gte', models.F('since')), _connector='OR'), name='membership_ends_after_it_begins', violation_error_message='Enter dates in their order: what is in “until” is before what is in “since”.'),
        ),
    ]
