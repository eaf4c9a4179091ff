"""Call a field what it is called everywhere else."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [("members", "0001_squashed_0006_content")]

    operations = [
        migrations.RemoveConstraint("ChangeProposal", "forgotten_proposal_names_nobody"),
        migrations.RenameField("ChangeProposal", "forgotten_at", "anonymised_at"),
        migrations.AddConstraint(
            "ChangeProposal",
            models.CheckConstraint(
                condition=Q(anonymised_at__isnull=True) | Q(email="", note=""), name="anonymised_proposal_names_nobody"
            ),
        ),
    ]
