"""One truth about who supports partnerships today, and about who promised an answer to an enquiry.

What a Bridge Organisation's entry said of its support becomes a record of present support, where there is none that
says so and it is not what our files said: these have such records of their own.
"""

from django.db import migrations, models

NATIONAL_DESK = "the national desk of this directory"
OF_OUR_FILES = (
    "It covers the North of England and convenes partnerships' chairs and coordinators every quarter, online or in "
    "person."
)


def make_records(apps, _):
    """Make a record, for the territory, of each entry that says more than the records; a draft if it is not a yes."""
    records = apps.get_model("partnerships", "PresentSupport").objects
    for bridge in apps.get_model("partnerships", "BridgeOrganisation").objects.all():
        yes, words = bridge.supports_partnerships_today, bridge.support_today.strip()
        if words == OF_OUR_FILES or not yes and not words:
            continue
        theirs = records.filter(bridge=bridge, publication="published")
        is_new = yes and not theirs.filter(answer="yes").exists()
        record = records.create(
            slug=f"{bridge.slug[:100]}-from-its-entry",
            name=bridge.name,
            bridge=bridge,
            answer="yes" if yes else "not known",
            what=words or "With what it supports partnerships is not known.",
            as_of_said="undated",
            source=bridge.source,
            confidence=bridge.confidence,
            publication="published" if is_new else "draft",
        )
        record.authorities.set(bridge.authorities.all())


def promise(apps, _):
    """Take what the national desk has as promised by it, as its enquirers were told."""
    apps.get_model("partnerships", "Enquiry").objects.filter(recipient_name=NATIONAL_DESK).update(is_promised=True)


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0023_joining_pages")]

    operations = [
        migrations.RunPython(make_records, migrations.RunPython.noop),
        migrations.RemoveField("bridgeorganisation", "support_today"),
        migrations.RemoveField("bridgeorganisation", "supports_partnerships_today"),
        migrations.RemoveField("historicalbridgeorganisation", "support_today"),
        migrations.RemoveField("historicalbridgeorganisation", "supports_partnerships_today"),
        migrations.AddField(
            "enquiry",
            "is_promised",
            models.BooleanField(
                default=False,
                help_text="Whether the national desk, which promises for nobody else, has promised an answer by then.",
            ),
        ),
        migrations.RunPython(promise, migrations.RunPython.noop),
    ]
