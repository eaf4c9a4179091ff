"""Replies that are used again, and answers by e-mail as lines of a timeline."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0033_finder_counts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='enquiryevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Received'), ('routed', 'Sent to'), ('assigned', 'Assigned'), ('replied', 'Replied'), ('noted', 'Note'), ('wrote_back', 'The enquirer wrote back'), ('by_mail', 'Answered by e-mail'), ('topic', 'Topic changed'), ('passed_on', 'Passed on'), ('closed', 'Closed'), ('reopened', 'Opened again'), ('quarantined', 'Held back'), ('released', 'Released as genuine'), ('member', 'Made a member'), ('opened', 'Opened by the partnership'), ('will_answer', 'Opened by the partnership'), ('has_answered', 'Opened by the partnership'), ('chased', 'Chased, since nobody had answered'), ('forgotten', 'Personal details removed')], max_length=12),
        ),
        migrations.CreateModel(
            name='ReplyTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='What colleagues select it by. Enquirers never see it.', max_length=80)),
                ('text', models.TextField()),
                ('bridge', models.ForeignKey(blank=True, help_text='Whose desk uses it. National ones, without a Bridge Organisation, every desk may use.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reply_templates', to='partnerships.bridgeorganisation', verbose_name='Bridge Organisation')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('bridge', 'name'), name='reply_template_named_once', violation_error_message='There is a template of that name already'), models.UniqueConstraint(condition=models.Q(('bridge', None)), fields=('name',), name='national_reply_template_named_once', violation_error_message='There is a template of that name already')],
            },
        ),
    ]
