"""Events of whole days; and no event ends the moment it starts: the end of such is not known."""

import partnerships.dates.known_days
from django.conf import settings
from django.db import migrations, models


def forget_ends_that_are_starts(apps, schema_editor):
    events = apps.get_model('partnerships', 'NewsItem').objects.using(schema_editor.connection.alias)
    events.filter(ends_at=models.F('starts_at')).update(ends_at=None)


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0035_working_copies'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='newsitem',
            name='event_has_a_start_and_only_events_do',
        ),
        migrations.RemoveConstraint(
            model_name='newsitem',
            name='event_ends_after_it_starts',
        ),
        migrations.AddField(
            model_name='historicalnewsitem',
            name='is_all_day',
            field=models.BooleanField(default=False, help_text='It lasts a whole day or several: no times.', verbose_name='all day'),
        ),
        migrations.AddField(
            model_name='newsitem',
            name='is_all_day',
            field=models.BooleanField(default=False, help_text='It lasts a whole day or several: no times.', verbose_name='all day'),
        ),
        migrations.AlterField(
            model_name='historicalresource',
            name='year',
            field=models.PositiveSmallIntegerField(blank=True, help_text='The year it is of, if that is known.', null=True, validators=[partnerships.dates.known_days.validate_known_year]),
        ),
        migrations.AlterField(
            model_name='resource',
            name='year',
            field=models.PositiveSmallIntegerField(blank=True, help_text='The year it is of, if that is known.', null=True, validators=[partnerships.dates.known_days.validate_known_year]),
        ),
        migrations.RunPython(forget_ends_that_are_starts, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='newsitem',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'event'), ('starts_at__isnull', False)), models.Q(models.Q(('kind', 'event'), _negated=True), ('ends_at__isnull', True), ('is_all_day', False), ('starts_at__isnull', True), ('is_cancelled', False), ('is_online', False), ('place', '')), _connector='OR'), name='event_has_a_start_and_only_events_do', violation_error_message='Enter when the event starts; what is no event has no times and no place.'),
        ),
        migrations.AddConstraint(
            model_name='newsitem',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('starts_at')), _connector='OR'), name='event_ends_after_it_starts', violation_error_message='Enter an end that is after the start.'),
        ),
    ]
