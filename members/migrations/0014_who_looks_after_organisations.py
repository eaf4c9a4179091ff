"""Which Bridge Organisation looks after each member organisation, which its place and its partnerships told until now."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce

_HELP = (
    "Never shown. Whose staff may change it here; empty for national staff alone. Whoever it is, every Bridge "
    "Organisation may choose it as a member."
)


def say_who_looks_after_each(apps, schema_editor):
    """Take the only Bridge Organisation of its partnerships, else that of its place, else none; its versions too."""
    using = schema_editor.connection.alias
    organisations = apps.get_model('members', 'MemberOrganisation').objects.using(using)
    memberships = apps.get_model('members', 'Membership').objects.using(using)
    of_each = memberships.filter(organisation=OuterRef('pk')).order_by().values('organisation')
    counted = of_each.annotate(number=Count('partnership__bridge', distinct=True), only=Min('partnership__bridge'))
    place = organisations.filter(pk=OuterRef('pk')).order_by()
    home = place.values(home=Coalesce('authority__bridge', 'school__authority__bridge'))
    found = Coalesce(Subquery(counted.filter(number=1).values('only')), Subquery(home))
    organisations.update(looked_after_by=found)
    # Else what was saved before would look changed since, and could not be undone.
    versions = apps.get_model('members', 'HistoricalMemberOrganisation').objects.using(using)
    today = organisations.filter(pk=OuterRef('id')).order_by()
    versions.update(looked_after_by_id=Subquery(today.values('looked_after_by_id')))


class Migration(migrations.Migration):

    dependencies = [
        ('members', '0013_name_the_page_address'),
        ('partnerships', '0036_all_day_events'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalmemberorganisation',
            name='looked_after_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text=_HELP, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='partnerships.bridgeorganisation'),
        ),
        migrations.AddField(
            model_name='memberorganisation',
            name='looked_after_by',
            field=models.ForeignKey(blank=True, help_text=_HELP, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations_looked_after', to='partnerships.bridgeorganisation'),
        ),
        migrations.RunPython(say_who_looks_after_each, migrations.RunPython.noop),
    ]
