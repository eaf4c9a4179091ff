import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0020_parts'),
    ]

    operations = [
        migrations.CreateModel(
            name='CouncilSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gss_code', models.CharField(max_length=9, verbose_name='GSS code')),
                ('name', models.CharField(max_length=60, verbose_name='former authority')),
                ('county', models.CharField(blank=True, max_length=40, verbose_name='county that ends with it')),
                ('successor_name', models.CharField(max_length=60, verbose_name='authority that follows')),
                ('on', models.DateField(help_text='The day from which the other takes its place.', verbose_name='from')),
                ('source', models.CharField(help_text='Public. Where this was read.', max_length=250)),
                ('former_key', models.PositiveBigIntegerField(editable=False, help_text='The former authority’s: versions of the time before name it.', null=True)),
                ('successor', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='partnerships.localauthority')),
            ],
            options={
                'verbose_name': 'change of councils',
                'verbose_name_plural': 'changes of councils',
                'ordering': ['on', 'successor_name', 'name'],
                'constraints': [models.UniqueConstraint(fields=('gss_code', 'successor_name'), name='one_succession_each'), models.CheckConstraint(condition=models.Q(('gss_code__regex', '^E\\d{8}$')), name='succession_has_gss_code')],
            },
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='action',
            field=models.CharField(choices=[('signed_in', 'Signed in'), ('sign_in_failed', 'Sign-in failed'), ('signed_out', 'Signed out'), ('password_changed', 'Password changed'), ('second_factor_added', 'Second factor added'), ('second_factor_removed', 'Second factor removed'), ('second_factor_reset', 'Second factor reset'), ('second_factor_failed', 'Second factor failed'), ('recovery_codes_renewed', 'Recovery codes renewed'), ('sessions_ended', 'Sessions ended'), ('invited', 'Invited'), ('invited_again', 'Invited again'), ('invitation_accepted', 'Invitation accepted'), ('owner_created', 'Owner created'), ('account_closed', 'Account closed'), ('account_opened_again', 'Account opened again'), ('account_deleted', 'Account deleted'), ('role_changed', 'Role changed'), ('rights_changed', 'Rights changed'), ('personal_data_exported', 'Personal data exported'), ('personal_data_erased', 'Personal data erased'), ('subscribers_exported', 'Subscribers exported'), ('audit_log_exported', 'Audit log exported'), ('retention_applied', 'Retention applied'), ('published', 'Published'), ('scheduled', 'Scheduled'), ('unscheduled', 'Unscheduled'), ('handed_in', 'Handed in for review'), ('returned', 'Returned to draft'), ('archived', 'Archived'), ('restored', 'Restored'), ('undone', 'Undone'), ('merged', 'Merged'), ('deleted', 'Deleted'), ('exported', 'Exported'), ('imported', 'Imported'), ('import_undone', 'Import undone'), ('councils_changed', 'Councils changed'), ('check_asked_for', 'Check asked for'), ('checked', 'Checked'), ('link_revoked', 'Link revoked'), ('preview_links_ended', 'Preview links ended'), ('proposal_accepted', 'Proposal accepted'), ('proposal_partly_accepted', 'Proposal partly accepted'), ('proposal_declined', 'Proposal declined'), ('proposal_withdrawn', 'Proposal withdrawn')], max_length=40),
        ),
        migrations.AlterField(
            model_name='revision',
            name='kind',
            field=models.CharField(choices=[('edit', 'Edited'), ('publication', 'Publication changed'), ('proposal', 'Proposal accepted'), ('check', 'Checked'), ('member', 'Member added'), ('import', 'Imported'), ('merge', 'Duplicates merged'), ('restore', 'Restored'), ('undo', 'Undone'), ('load', 'Loaded from the committed data'), ('councils', 'Councils changed')], default='edit', max_length=12),
        ),
    ]
