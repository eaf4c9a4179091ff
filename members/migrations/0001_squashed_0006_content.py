"""The tables of those who take part, as they were before the first release.

It stands for the migrations of the months before the first release. They stay beside it until then, so that a database
made by any of them still upgrades.
"""

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import members.models.proposals
import partnerships.dates.partial_dates


class Migration(migrations.Migration):
    initial = True

    replaces = [("members", "0001_initial"), ("members", "0002_subscriptions"), ("members", "0003_versions"), ("members", "0004_proposals"), ("members", "0005_sheets"), ("members", "0006_content")]

    dependencies = [("partnerships", "0001_squashed_0008_content"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        # Who takes part.
        migrations.CreateModel(
            name="MemberOrganisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(blank=True, help_text="The last part of the page's web address.", max_length=120, unique=True, verbose_name="address")),
                ("name", models.CharField(max_length=160, unique=True)),
                ("website", models.URLField(blank=True, max_length=300)),
                ("authority", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="organisations", to="partnerships.localauthority")),
                ("sector", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="organisations", to="partnerships.sector")),
                ("other_names", models.CharField(blank=True, help_text="Public. What it was or is called beside that, with semicolons between.", max_length=500)),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.TextField(blank=True, help_text="Where the fact was read. Shown to the public.")),
                ("confidence", models.CharField(blank=True, choices=[("page", "Read on a public page"), ("seed", "From the project's research notes"), ("staff", "Confirmed by Bridge staff or the partnership")], max_length=10)),
                ("role", models.CharField(choices=[("host", "Host or lead"), ("steering", "Steering group"), ("member", "Member"), ("project", "Partner in projects")], default="member", max_length=10)),
                ("since", partnerships.dates.partial_dates.PartialDateField(blank=True)),
                ("until", partnerships.dates.partial_dates.PartialDateField(blank=True, help_text="Leave empty while it takes part.")),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="members.memberorganisation")),
                ("partnership", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="partnerships.partnership")),
            ],
            options={
                "ordering": ["organisation__name"],
                "constraints": [models.UniqueConstraint(fields=("partnership", "organisation"), name="one_membership_each"), models.CheckConstraint(condition=models.Q(("until", ""), ("since", ""), ("until__gte", models.F("since")), _connector="OR"), name="membership_ends_after_it_begins")],
            },
        ),
        migrations.CreateModel(
            name="CaseStudyMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("case_study", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="members", to="partnerships.casestudy")),
                ("organisation", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="case_studies", to="members.memberorganisation")),
            ],
            options={"ordering": ["organisation__name"], "constraints": [models.UniqueConstraint(fields=("case_study", "organisation"), name="one_part_in_a_case_study_each")]},
        ),
        # Entries kept true: asking for checks, and changes that somebody proposes.
        migrations.CreateModel(
            name="CheckRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fingerprint", models.CharField(help_text="A keyed hash of the address; it cannot be turned back.", max_length=32)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(default=members.models.proposals.check_expiry)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                ("told_bridge_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, choices=[("true", "All still true"), ("changes", "Sent changes")], max_length=8)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("asked_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("partnership", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="check_requests", to="partnerships.partnership")),
            ],
            options={
                "ordering": ["-sent_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("answered_at__isnull", True), ("revoked_at__isnull", True)), fields=("partnership",), name="one_open_check_request_each"),
                    models.CheckConstraint(condition=models.Q(models.Q(("answer", ""), ("answered_at__isnull", True)), models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)), _connector="OR"), name="check_answer_and_moment_together"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangeProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(choices=[("link", "The partnership, by a mailed link"), ("account", "A coordinator with an account"), ("visitor", "A visitor")], max_length=8, verbose_name="from")),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("proposer", models.CharField(help_text="A key of who it is from; it cannot be turned back.", max_length=40)),
                ("consent_version", models.CharField(blank=True, max_length=20)),
                ("changes", models.JSONField(blank=True, default=dict)),
                ("note", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(choices=[("unconfirmed", "Waiting for the address to be confirmed"), ("held", "Held back as suspected spam"), ("waiting", "To review"), ("accepted", "Accepted"), ("partly", "Partly accepted"), ("declined", "Declined"), ("withdrawn", "Withdrawn")], default="waiting", max_length=12),
                ),
                ("suspicions", models.CharField(blank=True, help_text="Why it was held back.", max_length=250)),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("decisions", models.JSONField(blank=True, default=dict)),
                ("reason", models.TextField(blank=True)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("forgotten_at", models.DateTimeField(blank=True, null=True)),
                ("base_revision", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="partnerships.revision")),
                ("partnership", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="partnerships.partnership")),
                ("proposed_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="proposals", to=settings.AUTH_USER_MODEL)),
                ("reviewed_by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="reviewed_proposals", to=settings.AUTH_USER_MODEL)),
                ("check_request", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="proposals", to="members.checkrequest")),
            ],
            options={
                "ordering": ["-proposed_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state", "waiting")), fields=("partnership", "proposer"), name="one_waiting_proposal_each"),
                    models.CheckConstraint(condition=models.Q(models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)), models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)), _connector="OR"), name="reviewed_by_and_at_together"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("reviewed_at__isnull", False), ("state__in", ["accepted", "partly", "declined"])), models.Q(models.Q(("state__in", ["accepted", "partly", "declined"]), _negated=True), ("reviewed_at__isnull", True)), _connector="OR"), name="proposal_reviewed_with_its_moment"
                    ),
                    models.CheckConstraint(condition=models.Q(models.Q(("state", "declined"), _negated=True), models.Q(("reason", ""), _negated=True), _connector="OR"), name="declined_with_a_reason"),
                    models.CheckConstraint(condition=models.Q(("forgotten_at__isnull", True), models.Q(("email", ""), ("note", "")), _connector="OR"), name="forgotten_proposal_names_nobody"),
                ],
            },
        ),
        # Sheets that are imported.
        migrations.CreateModel(
            name="SheetImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("partnerships", "Partnerships"), ("members", "Member organisations"), ("memberships", "Memberships")], max_length=12, verbose_name="sheet of")),
                ("file_name", models.CharField(max_length=120, verbose_name="file")),
                ("content", models.BinaryField(help_text="The file, until it has been read.", null=True)),
                ("state", models.CharField(choices=[("reading", "Being read"), ("previewed", "Waiting for your decision"), ("applying", "Being imported"), ("done", "Imported"), ("failed", "Not imported"), ("undoing", "Being undone"), ("undone", "Undone")], default="reading", max_length=10)),
                ("notes", models.JSONField(blank=True, default=list, help_text="What whoever imports should know of the file.")),
                ("problem", models.TextField(blank=True, help_text="Why it could not be read, imported or undone.")),
                ("counts", models.JSONField(blank=True, default=dict, help_text="How many rows of each outcome.")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="rows in all")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                ("takes_doubtful", models.BooleanField(default=False, verbose_name="with those that look like others")),
                ("publishes", models.BooleanField(default=False, verbose_name="new ones published")),
                ("attempt", models.PositiveSmallIntegerField(default=0, help_text="Who began the same anew has the say.")),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="uploaded")),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="sheet_imports", to=settings.AUTH_USER_MODEL)),
                ("revision", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="partnerships.revision")),
            ],
            options={"verbose_name": "import", "ordering": ["-pk"], "constraints": [models.CheckConstraint(condition=models.Q(("revision__isnull", True), ("state__in", ["done", "undoing", "undone"]), _connector="OR"), name="only_what_was_imported_has_a_revision")]},
        ),
        migrations.CreateModel(
            name="SheetRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(help_text="As the sheet program shows it.")),
                ("name", models.CharField(blank=True, max_length=340)),
                ("outcome", models.CharField(choices=[("error", "Error"), ("moved", "Changed meanwhile"), ("doubtful", "Looks like one already here"), ("new", "New"), ("changed", "Changed"), ("unchanged", "Unchanged")], max_length=10)),
                ("cells", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("changes", models.JSONField(default=list)),
                ("sheet", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="members.sheetimport")),
            ],
            options={"ordering": ["number"], "constraints": [models.UniqueConstraint(fields=("sheet", "number"), name="one_row_a_number")]},
        ),
        # News by e-mail.
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("consent_version", models.CharField(max_length=20)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("partnerships", models.ManyToManyField(blank=True, related_name="subscribers", to="partnerships.partnership")),
                ("priorities", models.ManyToManyField(blank=True, related_name="subscribers", to="partnerships.strategicpriority")),
                ("regions", models.ManyToManyField(blank=True, related_name="subscribers", to="partnerships.region")),
            ],
            options={"ordering": ["email"]},
        ),
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(help_text="The first day it covers.")),
                ("until", models.DateField(help_text="The first day it does not cover.")),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={"ordering": ["-since"], "constraints": [models.UniqueConstraint(fields=("since", "until"), name="one_digest_a_period"), models.CheckConstraint(condition=models.Q(("until__gt", models.F("since"))), name="digest_covers_a_day_at_least")]},
        ),
        # Versions, whose rows belong to a revision of `partnerships`.
        migrations.CreateModel(
            name="HistoricalCaseStudyMember",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("case_study", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="partnerships.casestudy")),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("organisation", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="members.memberorganisation")),
                ("revision", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="partnerships.revision")),
            ],
            options={"verbose_name": "historical case study member", "verbose_name_plural": "historical case study members", "ordering": ("-history_date", "-history_id"), "get_latest_by": ("history_date", "history_id")},
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMemberOrganisation",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("slug", models.SlugField(blank=True, help_text="The last part of the page's web address.", max_length=120, verbose_name="address")),
                ("name", models.CharField(db_index=True, max_length=160)),
                ("website", models.URLField(blank=True, max_length=300)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("authority", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="partnerships.localauthority")),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("revision", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="partnerships.revision")),
                ("sector", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="partnerships.sector")),
                ("other_names", models.CharField(blank=True, help_text="Public. What it was or is called beside that, with semicolons between.", max_length=500)),
            ],
            options={"verbose_name": "historical member organisation", "verbose_name_plural": "historical member organisations", "ordering": ("-history_date", "-history_id"), "get_latest_by": ("history_date", "history_id")},
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMembership",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("source", models.TextField(blank=True, help_text="Where the fact was read. Shown to the public.")),
                ("confidence", models.CharField(blank=True, choices=[("page", "Read on a public page"), ("seed", "From the project's research notes"), ("staff", "Confirmed by Bridge staff or the partnership")], max_length=10)),
                ("role", models.CharField(choices=[("host", "Host or lead"), ("steering", "Steering group"), ("member", "Member"), ("project", "Partner in projects")], default="member", max_length=10)),
                ("since", partnerships.dates.partial_dates.PartialDateField(blank=True)),
                ("until", partnerships.dates.partial_dates.PartialDateField(blank=True, help_text="Leave empty while it takes part.")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                ("history_type", models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1)),
                ("history_user", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("organisation", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="members.memberorganisation")),
                ("partnership", models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to="partnerships.partnership")),
                ("revision", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="partnerships.revision")),
            ],
            options={"verbose_name": "historical membership", "verbose_name_plural": "historical memberships", "ordering": ("-history_date", "-history_id"), "get_latest_by": ("history_date", "history_id")},
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
