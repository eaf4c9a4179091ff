"""Write with each enquiry whom its sender is told of, instead of finding that out for every mail and page."""

from django.db import migrations, models

NATIONAL_DESK = "the national desk of this directory"


def name_recipients(apps, _):
    """Name whoever would have been named today: the partnership, the desk if anybody there has an address, or ours."""
    enquiries = apps.get_model("partnerships", "Enquiry").objects
    enquiries.update(recipient_name=NATIONAL_DESK)
    for desk in apps.get_model("partnerships", "BridgeOrganisation").objects.all():
        officers = desk.officers.filter(is_active=True, is_staff=True).exclude(email="")
        if desk.enquiries_email or officers.exists():
            enquiries.filter(desk=desk).update(recipient_name=desk.name)
    partnerships = apps.get_model("partnerships", "Partnership").objects.filter(enquiries__route="partnership")
    for partnership in partnerships.distinct():
        enquiries.filter(route="partnership", partnership=partnership).update(recipient_name=partnership.name)


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0011_stable_keys")]

    operations = [
        migrations.AddField(
            "Enquiry",
            "recipient_name",
            models.CharField(default="", help_text="Who was told of it, in words for the public.", max_length=160),
            preserve_default=False,
        ),
        migrations.RunPython(name_recipients, migrations.RunPython.noop),
    ]
