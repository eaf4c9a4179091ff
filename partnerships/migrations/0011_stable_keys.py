"""Store acts of the audit log and replies of partnerships by keys in place of English words.

Nobody edits the log but this migration: it changes the column `action`, one to one, and counts the rows of every act
before and after. The models of today refuse any edit; those of migrations do not have that guard.
"""

from collections import Counter

from django.db import migrations, models

KEY_OF_ACT = {
    "Signed in": "signed_in",
    "Sign-in failed": "sign_in_failed",
    "Signed out": "signed_out",
    "Password changed": "password_changed",
    "Second factor added": "second_factor_added",
    "Second factor removed": "second_factor_removed",
    "Second factor reset": "second_factor_reset",
    "Second factor failed": "second_factor_failed",
    "Recovery codes renewed": "recovery_codes_renewed",
    "Sessions ended": "sessions_ended",
    "Invited": "invited",
    "Invited again": "invited_again",
    "Invitation accepted": "invitation_accepted",
    "Owner created": "owner_created",
    "Account closed": "account_closed",
    "Account opened again": "account_opened_again",
    "Account deleted": "account_deleted",
    "Role changed": "role_changed",
    "Rights changed": "rights_changed",
    "Personal data exported": "personal_data_exported",
    "Personal data erased": "personal_data_erased",
    "Subscribers exported": "subscribers_exported",
    "Audit log exported": "audit_log_exported",
    "Retention applied": "retention_applied",
    "Published": "published",
    "Scheduled": "scheduled",
    "Unscheduled": "unscheduled",
    "Handed in for review": "handed_in",
    "Returned to draft": "returned",
    "Archived": "archived",
    "Restored": "restored",
    "Undone": "undone",
    "Merged": "merged",
    "Deleted": "deleted",
    "Exported": "exported",
    "Imported": "imported",
    "Import undone": "import_undone",
    "Check asked for": "check_asked_for",
    "Checked": "checked",
    "Link revoked": "link_revoked",
    "Preview links ended": "preview_links_ended",
    "Proposal accepted": "proposal_accepted",
    "Proposal partly accepted": "proposal_partly_accepted",
    "Proposal declined": "proposal_declined",
    "Proposal withdrawn": "proposal_withdrawn",
}
LABEL_OF_ACT = {key: label for label, key in KEY_OF_ACT.items()}
# The words of the first days of the log, which became the capitalised ones above.
EARLIEST = {
    "personal data exported": "personal_data_exported",
    "personal data erased": "personal_data_erased",
    "subscribers exported": "subscribers_exported",
    "retention applied": "retention_applied",
}
KIND_OF_SENTENCE = {
    "The partnership says that it will answer.": "will_answer",
    "The partnership says that it has answered.": "has_answered",
}


def name_acts(apps, _):
    _rename(apps.get_model("partnerships", "AuditEntry").objects, KEY_OF_ACT | EARLIEST)


def label_acts(apps, _):
    _rename(apps.get_model("partnerships", "AuditEntry").objects, LABEL_OF_ACT)


def _rename(entries, new_names):
    """Change the acts of all `entries` by `new_names`, old=new.

    Raises ValueError, by which nothing is changed, for an act that is not in `new_names`, and when the rows of an act
    are not as many afterwards as before.
    """
    before = _count(entries)
    if unknown := before.keys() - new_names.keys():
        raise ValueError(f"The audit log has acts that have no other name: {sorted(unknown)}. Nothing was changed.")
    expected = Counter()
    for old, count in before.items():
        entries.filter(action=old).update(action=new_names[old])
        expected[new_names[old]] += count
    if (after := _count(entries)) != expected:
        raise ValueError(f"The audit log should have {expected} after the change and has {after}. Nothing was changed.")


def _count(entries):
    return Counter(dict(entries.order_by().values_list("action").annotate(models.Count("pk"))))


def name_replies(apps, _):
    """Give replies kinds of their own; what has lost its text with the person stays "opened"."""
    events = apps.get_model("partnerships", "EnquiryEvent").objects
    for sentence, kind in KIND_OF_SENTENCE.items():
        events.filter(kind="opened", text=sentence).update(kind=kind)


def unname_replies(apps, _):
    events = apps.get_model("partnerships", "EnquiryEvent").objects
    events.filter(kind__in=KIND_OF_SENTENCE.values()).update(kind="opened")


class Migration(migrations.Migration):

    dependencies = [("partnerships", "0010_names")]

    operations = [
        migrations.RunPython(name_acts, label_acts),
        migrations.RunPython(name_replies, unname_replies),
        migrations.AlterField(
            "AuditEntry", "action", models.CharField(choices=list(LABEL_OF_ACT.items()), max_length=40)
        ),
        migrations.AlterField(
            "EnquiryEvent",
            "kind",
            models.CharField(
                choices=[
                    ("received", "Received"),
                    ("routed", "Sent to"),
                    ("assigned", "Assigned"),
                    ("replied", "Replied"),
                    ("noted", "Note"),
                    ("topic", "Topic changed"),
                    ("passed_on", "Passed on"),
                    ("closed", "Closed"),
                    ("reopened", "Opened again"),
                    ("quarantined", "Held back"),
                    ("released", "Released as genuine"),
                    ("member", "Made a member"),
                    ("opened", "Opened by the partnership"),
                    ("will_answer", "Opened by the partnership"),
                    ("has_answered", "Opened by the partnership"),
                    ("forgotten", "Personal details removed"),
                ],
                max_length=12,
            ),
        ),
    ]
