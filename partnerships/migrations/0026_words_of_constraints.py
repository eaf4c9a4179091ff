"""Words for staff who type what a constraint refuses; nothing changes in the database."""

import django.core.validators
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0025_whose_area_an_enquiry_is_about'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='councilsuccession',
            name='gss_code',
            field=models.CharField(max_length=9, validators=[django.core.validators.RegexValidator('^E\\d{8}$', 'Enter a GSS code: E and eight digits, such as E06000065.')], verbose_name='GSS code'),
        ),
        migrations.AlterField(
            model_name='localauthority',
            name='gss_code',
            field=models.CharField(max_length=9, unique=True, validators=[django.core.validators.RegexValidator('^E\\d{8}$', 'Enter a GSS code: E and eight digits, such as E06000065.')], verbose_name='GSS code'),
        ),
        migrations.AlterField(
            model_name='region',
            name='gss_code',
            field=models.CharField(max_length=9, unique=True, validators=[django.core.validators.RegexValidator('^E\\d{8}$', 'Enter a GSS code: E and eight digits, such as E06000065.')], verbose_name='GSS code'),
        ),
        migrations.AlterConstraint(
            model_name='bridgeorganisation',
            name='bridge_role_ends_after_it_begins',
            constraint=models.CheckConstraint(condition=models.Q(('role_until', ''), ('role_from', ''), ('role_until__gte', models.F('role_from')), _connector='OR'), name='bridge_role_ends_after_it_begins', violation_error_message='Enter dates in their order: what is in “role until” is before what is in “role from”.'),
        ),
        migrations.AlterConstraint(
            model_name='casestudy',
            name='case_study_ages_from_young_to_old',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('from_age__isnull', True), ('to_age__isnull', True)), models.Q(('from_age__isnull', False), ('to_age__gte', models.F('from_age')), ('to_age__isnull', False)), _connector='OR'), name='case_study_ages_from_young_to_old', violation_error_message='Enter both ages, the younger first, or neither.'),
        ),
        migrations.AlterConstraint(
            model_name='casestudypicture',
            name='case_study_picture_has_text_alternative',
            constraint=models.CheckConstraint(condition=models.Q(('alternative', ''), _negated=True), name='case_study_picture_has_text_alternative', violation_error_message='Enter what the picture shows, for people who do not see it.'),
        ),
        migrations.AlterConstraint(
            model_name='councilsuccession',
            name='succession_has_gss_code',
            constraint=models.CheckConstraint(condition=models.Q(('gss_code__regex', '^E\\d{8}$')), name='succession_has_gss_code', violation_error_message='Enter a GSS code: E and eight digits, such as E06000065.'),
        ),
        migrations.AlterConstraint(
            model_name='localauthority',
            name='authority_has_gss_code',
            constraint=models.CheckConstraint(condition=models.Q(('gss_code__regex', '^E\\d{8}$')), name='authority_has_gss_code', violation_error_message='Enter a GSS code: E and eight digits, such as E06000065.'),
        ),
        migrations.AlterConstraint(
            model_name='localauthority',
            name='authority_easting_and_northing_together',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('easting__isnull', True), ('northing__isnull', True)), models.Q(('easting__isnull', False), ('northing__isnull', False)), _connector='OR'), name='authority_easting_and_northing_together', violation_error_message='Enter both easting and northing, or neither.'),
        ),
        migrations.AlterConstraint(
            model_name='newsitem',
            name='event_has_a_start_and_only_events_do',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'event'), ('starts_at__isnull', False)), models.Q(models.Q(('kind', 'event'), _negated=True), ('ends_at__isnull', True), ('is_cancelled', False), ('is_online', False), ('place', ''), ('starts_at__isnull', True)), _connector='OR'), name='event_has_a_start_and_only_events_do', violation_error_message='Enter when the event starts; what is no event has no times and no place.'),
        ),
        migrations.AlterConstraint(
            model_name='newsitem',
            name='event_is_somewhere',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'event'), _negated=True), ('is_online', True), models.Q(('place', ''), _negated=True), _connector='OR'), name='event_is_somewhere', violation_error_message='Enter where the event is, or that it is online.'),
        ),
        migrations.AlterConstraint(
            model_name='newsitem',
            name='event_ends_after_it_starts',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gte', models.F('starts_at')), _connector='OR'), name='event_ends_after_it_starts', violation_error_message='Enter an end that is not before the start.'),
        ),
        migrations.AlterConstraint(
            model_name='newsitem',
            name='opportunity_has_a_deadline_and_only_they_do',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closes_on__isnull', False), ('kind', 'opportunity')), models.Q(models.Q(('kind', 'opportunity'), _negated=True), ('closes_on__isnull', True)), _connector='OR'), name='opportunity_has_a_deadline_and_only_they_do', violation_error_message='Enter the last day of the opportunity; nothing else has one.'),
        ),
        migrations.AlterConstraint(
            model_name='partnership',
            name='checked_on_and_by_together',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_by', ''), ('checked_on__isnull', True)), models.Q(('checked_on__isnull', False), models.Q(('checked_by', ''), _negated=True)), _connector='OR'), name='checked_on_and_by_together', violation_error_message='Enter both when the entry was checked and by whom, or neither.'),
        ),
        migrations.AlterConstraint(
            model_name='partnership',
            name='partnership_ends_after_it_begins',
            constraint=models.CheckConstraint(condition=models.Q(('ended', ''), ('established', ''), ('ended__gte', models.F('established')), _connector='OR'), name='partnership_ends_after_it_begins', violation_error_message='Enter dates in their order: what is in “ended” is before what is in “established”.'),
        ),
        migrations.AlterConstraint(
            model_name='partnership',
            name='logo_has_text_alternative',
            constraint=models.CheckConstraint(condition=models.Q(('logo', ''), models.Q(('logo_alt', ''), _negated=True), _connector='OR'), name='logo_has_text_alternative', violation_error_message='Enter what the logo shows, for people who do not see it.'),
        ),
        migrations.AlterConstraint(
            model_name='partnership',
            name='enquiries_have_an_address',
            constraint=models.CheckConstraint(condition=models.Q(('takes_enquiries', False), models.Q(('contact_email', ''), _negated=True), _connector='OR'), name='enquiries_have_an_address', violation_error_message='Enter the address that enquiries go to, or let it take none.'),
        ),
        migrations.AlterConstraint(
            model_name='partnership',
            name='partnership_stage_is_known_word',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', ['', 'proposed', 'emerging', 'established', 'dormant', 'ended'])), name='partnership_stage_is_known_word', violation_error_message='Choose one of the stages.'),
        ),
        migrations.AlterConstraint(
            model_name='presentsupport',
            name='present_support_ends_after_it_begins',
            constraint=models.CheckConstraint(condition=models.Q(('until', ''), ('since', ''), ('until__gte', models.F('since')), _connector='OR'), name='present_support_ends_after_it_begins', violation_error_message='Enter dates in their order: what is in “until” is before what is in “since”.'),
        ),
        migrations.AlterConstraint(
            model_name='programme',
            name='programme_has_one_runner',
            constraint=models.CheckConstraint(condition=models.Q(('bridge__isnull', False), models.Q(('run_by', ''), _negated=True), _connector='XOR'), name='programme_has_one_runner', violation_error_message='Choose a Bridge Organisation or name somebody else, and not both.'),
        ),
        migrations.AlterConstraint(
            model_name='programmeround',
            name='round_closes_after_it_opens',
            constraint=models.CheckConstraint(condition=models.Q(('closes', ''), ('opens', ''), ('closes__gte', models.F('opens')), _connector='OR'), name='round_closes_after_it_opens', violation_error_message='Enter dates in their order: what is in “closes” is before what is in “opens”.'),
        ),
        migrations.AlterConstraint(
            model_name='region',
            name='region_has_gss_code',
            constraint=models.CheckConstraint(condition=models.Q(('gss_code__regex', '^E\\d{8}$')), name='region_has_gss_code', violation_error_message='Enter a GSS code: E and eight digits, such as E06000065.'),
        ),
        migrations.AlterConstraint(
            model_name='resource',
            name='resource_is_a_link_or_a_document',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('url', ''), models.Q(('document', ''), _negated=True)), models.Q(models.Q(('url', ''), _negated=True), ('document', '')), _connector='OR'), name='resource_is_a_link_or_a_document', violation_error_message='Give a link or a document, and not both.'),
        ),
        migrations.AlterConstraint(
            model_name='supportoffer',
            name='support_offer_has_one_provider',
            constraint=models.CheckConstraint(condition=models.Q(('bridge__isnull', False), models.Q(('provider', ''), _negated=True), _connector='XOR'), name='support_offer_has_one_provider', violation_error_message='Choose a Bridge Organisation or name another provider, and not both.'),
        ),
        migrations.AlterConstraint(
            model_name='supportoffer',
            name='one_national_support_offer_of_a_name',
            constraint=models.UniqueConstraint(condition=models.Q(('bridge__isnull', True)), fields=('provider', 'name'), name='one_national_support_offer_of_a_name', violation_error_message='There is an offer of this name by this provider already.'),
        ),
    ]
