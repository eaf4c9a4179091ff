"""What the audit log keeps: every act it knows, by the key it is stored with and the words it is shown with."""

from django.db import models


class AuditAction(models.TextChoices):
    """An act that must be accounted for. What is not here cannot be written to the log."""

    # Coming and going.
    SIGNED_IN = "signed_in", "Signed in"
    SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
    SIGNED_OUT = "signed_out", "Signed out"
    PASSWORD_CHANGED = "password_changed", "Password changed"
    SECOND_FACTOR_ADDED = "second_factor_added", "Second factor added"
    SECOND_FACTOR_REMOVED = "second_factor_removed", "Second factor removed"
    SECOND_FACTOR_RESET = "second_factor_reset", "Second factor reset"
    SECOND_FACTOR_FAILED = "second_factor_failed", "Second factor failed"
    RECOVERY_CODES_RENEWED = "recovery_codes_renewed", "Recovery codes renewed"
    SESSIONS_ENDED = "sessions_ended", "Sessions ended"
    # Who may do what.
    INVITED = "invited", "Invited"
    INVITED_AGAIN = "invited_again", "Invited again"
    INVITATION_ACCEPTED = "invitation_accepted", "Invitation accepted"
    OWNER_CREATED = "owner_created", "Owner created"
    ACCOUNT_CLOSED = "account_closed", "Account closed"
    ACCOUNT_OPENED_AGAIN = "account_opened_again", "Account opened again"
    ACCOUNT_DELETED = "account_deleted", "Account deleted"
    ROLE_CHANGED = "role_changed", "Role changed"
    RIGHTS_CHANGED = "rights_changed", "Rights changed"
    # Data about people.
    PERSONAL_DATA_EXPORTED = "personal_data_exported", "Personal data exported"
    PERSONAL_DATA_ERASED = "personal_data_erased", "Personal data erased"
    SUBSCRIBERS_EXPORTED = "subscribers_exported", "Subscribers exported"
    AUDIT_LOG_EXPORTED = "audit_log_exported", "Audit log exported"
    RETENTION_APPLIED = "retention_applied", "Retention applied"
    # Entries.
    PUBLISHED = "published", "Published"
    SCHEDULED = "scheduled", "Scheduled"
    UNSCHEDULED = "unscheduled", "Unscheduled"
    HANDED_IN = "handed_in", "Handed in for review"
    RETURNED = "returned", "Returned to draft"
    ARCHIVED = "archived", "Archived"
    RESTORED = "restored", "Restored"
    UNDONE = "undone", "Undone"
    MERGED = "merged", "Merged"
    DELETED = "deleted", "Deleted"
    EXPORTED = "exported", "Exported"
    IMPORTED = "imported", "Imported"
    IMPORT_UNDONE = "import_undone", "Import undone"
    COUNCILS_CHANGED = "councils_changed", "Councils changed"
    # Links handed out, and what came of them.
    CHECK_ASKED_FOR = "check_asked_for", "Check asked for"
    CHECKED = "checked", "Checked"
    LINK_REVOKED = "link_revoked", "Link revoked"
    PREVIEW_LINKS_ENDED = "preview_links_ended", "Preview links ended"
    PROPOSAL_ACCEPTED = "proposal_accepted", "Proposal accepted"
    PROPOSAL_PARTLY_ACCEPTED = "proposal_partly_accepted", "Proposal partly accepted"
    PROPOSAL_DECLINED = "proposal_declined", "Proposal declined"
    PROPOSAL_WITHDRAWN = "proposal_withdrawn", "Proposal withdrawn"
