"""What the audit log keeps: every act it knows, in the words it is shown with."""

from enum import StrEnum


class AuditAction(StrEnum):
    """An act that must be accounted for. What is not here cannot be written to the log."""

    # Coming and going.
    SIGNED_IN = "Signed in"
    SIGN_IN_FAILED = "Sign-in failed"
    SIGNED_OUT = "Signed out"
    PASSWORD_CHANGED = "Password changed"
    SECOND_FACTOR_ADDED = "Second factor added"
    SECOND_FACTOR_REMOVED = "Second factor removed"
    SECOND_FACTOR_RESET = "Second factor reset"
    SECOND_FACTOR_FAILED = "Second factor failed"
    RECOVERY_CODES_RENEWED = "Recovery codes renewed"
    SESSIONS_ENDED = "Sessions ended"
    # Who may do what.
    INVITED = "Invited"
    INVITED_AGAIN = "Invited again"
    INVITATION_ACCEPTED = "Invitation accepted"
    OWNER_CREATED = "Owner created"
    ACCOUNT_CLOSED = "Account closed"
    ACCOUNT_OPENED_AGAIN = "Account opened again"
    ACCOUNT_DELETED = "Account deleted"
    ROLE_CHANGED = "Role changed"
    RIGHTS_CHANGED = "Rights changed"
    # Data about people.
    PERSONAL_DATA_EXPORTED = "Personal data exported"
    PERSONAL_DATA_ERASED = "Personal data erased"
    SUBSCRIBERS_EXPORTED = "Subscribers exported"
    AUDIT_LOG_EXPORTED = "Audit log exported"
    RETENTION_APPLIED = "Retention applied"
    # Entries.
    PUBLISHED = "Published"
    SCHEDULED = "Scheduled"
    UNSCHEDULED = "Unscheduled"
    HANDED_IN = "Handed in for review"
    RETURNED = "Returned to draft"
    ARCHIVED = "Archived"
    RESTORED = "Restored"
    UNDONE = "Undone"
    MERGED = "Merged"
    DELETED = "Deleted"
    EXPORTED = "Exported"
    IMPORTED = "Imported"
    IMPORT_UNDONE = "Import undone"
    # Links handed out, and what came of them.
    CHECK_ASKED_FOR = "Check asked for"
    CHECKED = "Checked"
    LINK_REVOKED = "Link revoked"
    PREVIEW_LINKS_ENDED = "Preview links ended"
    PROPOSAL_ACCEPTED = "Proposal accepted"
    PROPOSAL_PARTLY_ACCEPTED = "Proposal partly accepted"
    PROPOSAL_DECLINED = "Proposal declined"
    PROPOSAL_WITHDRAWN = "Proposal withdrawn"


for _action in AuditAction:
    assert len(_action) <= 40, f"The log has 40 characters for an act, too few for {_action}."
