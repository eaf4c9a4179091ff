"""Call models and fields what they are called everywhere else.

Rows, content types and permissions follow. None of these models has versions, so no table of versions does.
"""

from django.db import migrations, models
from django.db.models import Q

from partnerships.migrations._renaming import rename_permissions


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0009_mend_first_tables")]

    operations = [
        migrations.RemoveIndex("AskedBefore", "asked_before_form_who_at"),
        migrations.RenameModel("AskedBefore", "FormSubmission"),
        migrations.AlterModelOptions("FormSubmission", {}),
        migrations.RenameField("FormSubmission", "who", "sender_hash"),
        migrations.AddIndex(
            "FormSubmission", models.Index(fields=["form", "sender_hash", "at"], name="form_submission_sender_at")
        ),
        migrations.RemoveConstraint("RequestCount", "one_request_count_a_span"),
        migrations.RenameField("RequestCount", "who", "network_hash"),
        migrations.RenameField("RequestCount", "number", "count"),
        migrations.AddConstraint(
            "RequestCount",
            models.UniqueConstraint(fields=["network_hash", "since"], name="one_request_count_a_span"),
        ),
        migrations.RenameModel("NoticedFacts", "PublishedSnapshot"),
        migrations.AlterModelOptions("PublishedSnapshot", {}),
        migrations.AlterField(
            "PublishedSnapshot",
            "partnership",
            models.OneToOneField(
                on_delete=models.CASCADE, related_name="published_snapshot", to="partnerships.partnership"
            ),
        ),
        migrations.RenameField("Revision", "words", "reason"),
        migrations.RenameField("EnquiryEvent", "words", "text"),
        migrations.RemoveConstraint("Enquiry", "forgotten_enquiry_names_nobody"),
        migrations.RenameField("Enquiry", "forgotten_at", "anonymised_at"),
        migrations.AddConstraint(
            "Enquiry",
            models.CheckConstraint(
                condition=Q(anonymised_at__isnull=True) | Q(email="", message="", name="", organisation=""),
                name="anonymised_enquiry_names_nobody",
            ),
        ),
        rename_permissions("partnerships", AskedBefore="FormSubmission", NoticedFacts="PublishedSnapshot"),
    ]
