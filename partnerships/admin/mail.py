"""Outgoing mail in the back office: it is shown, and what was given up can be tried again."""

from django.contrib import admin, messages

from partnerships.admin.base import WRITTEN_BY_THE_SITE, RowLevelAdmin
from partnerships.mail import outbox
from partnerships.models import OutgoingMail
from partnerships.models.enquiries import answers_for_everybody
from partnerships.vocabulary import MailState


@admin.register(OutgoingMail)
class OutgoingMailAdmin(RowLevelAdmin):
    """Mails hold addresses and texts of every desk, so they are for the national desk only."""

    never = WRITTEN_BY_THE_SITE
    list_display = ["subject", "to", "enquiry", "state", "tries", "written_at", "next_try", "sent_at", "last_error"]
    list_filter = ["state"]
    search_fields = ["key", "subject", "to", "enquiry__reference"]
    search_help_text = "Subject, address, reference or key"
    date_hierarchy = "written_at"
    exclude = ["html"]
    actions = ["try_again"]

    def has_view_permission(self, request, obj=None):
        return answers_for_everybody(request.user)

    def get_exclude(self, request, obj=None):
        """Leave out the text of a mail about an account too: its link would let in whoever reads it."""
        return [*self.exclude, "text"] if obj and obj.key.startswith("account:") else self.exclude

    @admin.display(description="next try", ordering="next_try_at", empty_value="none")
    def next_try(self, mail):
        return mail.next_try_at if mail.state == MailState.QUEUED else None

    @admin.action(description="Try the chosen mails again")
    def try_again(self, request, queryset):
        """Put back in the queue what was given up or waits for its next try; what has left is left alone."""
        unsent = list(queryset.exclude(state=MailState.SENT))
        for mail in unsent:
            outbox.retry(mail)
        messages.success(request, f"{len(unsent)} will be tried again now.")
        if sent := queryset.count() - len(unsent):
            messages.warning(request, f"{sent} had left already, and were not sent again.")
